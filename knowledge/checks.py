"""Strict reading of what stands in a data file: what is missing or unknown is told with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from knowledge.errors import CorpusError

LANGUAGES: Final = ("en", "ko", "vi")


def keys(entry: object, where: str, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """``entry`` as a mapping with every needed and no unknown key; raises CorpusError."""
    needed, optional = set(needed), set(optional)
    if not isinstance(entry, dict):
        raise CorpusError(f"{where}: not a mapping")
    if missing := needed - entry.keys():
        raise CorpusError(f"{where}: lacks {', '.join(sorted(missing))}")
    if unknown := entry.keys() - needed - optional:
        raise CorpusError(f"{where}: unknown {', '.join(sorted(map(str, unknown)))}")
    return entry


def plain(value: object, where: str) -> str:
    """``value`` as a text that is not empty, in NFC, without blanks around it; raises CorpusError."""
    if not isinstance(value, str) or not value.strip():
        raise CorpusError(f"{where}: empty or not a text")
    return unicodedata.normalize("NFC", value.strip())


def texts(value: object, where: str) -> dict[str, str]:
    """One text for every language; raises CorpusError."""
    raw = keys(value, where, LANGUAGES)
    return {lang: plain(raw[lang], f"{where}: {lang}") for lang in LANGUAGES}
