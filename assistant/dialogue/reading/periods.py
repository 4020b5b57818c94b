"""Periods and spans of periods: ``Q3 2027``, ``2027년 하반기``, ``cuối năm 2027``, ``from 2027 to 2031``.

Precision is kept: "2027" stays a year. What leaves the period open ("early 2027", "before 2027",
"spring 2027", "March 31") is not read.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import MAX_VALUE_TEXT, normalise
from assistant.dialogue.reading.period_grammar import D4, MONTHS, NUMBER_WORDS, forms
from assistant.dialogue.reading.words import is_doubtful, is_vietnamese, pattern_of
from assistant.plan.values import Period

_CONTEXT = 40

_PREPOSITION = (
    r"(?:in|by|until|till|through|during|since|from|to|of|for|due|start(?:s|ing)?|begin(?:s|ning)?|end(?:s|ing)?|"
    r"deadline|year|between|and|target|baseline|các năm|năm|từ|đến|tới|trong|vào|hạn|từ năm|hết)"
)
_BARE_LEFT = Lazy(rf"(?:^|[:=(,;|\n\t]|[-–—~]|\b{_PREPOSITION}\b)\s*$", re.I)
_BARE_RIGHT = Lazy(
    r"\s*(?:$|[,;:)\]|!\n\t]|\.(?!\d)|[-–—~](?!\s?\d)|까지|부터|에서|(?:and|to|at|with|for|the|we|until|till|through|when|so|as|please|"
    r"đến|tới|và|thì)\b)",
    re.I,
)
_BARE = Lazy(rf"(?<![\w.,/'’-])(?<!\d:)({D4})(?![\w%]|[.,]\d|[/'])")
_YEARS = Lazy(rf"(?<![\w.,/'’-])({D4})\s?[-–—~]\s?({D4})(?!\s*%|\s?[-–—/~]\s?\d|[.,]\d|[^\W년])")
_SLASHED_MONTH = Lazy(rf"(?<![\w.,/-])(\d\d?)/({D4})(?![\w/-])")

_END_LEFT = Lazy(
    r"(?:\bend of(?: the year)?|year[- ]end|(?:(?<=\bby )|(?<=\bto )|(?<=the ))end|cuối(?: năm)?|\bhết)\s*$",
    re.I,
)
_END_RIGHT = Lazy(r"\s?말(?![가-힣])|\s?말(?:까지|에|부터|로|경까지)?(?![가-힣])|\s+year[- ]end\b", re.I)
_END_APPROXIMATE = Lazy(r"\s?말\s?(?:경|쯤|무렵)")
_SOFT_LEFT = Lazy(
    r"(?:\b(?:early|mid|middle of|late|later in|beginning of|start of|opening of|before|prior to|after|post|pre|around|"
    r"about|circa|approximately|roughly|not|no|except|excluding|either|spring|summer|autumn|fall|winter|"
    r"weeks? of|day of|days of|months of|part of|decade|rest of|anniversary of|mùa \w+|đầu|giữa|khoảng|trước|sau|tầm|ngoài|"
    r"christmas|easter|tết|quarter|half|quarters of|close of|versions?|ver\.?|v\.?)(?:\s+(?:the|of|in|năm|ngày|tháng|quý|khi))*|[~<>≤≥]|초|중|약|대략)\s*[-–]?\s*$",
    re.I,
)
_SOFT_RIGHT = Lazy(
    r"\s?(?:초(?!등|과)|중순|중반|하순|상순|중(?![가-힣])|이전|이후|전(?:까지|에)?(?![가-힣])|후(?![가-힣])|경(?![가-힣제])|쯤|무렵|"
    r"봄|여름|가을|겨울|연초|초순|대비|기준으로)|\s+(?:or (?:later|earlier|so|after|before|beyond)|at the earliest|onwards?)\b"
    r"|\s*(?:trở đi|trở về sau|trở về trước)|\s*['’]s\b|s\b|\s?년대",
    re.I,
)
_RELATIVE_START = Lazy(r"\s*(?:of|after|following|from|since|once|sau|kể từ|tính từ)\b", re.I)
_RELATIVE_LEFT = Lazy(r"(?:후|부터|이후|뒤|\d{4}년|not|sau khi .{0,20})\s*$", re.I)
_OPEN_LEFT = Lazy(
    rf"(?:\b(?:{pattern_of(MONTHS)}|[QHT][1-4]|quý \w+|tháng \d+|(?:first|second|third|1st|2nd|3rd)(?: quarter| half)?)"
    r"|\d\s?(?:월|일|분기)|(?<!\d)\d{1,2}(?:st|nd|rd|th)?)\s*(?:[-–—~/&,+]|to|until|and|or|hoặc|đến|và|부터|에서)\s*$",
    re.I,
)
_RANGE_SEP = Lazy(
    r"\s*(?:[-–—~]|to|until|till|through|부터|에서|đến(?: hết)?|tới)\s*(?:the end of\s*|từ\s*)?", re.I
)
_BETWEEN = Lazy(r"\bbetween\s*$", re.I)
_DURATION_AFTER = Lazy(
    r"\s*(?:부터\s*(?:향후\s*)?(?P<n>\d{1,2})\s?(?:년간|개년|년\s동안)|,?\s*for\s+(?P<e>\d{1,2}|[a-z]+)\s+years\b"
    r"|\s*trong\s+(?P<v>\d{1,2})\s+năm(?!\w))",
    re.I,
)
_DURATION_BEFORE = Lazy(
    r"\b(?P<n>\d{1,2}|[a-z]+)[ -]years?\s+(?:starting\s+|beginning\s+)?(?:from|in)\s*$"
    r"|(?<!\w)(?P<v>\d{1,2}) năm (?:kể |tính )?từ(?: năm)?\s*$",
    re.I,
)


def _end_of(text: str) -> str:
    """The last month of a period, or the period itself where it is a month or a day."""
    period = Period(text)
    return text if period.precision in ("month", "day") else f"{period.year}-{period.last_day.month:02}"


def _bare(text: str) -> list[tuple[int, int, str | None]]:
    """Years and months written with digits alone, where the words around them say that they are dates."""
    found: list[tuple[int, int, str | None]] = []
    for match in _SLASHED_MONTH.finditer(text):
        left = text[max(0, match.start() - _CONTEXT) : match.start()]
        if 1 <= int(match[1]) <= 12 and _BARE_LEFT.search(left):
            found.append((*match.span(), f"{match[2]}-{int(match[1]):02}"))
    for match in _BARE.finditer(text):
        left = text[max(0, match.start() - _CONTEXT) : match.start()]
        if _BARE_LEFT.search(left) and _BARE_RIGHT.match(text, match.end()):
            found.append((*match.span(), match[1]))
    for match in _YEARS.finditer(text):
        found += [(*match.span(1), match[1]), (*match.span(2), match[2])]
    return found


def _candidates(text: str, today: date, day_first: bool) -> list[tuple[int, int, str | None]]:
    """Every period form in the text, longest first where several start together, none overlapping."""
    found = _bare(text)
    for pattern, build in forms():
        found += [(*match.span(), build(match, today, day_first)) for match in pattern.finditer(text)]
    kept: list[tuple[int, int, str | None]] = []
    for candidate in sorted(found, key=lambda c: (c[0], -c[1], c[2] is None)):
        if not kept or candidate[0] >= kept[-1][1]:
            kept.append(candidate)
    return kept


def _in_context(text: str, start: int, end: int, value: str, joined: bool) -> tuple[int, int, str | None]:
    """Apply the words around a period: "end of" sharpens it, "early" or "before" makes it unsure.

    ``joined`` tells that another period stands directly to the left, as in a span.
    """
    left = text[max(0, start - _CONTEXT) : start]
    if end_left := _END_LEFT.search(left):
        start, left, value = start - (len(left) - end_left.start()), left[: end_left.start()], _end_of(value)
    if _END_APPROXIMATE.match(text, end):
        return start, end, None
    if end_right := _END_RIGHT.match(text, end):
        end, value = end_right.end(), _end_of(value)
    soft = _SOFT_LEFT.search(left) and not (joined and left.rstrip().endswith("~"))
    if soft or _SOFT_RIGHT.match(text, end) or (_OPEN_LEFT.search(left) and not joined):
        return start, end, None
    return start, end, value


def _find(text: str, today: date, language: str | None) -> list[tuple[int, int, str | None]]:
    """The periods of a normalised text; value None marks one that is there but cannot be read."""
    if len(text) > MAX_VALUE_TEXT:
        return []
    candidates = _candidates(text, today, language == "vi" or is_vietnamese(text))
    found: list[tuple[int, int, str | None]] = []
    for start, end, value in candidates:
        joined = bool(found) and _RANGE_SEP.fullmatch(text, found[-1][1], start) is not None
        relative = "이내" in text[start:end] or re.match(r"within|trong|\w+ \w+ from", text[start:end], re.I)
        if value is not None and relative:
            left = text[max(0, start - _CONTEXT) : start]
            if _RELATIVE_START.match(text, end) or _RELATIVE_LEFT.search(left):
                value = None
        if value is None:
            found.append((start, end, None))
        else:
            found.append(_in_context(text, start, end, value, joined))
    return found


def find_periods(text: str, today: date, *, language: str | None = None) -> list[Found[Period]]:
    """All periods of the text that are sure, in order. ``language="vi"`` reads 03/04/2027 day first."""
    found = _find(normalise(text), today, language)
    return [Found(Period(value), start, end) for start, end, value in found if value is not None]


def read_period(text: str, today: date, *, language: str | None = None) -> Found[Period] | None:
    """The one period that the text names; None if it names none, several, or one that is left open."""
    text = normalise(text)
    found = _find(text, today, language)
    values = {value for _, _, value in found}
    if len(values) != 1 or None in values or is_doubtful(text):
        return None
    start, end, value = found[0]
    return Found(Period(str(value)), start, end)


def _years(match: re.Match[str]) -> int:
    word = next(group for group in match.groups() if group).casefold()
    return int(word) if word.isdecimal() else NUMBER_WORDS.get(word, 0)


def _by_duration(text: str, found: list[tuple[int, int, str | None]]) -> list[Found[tuple[Period, Period]]]:
    """Spans given as a first year and a number of years."""
    spans = []
    for start, end, value in found:
        if value is None or len(value) != 4:
            continue
        before = _DURATION_BEFORE.search(text, max(0, start - _CONTEXT), start)
        after = _DURATION_AFTER.match(text, end)
        match = before or after
        if match is None or not 0 < _years(match) <= 50:
            continue
        last = Period(str(int(value) + _years(match) - 1))
        spans.append(Found((Period(value), last), min(start, match.start()), max(end, match.end())))
    return spans


def read_span(text: str, today: date, *, language: str | None = None) -> Found[tuple[Period, Period]] | None:
    """The one span "from … to …" of the text, both ends as precise as they were given, or None."""
    text = normalise(text)
    found = _find(text, today, language)
    spans = _by_duration(text, found)
    for (start, left_end, first), (right, end, last) in pairwise(found):
        separator = text[left_end:right]
        joined = _RANGE_SEP.fullmatch(separator) is not None
        if separator.strip() == "and" and _BETWEEN.search(text, 0, start):
            joined = True
        if joined and first is not None and last is not None and Period(first) <= Period(last):
            spans.append(Found((Period(first), Period(last)), start, end))
    unread = any(value is None for _, _, value in found)
    return spans[0] if len(spans) == 1 and not unread and not is_doubtful(text) else None


def mask_periods(text: str) -> str:
    """The normalised text with its dates blanked out, so that their digits are not read as numbers.

    A text that is nothing but digits is left as it is: "2027" may be a count.
    """
    if text.strip().isdecimal():
        return text
    pieces, done = [], 0
    for start, end, _ in _candidates(text, date(2000, 1, 1), False):
        if re.search(r"\d{4}|['’]\d\d|월|분기", text[start:end]):
            pieces += [text[done:start], " " * (end - start)]
            done = end
    return "".join((*pieces, text[done:]))
