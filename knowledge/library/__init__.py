"""The person's own documents: kept, searched and cited. Importing this loads no parser and no database."""

from knowledge.library.model import EVERYWHERE, Added, LibraryError, Refreshed, Stored, StoredPassage

__all__ = ["EVERYWHERE", "Added", "LibraryError", "Refreshed", "Stored", "StoredPassage"]
