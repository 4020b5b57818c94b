"""What reading a document gives: its blocks in order, and the chunks that are indexed. Frozen data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Media = Literal["pdf", "docx", "pptx", "xlsx", "html", "markdown", "text"]
Kind = Literal["heading", "paragraph", "list", "table"]


@dataclass(frozen=True)
class Limits:
    """What is refused before or while it is read.

    Attributes:
        file_bytes: of the file itself.
        unpacked_bytes: of everything in a packed file (DOCX, PPTX, XLSX), as declared and as found.
        ratio: unpacked to packed bytes, looked at from 10 MB unpacked.
        entries: files within a packed file.
        pages: pages, slides or sheets.
        characters: of text, after white space was normalised.
    """

    file_bytes: int = 200 * 2**20
    unpacked_bytes: int = 400 * 2**20
    ratio: int = 200
    entries: int = 20_000
    pages: int = 5_000
    characters: int = 20_000_000


@dataclass(frozen=True)
class Block:
    """A piece of a document as its author made it.

    Attributes:
        kind: a list has an item a line (with its bullet or number), a table a row a line (cells joined by
            `` | ``), its first row being the header; headings and paragraphs are one line.
        text: NFC, no control characters, single spaces, never blank.
        level: of a heading, 1 to 6; else 0.
        page: page or slide where it begins, from 1; None where the format has none.
    """

    kind: Kind
    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """A document that was read whole.

    Attributes:
        sha256: of the very bytes that were parsed, hexadecimal.
        size: in bytes.
        title: as the document has it, else its first heading, else the file's name without its ending.
        media: what the content is, whatever the file is called.
        extension_differs: the file's ending belongs to another format.
        pages: pages, slides or sheets; None where the format has none.
        encoding: of text formats, as Python names it.
        blocks: in reading order, at least one.
    """

    sha256: str
    size: int
    title: str
    media: Media
    extension_differs: bool
    pages: int | None
    encoding: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chunk:
    """A passage of a document, short enough for the embedder.

    Attributes:
        number: from 1, in reading order.
        headings: the headings that all of it stands under, outermost first, without bullets and final colons.
        text: verbatim, a heading, paragraph, list item or table row a line; its own headings come first.
        page: where it begins; None where the format has no pages.
        last_page: where it ends.
    """

    number: int
    headings: tuple[str, ...]
    text: str
    page: int | None
    last_page: int | None
