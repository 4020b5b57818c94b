"""One form for all text that people type or paste, so that every reader sees the same characters."""

from __future__ import annotations

import unicodedata

from assistant.dialogue.reading.lazy import Lazy

MAX_VALUE_TEXT = 4_000
"""Characters beyond which no single value is looked for: such a text is a document, not an answer."""

# Terminal sequences: CSI (ESC [ … letter), OSC (ESC ] … BEL or ESC \), and two-character escapes.
_ESCAPES = Lazy(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"
    "|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]{0,16}[0-~]"
)
# C0 without \t and \n, DEL, C1, soft hyphen, zero-width, bidi marks and isolates, BOM, lone surrogates.
_DROPPED = Lazy(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LINE_ENDS = Lazy("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TABLE: dict[int, int | str] = {
    **{0xFF10 + digit: ord("0") + digit for digit in range(10)},
    0xFF1A: ":",
    0xFF0C: ",",
    0xFF1B: ";",
    0xFF05: "%",
    0xFF1F: "?",
    0xFF01: "!",
    0xFF08: "(",
    0xFF09: ")",
    0xFF5E: "~",
    0xFFE6: "₩",
    **dict.fromkeys((0x2024, 0x2219, 0x30FB, 0x0387, 0x22C5, 0xFF65, 0x318D, 0x119E), "·"),
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
}


def normalise(text: str) -> str:
    """Return the text in NFC with ``\\n`` line ends and without anything that cannot be seen.

    Terminal escape sequences, control characters (except tab and newline), zero-width and bidirectional
    controls and lone surrogates are removed; every kind of space becomes a plain space (removing it
    would join words); full-width digits and punctuation become ASCII; all middle dots become ``·``.
    Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _ESCAPES.sub("", _LINE_ENDS.sub("\n", text)))
    return unicodedata.normalize("NFC", text.translate(_TABLE))
