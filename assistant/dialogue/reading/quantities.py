"""Numbers with their unit: ``14 days``, ``85%``, ``3일``, ``15 ngày``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import MAX_VALUE_TEXT, normalise
from assistant.dialogue.reading.numbers import Number, scan_numbers
from assistant.dialogue.reading.periods import mask_periods
from assistant.dialogue.reading.words import (
    ENGLISH_NUMBERS,
    KOREAN_COUNTING,
    VIETNAMESE_NUMBERS,
    is_doubtful,
    is_strict,
    pattern_of,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as it was written ("days", "일"); percent in any language is ``%``."""

    value: Decimal
    unit: str | None = None


_PERCENT = {
    "%p": (
        "%p",
        "%포인트",
        "pp",
        "percentage points",
        "percentage point",
        "퍼센트포인트",
        "điểm phần trăm",
        "điểm %",
    ),
    "%": ("%", "percent", "per cent", "퍼센트", "프로", "phần trăm"),
}
_PERCENT_WORDS = {word: unit for unit, words in _PERCENT.items() for word in words}
_LATIN_UNITS = (
    "seconds", "second", "secs", "minutes", "minute", "mins", "min", "hours", "hour", "hrs", "hr", "working days",
    "working day", "business days", "business day", "calendar days", "days", "day", "weeks", "week", "months",
    "month", "years", "year", "points", "point", "pts", "people", "persons", "staff", "employees", "citizens",
    "users", "services", "systems", "agencies", "ministries", "offices", "cases", "times", "visits", "steps",
    "requests", "complaints", "applications", "documents", "transactions", "accounts", "datasets", "data sets",
    "kg", "km", "gb", "tb", "mb", "mbps", "gbps", "ms", "won", "euros", "dollars", "dong",
    "ngày làm việc", "ngày", "tuần", "tháng", "năm", "giờ", "phút", "giây", "điểm", "người", "cán bộ", "hồ sơ",
    "dịch vụ", "lượt", "lần", "hệ thống", "cơ quan", "bước", "trường hợp", "đơn vị", "đồng", "công dân", "hộ",
)  # fmt: skip
_KOREAN_UNITS = (
    "영업일", "근무일", "개월", "일", "주일", "주", "시간", "분", "초", "년", "개년", "명", "개소", "개 기관", "개", "건", "회",
    "점", "곳", "종", "대", "배", "가지", "인", "번", "쪽", "페이지", "원", "세대", "가구", "사람", "달",
)  # fmt: skip
_PARTICLES = (
    r"(?:까지|이상|이하|이내|에서|으로|로|정도|이|가|을|를|은|는|에|의|와|과|씩|간|입니다|이에요|예요)"
)
_UNIT = Lazy(
    rf"\s?(?:(?P<percent>{pattern_of(_PERCENT_WORDS)})(?![a-z%])"
    rf"|(?P<korean>{pattern_of(_KOREAN_UNITS)})(?={_PARTICLES}|[^가-힣]|$)"
    rf"|(?P<latin>{pattern_of(_LATIN_UNITS)})(?!\w))",
    re.I,
)
_PER = Lazy(
    r"\s?(?:/\s?|per\s+|an?\s+|mỗi\s+)(?:hồ sơ|trường hợp|dịch vụ|đơn vị|[^\W\d_]{1,16})(?:\s(?:case|cases|request|application|citizen|user))?",
    re.I,
)
_FREE_UNIT = Lazy(r"\s?([^\W\d_][\w'-]*(?:[ ][^\W\d_][\w'-]*){0,2})\s*(?=$|[.,;)!\n])")
_STOP = Lazy(
    r"\b(?:of|in|by|and|or|to|from|for|with|the|is|are|was|at|on|per|out|a|an|và|của|trong|đến|là|cho|với|từ)\b",
    re.I,
)
_WORD_QUANTITY = Lazy(
    rf"\s*(?P<number>{pattern_of([*ENGLISH_NUMBERS, *KOREAN_COUNTING, *VIETNAMESE_NUMBERS])})(?P<unit>\s?\S.*)",
    re.I,
)
_WORDS = {**ENGLISH_NUMBERS, **KOREAN_COUNTING, **VIETNAMESE_NUMBERS}


def _unit_at(text: str, position: int) -> tuple[str | None, int, bool]:
    """The unit that follows a number, where it ends, and whether what follows was understood."""
    match = _UNIT.match(text, position)
    if match is None:
        free = _FREE_UNIT.match(text, position)
        if free and not _STOP.search(free[1]):
            return free[1], free.end(1), True
        return None, position, not text[position : position + 1].isalpha()
    if match["percent"]:
        return _PERCENT_WORDS[match["percent"].casefold()], match.end(), True
    unit, end = (match["korean"] or match["latin"]), match.end()
    if per := _PER.match(text, end):
        unit, end = unit + per.group().rstrip(), per.end()
    return unit, end, True


def _scan(text: str) -> list[tuple[Number, Quantity | None, int]]:
    found = []
    for number in scan_numbers(mask_periods(text)):
        unit, end, understood = _unit_at(text, number.end)
        ok = number.value is not None and understood and not is_strict(text, number.start, end)
        found.append((number, Quantity(number.value, unit) if ok and number.value is not None else None, end))
    return found


def find_quantities(text: str) -> list[Found[Quantity]]:
    """All quantities of the text that are sure, in order; dates are not quantities."""
    text = normalise(text)
    if len(text) > MAX_VALUE_TEXT:
        return []
    return [
        Found(quantity, number.start, end) for number, quantity, end in _scan(text) if quantity is not None
    ]


def read_quantity(text: str) -> Found[Quantity] | None:
    """The one quantity of the text; None if there are several or it hedges ("maybe 5", "more than 5")."""
    text = normalise(text)
    if len(text) > MAX_VALUE_TEXT or is_doubtful(text):
        return None
    if (match := _WORD_QUANTITY.fullmatch(text)) and (unit := _UNIT.match(text, match.start("unit"))):
        name, end, _ = _unit_at(text, match.start("unit"))
        spaced = unit.group().startswith(" ") or unit["korean"]
        if spaced and not text[end:].strip(" .!"):
            number = Decimal(_WORDS[match["number"].casefold()])
            return Found(Quantity(number, name), match.start("number"), end)
    found = _scan(text)
    if len(found) != 1 or found[0][1] is None:
        return None
    return Found(found[0][1], found[0][0].start, found[0][2])
