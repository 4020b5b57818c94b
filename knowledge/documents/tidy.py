"""Characters and white space: what every text goes through before it becomes a block."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff0-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, marks of direction, what has no width, half characters."""
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SYMBOL = re.compile("[\uf000-\uf0ff]")
"""Where Word and PowerPoint put the bullets of Symbol and Wingdings."""
_SPACE = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """NFC, ``\\n`` as the only line break, nothing that controls a terminal; white space is left as it is."""
    text = _SYMBOL.sub("•", _DROPPED.sub("", _BREAK.sub("\n", text)))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """The cleaned text in one line with single spaces."""
    return " ".join(clean(text).split())


def lines(text: str) -> list[str]:
    """The cleaned text line by line with single spaces, blank lines as ``""``."""
    return [_SPACE.sub(" ", line).strip() for line in clean(text).split("\n")]


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(char.isalnum() for char in text)
