"""Which encoding a text is in, and the text itself.

A byte order mark decides, then UTF-8, then UTF-16 by its pattern. What remains are old code pages, where nearly
every sequence of bytes means something: each candidate is decoded and judged by what it reads like. Korean (CP949)
shows in pairs of bytes from the block of common syllables, Vietnamese (windows-1258, TCVN3) in whole syllables.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

TCVN3 = "tcvn3"
_SAMPLE = 200_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# TCVN 5712:1993 VN3, "ABC" fonts: one byte a letter. In the upper half the order of the standard.
_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "A1A2A3A4A5A6A7A8A9AAABACADAEB5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDDDEDFE1E2E3E4"
            "E5E6E7E8E9EAEBECEDEEEFF1F2F3F4F5F6F7F8F9FAFBFCFDFE"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = "".join(chr(code) if code < 128 else _TCVN3.get(code, "\ufffd") for code in range(256))
_VOWEL = "aăâeêioôơuưy"
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[{_VOWEL}]{{1,3}}(?:ch|ng|nh|[cmnpt])?",
    re.IGNORECASE,
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")
_KOREAN_PAIR = re.compile(rb"[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe]")


def decode(data: bytes) -> tuple[str, str] | None:
    """The text and the name of its encoding; None where the bytes are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name) or (data.decode(name, "replace"), name)
    found = (_utf16(data) or _utf8(data)) if 0 in data else (_utf8(data) or _code_page(data))
    return found if found and _is_text(found[0]) else None


def decode_as(data: bytes, name: str) -> tuple[str, str] | None:
    """The text in the encoding that it says it has; None where that is not so, or there is no such encoding."""
    try:
        name = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    # What the web calls EUC-KR and Latin-1 is CP949 and windows-1252.
    return _strict(data, {"euc_kr": "cp949", "iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name))


def _strict(data: bytes, name: str) -> tuple[str, str] | None:
    try:
        return data.decode(name), name
    except (UnicodeError, LookupError):
        return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8, also where a byte here and there was lost on the way."""
    if found := _strict(data, "utf-8"):
        return found
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - lost
    return (text.replace("\ufffd", ""), "utf-8") if good >= 10 * lost else None


def _is_text(text: str) -> bool:
    """Few control characters, whatever else it is."""
    sample = text[:_SAMPLE]
    control = sum((char < " " and char not in "\t\n\r\f\x0b") or "\x7f" <= char < "\xa0" for char in sample)
    return control <= len(sample) // 50


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: the zeros of spaces and line ends all stand on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 or min(even, odd) * 20 > max(even, odd):
        return None
    return _strict(data, name)


def _code_page(data: bytes) -> tuple[str, str] | None:
    sample = data[:_SAMPLE]
    if _korean(sample) >= 0.8 and (found := _strict(data, "cp949")):
        return found
    best = max(("cp1258", TCVN3), key=lambda name: _vietnamese(_lenient(sample, name)))
    if _vietnamese(_lenient(sample, best)) >= 0.8:
        return _lenient(data, best), best
    if guessed := _guessed(sample):
        return _lenient(data, guessed), guessed
    return _strict(data, "cp1252") or _strict(data, "latin-1")


def _korean(data: bytes) -> float:
    """How many of the byte pairs are common syllables or marks, 0 to 1; nothing where bytes do not pair up."""
    pairs = _KOREAN_PAIR.findall(data)
    high = sum(byte >= 0x80 for byte in _KOREAN_PAIR.sub(b"", data))
    if not pairs or high > 1:  # one may have been cut off at the end of the sample
        return 0.0
    syllables = sum(0xB0 <= pair[0] <= 0xC8 and pair[1] >= 0xA1 for pair in pairs)
    marks = sum(0xA1 <= pair[0] <= 0xA8 and pair[1] >= 0xA1 for pair in pairs)
    return (syllables + marks) / len(pairs) if syllables else 0.0


def _vietnamese(text: str) -> float:
    """How many of the words with marks are Vietnamese syllables, 0 to 1."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = 0
    for word in words:
        bare = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word), count=1))
        # A capital is first or everywhere: in the wrong code page capitals stand anywhere.
        good += bool(_SYLLABLE.fullmatch(bare)) and (word.isupper() or word[1:].islower() or len(word) == 1)
    return good / len(words) if words else 0.0


def _lenient(data: bytes, name: str) -> str:
    if name == TCVN3:
        return codecs.charmap_decode(data, "replace", _TCVN3_TABLE)[0]
    return unicodedata.normalize("NFC", data.decode(name, "replace"))


def _guessed(sample: bytes) -> str | None:
    """Other languages' code pages, where the statistics are sure of them."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000]).best()
    if (
        best is None
        or best.chaos > 0.1
        or not best.language
        or best.language == "Unknown"
        or best.coherence < 0.2
    ):
        return None
    return str(best.encoding)
