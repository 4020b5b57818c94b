"""Why a document could not be read. No sentence for people lives here.

``DocumentError`` has ``.code`` and ``.params``: the message is ``error.document.<code>``. Whoever reads documents
indexes nothing until one was read whole, so after every one of these errors nothing of the file was indexed.

missing         there is no such file
not-a-file      it is a folder, a device, a pipe
unreadable      the system refused to give its content (``detail``)
empty           nothing in it, or nothing that is text
no-text         a PDF of pictures only, such as a scan (``pages``)
encrypted       a password is needed
damaged         it is not whole, or not what it says it is
bomb            unpacked it would be far larger than a document is
too-large       more bytes than the limit (``size``, ``limit``: whole megabytes)
too-many-pages  more pages, slides or sheets than the limit (``pages``, ``limit``)
too-long        more characters than the limit (``limit``)
other-office    an older or other office format (``wanted``: the ending to save it with)
hwp             a Hangul (HWP, HWPX) document
image           a picture
unsupported     anything else
cancelled       ``cancelled()`` said so
"""

from __future__ import annotations

from typing import Literal, get_args

from knowledge.errors import KnowledgeError

Code = Literal[
    "missing",
    "not-a-file",
    "unreadable",
    "empty",
    "no-text",
    "encrypted",
    "damaged",
    "bomb",
    "too-large",
    "too-many-pages",
    "too-long",
    "other-office",
    "hwp",
    "image",
    "unsupported",
    "cancelled",
]
CODES: tuple[Code, ...] = get_args(Code)


class DocumentError(KnowledgeError):
    """A document cannot be read; ``params`` are exactly those of its message, ``name`` (of the file) always among them."""

    def __init__(self, code: Code, **params: str | int) -> None:
        super().__init__(f"{code} {params}")
        self.code: Code = code
        self.params: dict[str, str | int] = params
