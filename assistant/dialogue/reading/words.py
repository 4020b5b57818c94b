"""The grammar words that several readers share: small numbers, doubt, Vietnamese spelling.

They are grammar, not wording: they are matched, never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.dialogue.reading.lazy import Lazy

ENGLISH_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
KOREAN_NUMBERS = {
    "하나": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip
KOREAN_COUNTING = {"한": 1, "두": 2, "세": 3, "네": 4, **{k: v for k, v in KOREAN_NUMBERS.items() if v > 4}}
# Without "năm" (five): it is also the word for year.
VIETNAMESE_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
ALL_NUMBERS = {**ENGLISH_NUMBERS, **KOREAN_NUMBERS, **VIETNAMESE_NUMBERS}

_VIETNAMESE = Lazy(
    r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]|\b(?:ngày|tháng|không|cho|và|là|có|vnd)\b", re.I
)
_DOUBT = Lazy(
    r"\b(?:maybe|perhaps|possibly|probably|might|not|isn't|unsure|unclear|i think|guess|(?:^|(?<=[,.!;–—-] ))wait(?=$|[\s,.!;–—-])|actually|instead(?! of)|"
    r"unless|depending|depends|tbd|tbc|có lẽ|có thể|chắc là|không phải|chưa|hay là|hoặc)\b"
    r"|아마|글쎄|아니|미정|혹은|또는|확실하지|모르|인가요|일까요|않|\?",
    re.I,
)
_STRICT = Lazy(
    r"\b(?:more than|less than|fewer than|greater than|over|under|above|below|beyond|almost|nearly|"
    r"between|hơn|dưới|trên|vượt|gần|chưa đến|chưa tới)\s*[₩$€£¥₫]?\s*$",
    re.I,
)
_STRICT_AFTER = Lazy(
    r"\s*[^\s\d,.;]{0,8}?\s?(?:미만|초과|넘게|가까이)|\s*[<>]|\s*\+|\s*(?:or more|or less|or fewer|or so|or)\b"
    r"|\s*(?:trở lên|trở xuống|đổ lên|hoặc|rưỡi)(?!\w)", re.I
)  # fmt: skip


def is_vietnamese(text: str) -> bool:
    """Whether the text is surely written in Vietnamese, where ``1.200`` is twelve hundred."""
    return _VIETNAMESE.search(text) is not None


def is_doubtful(text: str) -> bool:
    """Whether the text hedges, denies or asks, so that a value in it must not be taken for an answer."""
    return _DOUBT.search(text) is not None


def is_strict(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a bound that the value itself lies outside of ("more than 5")."""
    before = text[max(0, start - 24) : start]
    return (
        before.rstrip().endswith(("<", ">"))
        or _STRICT.search(before) is not None
        or _STRICT_AFTER.match(text, end) is not None
    )


def pattern_of(words: Iterable[str]) -> str:
    """An alternation of the words, longest first, for use inside a regular expression."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
