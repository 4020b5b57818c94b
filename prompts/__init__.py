"""Every sentence the program says or sends to a model, side by side in every language, and their renderer."""

from prompts.catalogue import LANGUAGES, OFFERED, Catalogue, WordingError, load_lexicon

__all__ = ["LANGUAGES", "OFFERED", "Catalogue", "WordingError", "load_lexicon"]
