"""The forms in which people write a period, in three languages, as (pattern, builder) pairs.

A builder answers with the text of a Period, or None where the form is understood to be no sure period.
``Y`` in the forms below is a year: four digits, or a word such as "next year", 내년, năm sau.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from assistant.dialogue.reading.words import ENGLISH_NUMBERS, KOREAN_COUNTING, VIETNAMESE_NUMBERS, pattern_of

Builder = Callable[["re.Match[str]", date, bool], str | None]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4,
    "final": 4,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR_WORDS = {
    "next year": 1, "this year": 0, "the current year": 0, "last year": -1,
    "내후년": 2, "내년": 1, "올해": 0, "금년": 0, "작년": -1, "지난해": -1,
    "năm sau": 1, "năm tới": 1, "sang năm": 1, "năm nay": 0, "năm ngoái": -1,
}  # fmt: skip
NUMBER_WORDS = {**ENGLISH_NUMBERS, **KOREAN_COUNTING, **VIETNAMESE_NUMBERS, "a": 1, "an": 1}

D4 = r"(?:19|20)\d\d(?!\d)"
_MON = rf"(?:{pattern_of(MONTHS)})"
_EN = rf"(?P<y>{D4}|next year\b|this year\b|last year\b)"
_KO = rf"(?P<y>(?<!\d){D4}\s?년도?|['’‘]\d\d\s?년도?|내후년|내년|올해|금년|(?<!재)작년|지난해)(?!\s*\d{{4}})(?!간|동안|째|치|차|대(?!상|비))"
_VI = rf"(?P<y>(?:năm\s+)?{D4}|(?<!\d )(?<!\d)(?:năm (?:sau|tới|nay|ngoái)|sang năm))"
_L = r"(?<![\w.,/'-])"
_GLUE = r"(?:\s*,\s*|\s+(?:of\s+)?|\s*[-/]\s*)"
_VGLUE = r"(?:\s*[/,-]\s*|\s+(?:của\s+)?)"


def _year(match: re.Match[str], today: date) -> int:
    text = " ".join(match["y"].casefold().split())
    if text in _YEAR_WORDS:
        return today.year + _YEAR_WORDS[text]
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _part(text: str) -> int:
    text = text.casefold()
    return int(_ORDINALS.get(text) or _ROMAN.get(text) or text)


def _of_year(match: re.Match[str], today: date, _: bool) -> str | None:
    return str(_year(match, today))


def _quarter(match: re.Match[str], today: date, _: bool) -> str | None:
    return f"{_year(match, today)}-Q{_part(match['q'])}"


def _half(match: re.Match[str], today: date, _: bool) -> str | None:
    word = match["h"].casefold()
    if word in ("last", "final"):
        return f"{_year(match, today)}-H2"
    number = 1 if word in ("상", "전", "đầu", "first", "1st", "1") else 2
    return f"{_year(match, today)}-H{number}"


def _month(match: re.Match[str], today: date, _: bool) -> str | None:
    number = MONTHS.get(match["m"].casefold()) or int(match["m"])
    return f"{_year(match, today)}-{number:02}" if 1 <= number <= 12 else None


def _day(match: re.Match[str], today: date, _: bool) -> str | None:
    month = MONTHS.get(match["m"].casefold()) or int(match["m"])
    return _valid(_year(match, today), month, int(match["d"]))


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric_day(match: re.Match[str], _: date, day_first: bool) -> str | None:
    """``a/b/Y``: day first if only that exists or the language says so; else only if both ways agree."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    ways = {_valid(year, second, first)}
    if not day_first:
        ways.add(_valid(year, first, second))
    ways.discard(None)
    return ways.pop() if len(ways) == 1 else None


def _within(match: re.Match[str], today: date, _: bool) -> str | None:
    word = match["n"].casefold()
    count = NUMBER_WORDS.get(word) or (int(word) if word.isdecimal() else 0)
    unit = match["u"].casefold()
    if not 0 < count <= 600:
        return None
    if unit.startswith(("day", "일", "ngày")):
        return (today + timedelta(days=count)).isoformat()
    if unit.startswith(("week", "주", "tuần")):
        return (today + timedelta(weeks=count)).isoformat()
    months = count if unit.startswith(("month", "개월", "달", "tháng")) else 12 * count
    index = today.year * 12 + today.month - 1 + months
    return f"{index // 12}-{index % 12 + 1:02}" if index // 12 < 3000 else None


def _near_month(shift: int) -> Builder:
    def build(_: re.Match[str], today: date, __: bool) -> str | None:
        index = today.year * 12 + today.month - 1 + shift
        return f"{index // 12}-{index % 12 + 1:02}"

    return build


def _near_quarter(shift: int) -> Builder:
    def build(_: re.Match[str], today: date, __: bool) -> str | None:
        index = today.year * 4 + (today.month - 1) // 3 + shift
        return f"{index // 4}-Q{index % 4 + 1}"

    return build


def _today(_: re.Match[str], today: date, __: bool) -> str | None:
    return today.isoformat()


def _never(_: re.Match[str], __: date, ___: bool) -> str | None:
    """A form that is recognised so that nothing inside it is taken for a period."""
    return None


_EN_COUNT = rf"(?P<n>\d{{1,3}}|{pattern_of([*ENGLISH_NUMBERS, 'a', 'an'])})"
_EN_UNIT = r"(?P<u>days?|weeks?|months?|years?)"
_VI_COUNT = rf"(?P<n>\d{{1,3}}|{pattern_of(VIETNAMESE_NUMBERS)})"
_KO_COUNT = rf"(?P<n>\d{{1,3}}|{pattern_of(KOREAN_COUNTING)})"
_FORMS: tuple[tuple[str, Builder], ...] = (
    # Digits only
    (rf"{_L}(?P<y>{D4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?![\d/]|-\d)", _day),
    (rf"{_L}(?P<y>{D4})/(?P<m>\d\d?)/(?P<d>\d\d?)(?![\d/-])", _day),
    (rf"{_L}(?P<y>{D4})\.\s?(?P<m>\d\d?)\.\s?(?P<d>\d\d?)(?!\d|\.\d)\.?", _day),
    (rf"{_L}(?P<y>{D4})\.\s?(?P<m>\d\d?)\.(?!\s?\d)", _month),
    (rf"{_L}(?P<y>{D4})\.\s(?P<m>\d\d?)(?=\s*$)", _month),
    (rf"{_L}(?P<y>{D4})-(?P<m>0[1-9]|1[0-2])(?![\d/]|-\d)", _month),
    (rf"{_L}(?P<a>\d\d?)([/.-])(?P<b>\d\d?)\2(?P<y>{D4})(?![/-]|\.\d)", _numeric_day),
    (rf"{_L}{D4}\s?[/-]\s?\d\d?(?!\d|[/.-]\d)", _never),  # 2026/27, 2027-28
    # English
    (rf"{_L}(?P<y>{D4})[- ]?(?:Q|quý\s*)(?P<q>[1-4])(?!\w)", _quarter),
    (rf"{_L}(?P<y>{D4})[- ]?H(?P<h>[12])(?!\w)", _half),
    (rf"\bQ(?P<q>[1-4]){_GLUE}{_EN}", _quarter),
    (rf"\b(?P<q>[1-4])Q{_GLUE}{_EN}", _quarter),
    (rf"\bH(?P<h>[12]){_GLUE}{_EN}", _half),
    (rf"\b(?P<q>{pattern_of(_ORDINALS)})\s+quarter{_GLUE}{_EN}", _quarter),
    (rf"\b(?P<h>first|second|1st|2nd|last|final)\s+half{_GLUE}{_EN}", _half),
    (rf"\b(?P<m>{_MON})(?:\.\s*|{_GLUE}){_EN}", _month),
    (rf"{_L}(?P<d>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m>{_MON})\.?[,\s-]+(?P<y>{D4})", _day),
    (rf"\b(?P<m>{_MON})\.?\s+(?:the\s+)?(?P<d>\d\d?)(?:st|nd|rd|th)?(?:\s*,\s*|\s+){_EN}", _day),
    (rf"\b(?:FY|(?:fiscal|financial)\s+year)\s?(?P<y>{D4})(?!\s*[/-]\s*\d)(?!\s*[QH]\d)", _of_year),
    (r"\b(?:[QH]\d|[a-z]+ (?:quarter|half))(?:\s+of)?\s+(?:FY|(?:fiscal|financial) year)\s?\d{2,4}", _never),
    (rf"\b(?:FY|(?:fiscal|financial|academic|school)\s+year)\s?{D4}\s*[/QHqh-]", _never),
    (r"(?<!academic )(?<!school )(?<!calendar )\byear\s+(?P<y>(?:19|20)\d\d)(?![\d/-])(?!\s*[QH]\d)", _of_year),
    (rf"\bwithin\s+(?:the\s+)?(?:next\s+)?{_EN_COUNT}\s+{_EN_UNIT}(?:\s+from\s+(?:now|today))?\b", _within),
    (rf"\b{_EN_COUNT}\s+{_EN_UNIT}\s+from\s+(?:now|today)\b", _within),
    (r"(?<!the )(?<!the very )\b(?P<y>next year|this year|last year)\b(?!')", _of_year),
    (r"\bnext month\b", _near_month(1)), (r"\bthis month\b", _near_month(0)),
    (r"\bnext quarter\b", _near_quarter(1)), (r"\bthis quarter\b", _near_quarter(0)),
    (r"^\s*today\s*$", _today),
    # Korean
    (rf"{_KO}\s*(?P<m>\d\d?)\s?월\s*(?P<d>\d\d?)\s?일", _day),
    (rf"{_KO}\s*(?P<m>\d\d?)\s?월(?!\s*\d)", _month),
    (rf"(?<!\d)(?P<y>{D4})\.\s?(?P<m>\d\d?)\s?월(?!\s*\d)", _month),
    (rf"{_KO}\s*(?:제\s?)?(?P<q>[1-4])\s?(?:/\s?4)?\s?분기", _quarter),
    (rf"{_KO}\s*(?P<h>[상하전후])반기", _half),
    (rf"{_KO}(?!\s*(?:\d|제\s?\d))", _of_year),
    (rf"{_KO}(?=\s*(?:\d|제))", _never),
    (rf"(?<![\w.]){_KO_COUNT}\s?(?P<u>일|주|개월|달|년)\s?(?:이내|안에|내에|내로|내)(?![가-힣])", _within),
    (r"(?:다음\s?달|내달)(?=$|[\s까말에]|부터)", _near_month(1)), (r"이번\s?달(?=$|[\s까말에])", _near_month(0)),
    (r"다음\s?분기", _near_quarter(1)), (r"이번\s?분기", _near_quarter(0)), (r"^\s*오늘\s*$", _today),
    # Vietnamese
    (rf"\b(?:quý|q)\s*(?P<q>[1-4]|I{{1,3}}|IV){_VGLUE}{_VI}", _quarter),
    (rf"\bnửa\s+(?:năm\s+)?(?P<h>đầu|cuối|sau)\s+{_VI}", _half),
    (rf"\b(?:6|sáu)\s+tháng\s+(?P<h>đầu|cuối)\s+(?:của\s+)?{_VI}", _half),
    (rf"\bngày\s+(?P<d>\d\d?)\s+tháng\s+(?P<m>\d\d?)\s+{_VI}", _day),
    (rf"(?<!ngày )(?<!\d )\b(?:tháng\s?|t(?=\d\d?/))(?P<m>\d\d?){_VGLUE}{_VI}(?!/)", _month),
    (rf"\bngày\s+\d\d?\s+tháng\s+\d\d?(?!\s*(?:năm|{D4}))", _never),
    (rf"\b(?P<y>năm\s+{D4})(?!\s*[-/]\s*\d\d(?!\d))", _of_year),
    (r"(?<!\d )(?<!\d)(?<!một )(?<!hai )(?<!ba )(?<!bốn )(?<!vài )(?<!những )(?<!các )\b"
     r"(?P<y>năm (?:sau|tới|nay|ngoái)|sang năm)(?!\w)", _of_year),
    (rf"\btrong\s+(?:vòng|thời gian)\s+{_VI_COUNT}\s+(?P<u>ngày|tuần|tháng|năm)(?:\s+tới)?(?!\w)", _within),
    (rf"\btrong\s+{_VI_COUNT}\s+(?P<u>ngày|tuần|tháng|năm)\s+tới(?!\w)", _within),
    (r"\btháng (?:sau|tới)(?!\w)", _near_month(1)), (r"\btháng này(?!\w)", _near_month(0)),
    (r"\bquý (?:sau|tới)(?!\w)", _near_quarter(1)), (r"\bquý này(?!\w)", _near_quarter(0)),
    (r"^\s*hôm nay\s*$", _today),
)  # fmt: skip


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[re.Pattern[str], Builder], ...]:
    """The compiled forms; compiled at first use, so that importing stays cheap."""
    return tuple((re.compile(pattern, re.I), builder) for pattern, builder in _FORMS)
