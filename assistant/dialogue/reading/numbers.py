"""Numbers as people write them: ``1,200``, ``3.5``, ``40k``, ``3억 5천만``, ``1,5 tỷ``.

A digit group that can be read two ways (``1.200``) is read only if the text or the currency decides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import MAX_VALUE_TEXT, normalise
from assistant.dialogue.reading.periods import mask_periods
from assistant.dialogue.reading.words import ALL_NUMBERS, is_doubtful, is_strict, is_vietnamese

_MAX_DIGITS = 24
_TOKEN = Lazy(r"(?<![\w.,:/])(?<![\w.)]-)[-\u2212]?\d+(?:[.,]\d+)*")
_SCALES: dict[str, Decimal] = {
    **dict.fromkeys(("thousand", "nghìn", "ngàn", "천", "k"), Decimal(10**3)),
    **dict.fromkeys(("million", "mn", "mln", "triệu", "tr"), Decimal(10**6)),
    **dict.fromkeys(("billion", "bn", "tỷ", "tỉ"), Decimal(10**9)),
    **dict.fromkeys(("trillion", "tn", "조"), Decimal(10**12)),
    "십": Decimal(10),
    **dict.fromkeys(("백", "hundred", "trăm"), Decimal(100)),
    "만": Decimal(10**4),
    "억": Decimal(10**8),
}
_WESTERN_SCALE = Lazy(
    r"(?:\s?(thousand|million|mln|mn|billion|bn|trillion|tn|hundred|nghìn|ngàn|triệu|tr|tỷ|tỉ|trăm)|(k))(?![a-zà-ỹđ])",
    re.I,
)
_KOREAN_SCALE = Lazy(r"\s?([십백천만억조])")
_MONEY_SCALE = Lazy(r"\s?(m|b)(?![a-zà-ỹđ])", re.I)
_NEXT_TERM = Lazy(r"\s?(\d+(?:[.,]\d+)*)")
# "Article 5", "Phase 2", "제3", "Nghị định 13": names that hold a number.
_NAMED = Lazy(
    r"(?:\b(?:articles?|sections?|chapters?|clauses?|steps?|phases?|levels?|stages?|versions?|goals?|objectives?|"
    r"decrees?|laws?|acts?|no\.?|numbers?|pages?|p\.|appendix|annex|types?|tiers?|iso|web|government|item|line|room|"
    r"top|option|resolution|industry|vision|agenda|điều|khoản|chương|mục|số|bước|giai đoạn|mức|cấp|phụ lục|thứ|"
    r"quý|tháng|ngày|khóa|nghị quyết|nghị định|quyết định|thông tư|luật|đề án|chính phủ)|#|제|정부)[ \t]*$",
    re.I,
)
_RANGE = Lazy(r"\s?[-–—~\u2212]\s?\d|[/:]\d|\s?(?:에서|to|đến)\s+\d", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: ``value`` is None where digits stand that cannot be read surely.

    ``scaled`` tells that a scale word was part of it ("3 million").
    """

    value: Decimal | None
    start: int
    end: int
    scaled: bool = False


def parse_digits(digits: str, *, vietnamese: bool = False) -> Decimal | None:
    """The value of ``1,200``-like digits, or None if the groups can be read in two ways."""
    if len(digits) > _MAX_DIGITS + 8:
        return None
    for group, point in ((",", "."), (".", ",")):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{group}\d{{3}})+(?:\{point}\d+)?", digits):
            single = digits.count(group) == 1 and point not in digits
            if single and vietnamese != (group == "."):
                return None
            return _bounded(digits.replace(group, "").replace(point, "."))
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return _bounded(digits)
    if vietnamese and re.fullmatch(r"\d+,\d+", digits):
        return _bounded(digits.replace(",", "."))
    return None


def _bounded(digits: str) -> Decimal | None:
    """The number, if a plan can hold it exactly: 18 digits before the point, six behind it."""
    whole, _, part = digits.partition(".")
    return Decimal(digits) if len(whole) <= 18 and len(part) <= 6 else None


def _chain(text: str, position: int, money: bool) -> tuple[Decimal, int]:
    """The product of the scale words at the position ("nghìn tỷ", "백만") and where they end."""
    product = Decimal(1)
    for _ in range(3):
        match = _WESTERN_SCALE.match(text, position) or _KOREAN_SCALE.match(text, position)
        if match is None or (product > 1 and match.group().startswith(" ") and match[1] in "십백천만억조"):
            break
        word = (match[1] or match.group(match.lastindex or 1)).casefold()
        product *= _SCALES[word]
        position = match.end()
    if product == 1 and money and (match := _MONEY_SCALE.match(text, position)):
        return Decimal(10**6 if match[1] in "mM" else 10**9), match.end()
    return product, position


def _terms(text: str, first: re.Match[str], vietnamese: bool, money: bool) -> Number:
    """Read on from the first digits: scale words, then smaller terms ("3억 5천만", "1 tỷ 200 triệu")."""
    total = Decimal(0)
    start, end, previous = first.start(), first.end(), Decimal(0)
    digits = first.group().lstrip("-\u2212")
    while True:
        scale, after = _chain(text, end, money)
        decimal_comma = vietnamese or text[end:after].strip().casefold() in (
            "nghìn",
            "triệu",
            "tỷ",
            "tỉ",
            "tr",
        )
        value = parse_digits(digits, vietnamese=decimal_comma)
        if value is None:
            return Number(None, start, after)
        total += value * scale
        end, term = after, _NEXT_TERM.match(text, after)
        if scale < 1000 or term is None:
            break
        smaller, after_term = _chain(text, term.end(), money)
        glued = smaller == 1 and term.start() == term.start(1) and scale == 10**4
        if not (glued or 1 < smaller < scale) or (previous and scale >= previous) or after_term == end:
            break
        previous, digits, end = scale, term[1], term.end()
    negative = first.group()[0] in "-\u2212"
    total = total.normalize() if total == total.to_integral() else total
    bounded = _bounded(format(total, "f"))
    return Number(
        -bounded if negative and bounded is not None else bounded, start, end, previous > 0 or scale > 1
    )


# What turns digits into something else than a number: a month, a place in an order, a scale that is not known here.
_OTHER_AFTER = Lazy(
    r"월(?!간)|\s?분기|호(?![가-힣])|차(?!례|량)|위(?=$|[\s.,]|를|로|가)|시(?![간가-힣])|할(?![가-힣])|\s?여(?=\s?[가-힣])|-[a-zà-ỹ]"
    r"|\s?(?:crores?|lakhs?|mio|mrd|bio|mil|juta|miliar|ribu|tsd|vạn|dozens?)\b",
    re.I,
)
_UNITLESS_JO = Lazy(r"조(?!\s?(?:원|달러|유로|엔|위안|동|개|\d))")
_SIGN_APART = Lazy(r"\A\s*[-\u2212–—]\s+\Z|±\s?\Z")
_PROPER = Lazy(
    r"(?<![\w-])(?!(?:target|baseline|about|value|total|currently|now|approximately|around|at|least|most|only|roughly|up|to|"
    r"by|is|from|some|score|be|reach|khoảng|tối|ít|hiện|nay|mục|đạt|giá|chỉ|trị)\b)[A-Za-zÀ-ỹ]+ $",
    re.I,
)


def _is_name(text: str, number: Number, money: bool) -> bool:
    """Whether the digits end a name ("Windows 11") or begin a word ("5G", "2nd")."""
    following = text[number.end : number.end + 1]
    if following.isalpha() and following.isascii():
        return not _unit_follows(text, number)
    if money:  # "EUR 40" is an amount
        return False
    before = _PROPER.search(text, max(0, number.start - 24), number.start)
    return before is not None and before.group()[0].isupper() and not text[number.end :].strip(" .!")


def _is_unsure(text: str, number: Number, money: bool) -> bool:
    """Whether the digits may stand for something else than the number they look like."""
    return bool(
        _RANGE.match(text, number.end)
        or _OTHER_AFTER.match(text, number.end)
        or _SIGN_APART.search(
            text[: number.start] if number.start <= 6 else text[number.start - 2 : number.start].lstrip("- ")
        )
        or (not money and _UNITLESS_JO.match(text, number.end - 1))
    )


def scan_numbers(text: str, *, vietnamese: bool | None = None, money: bool = False) -> list[Number]:
    """All numbers of a normalised text, in order; parts of names, dates, times and codes are left out.

    ``money`` allows ``m`` and ``b`` for million and billion.
    """
    vietnamese = is_vietnamese(text) if vietnamese is None else vietnamese
    found: list[Number] = []
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        if _NAMED.search(text, max(0, match.start() - 24), match.start()):
            continue
        number = _terms(text, match, vietnamese, money)
        position = max(position, number.end)
        if _is_unsure(text, number, money):
            number = Number(None, number.start, number.end)
        elif _is_name(text, number, money):
            continue
        found.append(number)
    return found


_GLUED_UNIT = Lazy(
    r"(?:kg|km|ms|gb|tb|mb|mbps|gbps|hrs?|h|min|mins|days?|pts?|won|vnd|krw|usd|eur|pp|x)(?![a-z])", re.I
)


def _unit_follows(text: str, number: Number) -> bool:
    return _GLUED_UNIT.match(text, number.end) is not None


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(ALL_NUMBERS, key=len, reverse=True))
    return re.compile(rf"\s*({words})\s*[.!]?\s*", re.I)


def the_only(numbers: Iterator[Number] | list[Number], text: str) -> Number | None:
    """The one number of the text, if there is just one, it is sure, and it is not a bound outside itself."""
    numbers = list(numbers)
    if len(numbers) != 1 or numbers[0].value is None:
        return None
    number = numbers[0]
    return None if is_strict(text, number.start, number.end) or is_doubtful(text) else number


def read_number(text: str) -> Found[Decimal] | None:
    """The one number of the text; None if there are several, or if it can be read in two ways.

    "about 5", "at least 5" and "85%" are read as the number they name; "more than 5" is not.
    """
    text = normalise(text)
    if len(text) > MAX_VALUE_TEXT:
        return None
    if match := _word_pattern().fullmatch(text):
        return Found(Decimal(ALL_NUMBERS[match[1].casefold()]), match.start(1), match.end(1))
    number = the_only(scan_numbers(mask_periods(text)), text)
    if number is None or number.value is None:
        return None
    return Found(number.value, number.start, number.end)
