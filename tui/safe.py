"""Text from people, documents and models made safe to draw: nothing in it can steer the terminal.

Every text that reaches a widget passes through `clean` (or `neutral` where positions must not move).
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, clearing, mouse
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC: title, clipboard, links
    r"|\x9b[0-?]*[ -/]*[@-~]|[\x90\x98\x9d-\x9f].*?(?:\x07|\x1b\\|\x9c)"  # the same in C1
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS = "\u200c\u200d"
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_FORMAT = frozenset("\u00ad\u0600\u0601\u0602\u0603\u0604\u06dd\u070f")
_TAB = "    "
_PLAIN = re.compile(r"[\n\x20-\x7e\xa1-\xac\xae-\u02ff\u1e00-\u1fff\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]*")


def clean(text: str) -> str:
    """Return `text` as it may be drawn: line feeds kept, tabs as four spaces, no control characters.

    Escape sequences go whole, so that no remains are left to read. What overrides or isolates the writing
    direction is replaced by U+FFFD, because it lies about the order of what is read; unpaired surrogates
    too, because they cannot be written out. Zero-width characters go, except joiners between two letters
    or signs, which scripts and emoji need. `clean(clean(x)) == clean(x)`.
    """
    if _PLAIN.fullmatch(text):
        return text
    lines = _SEQUENCE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", _TAB))
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n")
    shown = "".join(_shown(letter) for letter in lines)
    return "".join(
        letter for place, letter in enumerate(shown) if letter not in _JOINERS or _joins(shown, place)
    )


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line, for labels, titles and rows."""
    return " ".join(clean(text).split())


def for_editing(text: str) -> str:
    """Return `text` for an editor: as `clean`, but tabs stay (tables come with them) and so do directions."""
    lines = _SEQUENCE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        letter if letter in _DIRECTION or letter == "\t" else _shown(letter, "") for letter in lines
    )


def neutral(line: str) -> str:
    """Return one line of an editor with as many characters as before, each of them harmless to draw."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(
        letter if letter == "\t" or letter in _JOINERS or _shown(letter) == letter else REPLACEMENT
        for letter in line
    )


def _shown(letter: str, instead: str = REPLACEMENT) -> str:
    """Return what stands for one character: itself, nothing, or U+FFFD."""
    if letter == "\n" or letter in _JOINERS or letter in _KEPT_FORMAT:
        return letter
    if letter in _DIRECTION:
        return instead or letter
    kind = unicodedata.category(letter)
    if kind == "Cs":
        return REPLACEMENT
    return "" if kind in {"Cc", "Cf", "Zl", "Zp"} else letter


def _joins(text: str, place: int) -> bool:
    """Whether the joiner at `place` stands between two visible characters."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return all(side and not side.isspace() and side not in _JOINERS for side in (before, after))
