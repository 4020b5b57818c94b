"""Every sentence the program says or sends to a model, side by side in every language, and their renderer."""

from prompts.catalogue import LANGUAGES, Catalogue, WordingError, load_lexicon

__all__ = ["LANGUAGES", "Catalogue", "WordingError", "load_lexicon"]
