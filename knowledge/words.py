"""Words of the three languages as texts hold them: runs of letters, endings, marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
RUN: Final = re.compile(r"[\uac00-\ud7a3]+|[^\W_\uac00-\ud7a3]+(?:[-'’.][^\W_\uac00-\ud7a3]+)*")
_VIETNAMESE: Final = re.compile("[đ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")  # after NFD


def language_of(query: str, reader: str) -> tuple[str, ...]:
    """The languages whose words ``query`` may hold, best guess first; the reader's language breaks ties."""
    if HANGUL.search(query):
        return ("ko",)
    if _VIETNAMESE.search(unicodedata.normalize("NFD", query.casefold())):
        return ("vi",)
    return ("vi", "en") if reader == "vi" else ("en",)


def singular(word: str) -> str:
    """An English word without the ending of the plural or of the possessive."""
    word = re.sub("['’]s?$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("pis"):  # KPIs, APIs
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def without_marks(word: str) -> str:
    """A Vietnamese word as it is typed on a plain keyboard."""
    letters = unicodedata.normalize("NFD", word).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_plain(runs: Sequence[str]) -> bool:
    """Whether words hold no letters but plain ones."""
    return all(run.isascii() for run in runs)
