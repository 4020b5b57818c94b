"""The marks the screen is drawn with, in Unicode and, where the locale cannot promise it, in ASCII.

The Unicode marks are narrow in every East Asian width table, so that columns line up on a Korean terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = "GOVPLAN_GLYPHS"
_TYPOGRAPHY = str.maketrans(
    {
        "…": "...", "·": "-", "•": "*", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"',
        "→": "->", "←": "<-", "↑": "^", "↓": "v", "✓": "+", "×": "x", "≥": ">=", "≤": "<=", "\u00a0": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of marks; each takes one cell, except the ellipsis in ASCII."""

    ascii: bool
    done: str
    here: str
    started: str
    empty: str
    look: str
    suggested: str
    deferred: str
    needed: str
    bullets: str
    """One for each depth of a list; deeper ones take the last."""
    bar: str
    line: str
    ellipsis: str

    def plain(self, text: str) -> str:
        """Return our own wording as this set can show it; what people wrote never comes here."""
        return text.translate(_TYPOGRAPHY) if self.ascii else text


UNICODE = Glyphs(False, "✓", "▸", "◦", " ", "!", "~", "»", "*", "•◦-", "▏", "─", "…")
ASCII = Glyphs(True, "+", ">", "-", " ", "!", "~", "%", "*", "*-.", "|", "-", "...")


def choose(environ: Mapping[str, str]) -> Glyphs:
    """Return the set that the locale in `environ` can show; GOVPLAN_GLYPHS=ascii or =unicode decides alone.

    Python itself sets LC_CTYPE to C.UTF-8 when it starts under LANG=C, so that value alone promises nothing.
    """
    wish = environ.get(VARIABLE, "").strip().lower()
    if wish in {"ascii", "unicode"}:
        return ASCII if wish == "ascii" else UNICODE
    ctype = environ.get("LC_CTYPE", "")
    lang = environ.get("LANG", "")
    coerced = ctype.lower() in {"c.utf-8", "c.utf8"} and lang.upper() in {"", "C", "POSIX"}
    locale = environ.get("LC_ALL", "") or ("" if coerced else ctype) or lang
    return UNICODE if "utf" in locale.lower() else ASCII
