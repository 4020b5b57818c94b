"""Reading the user's own documents: parsing and chunking. Nothing is stored here, and nothing is indexed.

``read_document`` gives the blocks of a PDF, DOCX, PPTX, XLSX, HTML, Markdown or text file, ``chunk`` the passages.
Importing this package loads no parser; a format's library is loaded when a document of that format is read.
"""

from knowledge.documents.chunks import chunk
from knowledge.documents.errors import CODES, DocumentError
from knowledge.documents.model import Block, Chunk, Document, Limits
from knowledge.documents.reading import read_document

__all__ = ["CODES", "Block", "Chunk", "Document", "DocumentError", "Limits", "chunk", "read_document"]
