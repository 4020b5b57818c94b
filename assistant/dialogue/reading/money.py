"""Amounts of money: ``1.2 billion KRW``, ``12억 원``, ``€3m``, ``1,5 tỷ đồng``."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import MAX_VALUE_TEXT, normalise
from assistant.dialogue.reading.numbers import Number, scan_numbers
from assistant.dialogue.reading.periods import mask_periods
from assistant.dialogue.reading.words import is_doubtful, is_strict, is_vietnamese, pattern_of
from assistant.plan.values import Money

_CODES = (
    "KRW", "VND", "USD", "EUR", "GBP", "JPY", "CNY", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "CHF", "SEK", "NOK",
    "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "UAH", "INR", "PKR", "BDT", "LKR", "NPR", "THB", "MYR", "IDR",
    "PHP", "LAK", "KHR", "MMK", "MNT", "KZT", "UZS", "ZAR", "KES", "NGN", "GHS", "EGP", "MAD", "TND", "BRL", "MXN",
    "ARS", "CLP", "COP", "PEN", "SAR", "AED", "QAR", "ILS",
)  # fmt: skip
_DOLLAR, _YEN = "$", "¥"
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD"})
_MARKS: dict[str, str] = {
    **{code.casefold(): code for code in _CODES},
    "₩": "KRW", "won": "KRW", "korean won": "KRW", "원": "KRW",
    "₫": "VND", "đ": "VND", "đồng": "VND", "vnđ": "VND", "dong": "VND", "동": "VND",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "유로": "EUR", "£": "GBP", "pounds": "GBP", "파운드": "GBP", "bảng anh": "GBP",
    "us$": "USD", "us dollars": "USD", "us dollar": "USD", "미국 달러": "USD", "미화": "USD", "đô la mỹ": "USD",
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "nt$": "TWD",
    "$": _DOLLAR, "dollars": _DOLLAR, "dollar": _DOLLAR, "달러": _DOLLAR, "불": _DOLLAR, "đô la": _DOLLAR, "đô": _DOLLAR,
    "¥": _YEN, "yen": "JPY", "엔": "JPY", "엔화": "JPY", "yên": "JPY", "yuan": "CNY", "위안": "CNY", "nhân dân tệ": "CNY",
}  # fmt: skip
_SYMBOLS = [mark for mark in _MARKS if mark[-1] in "₩₫€£$¥"]
_BEFORE = Lazy(rf"(?:(?<![\w$])({pattern_of(_SYMBOLS)})|\b({pattern_of([*_CODES, '미화'])}))\s?$", re.I)
_AFTER = Lazy(
    rf"\s?(?:({pattern_of(_SYMBOLS)})|({pattern_of([m for m in _MARKS if m not in _SYMBOLS])})(?![a-zà-ỹ]))",
    re.I,
)
_HANGUL_TAIL = Lazy(r"(?:을|를|이|가|은|는|의|으로|로|입니다|이에요|예요|정도|규모|이내|까지|씩|에|\W|$)")
_RATE = Lazy(
    r"\s*(?:/|per\b|an?\b|each\b|every\b|annually|yearly|monthly|a year|mỗi|một năm|hàng năm|/năm|매년|씩|연간|매월)",
    re.I,
)
_RATE_LEFT = Lazy(
    r"(?:매년|매월|연간|연|월|annual(?:ly)?|monthly|yearly|each year|mỗi năm|hằng năm|hàng năm)[^.;\n]{0,12}$",
    re.I,
)
_PART_OF = Lazy(
    r"(?:%|percent|phần trăm)[^.;\n]{0,12}$"
    r"|(?:[\d십백천만억조원%kmb]|million|billion|nghìn|triệu|tỷ|tỉ|đồng)\s*(?:[-–—~]|to|and|or|đến|tới|và|hoặc|에서|부터)\s*$",
    re.I,
)
_FILLER = Lazy(
    r"(?:about|around|approximately|approx\.?|roughly|some|total(?: of)?|in total|altogether|up to|a budget of|budget|"
    r"약|총|대략|정도|khoảng|tổng(?: cộng)?|tối đa|[:=.!\s])*",
    re.I,
)


def _currency(mark: str, default: str | None) -> str | None:
    """The code of a mark; ``$`` and ``¥`` stand for several currencies and follow the default if it is one."""
    code = _MARKS[mark.casefold()]
    if code == _DOLLAR:
        return default if default in _DOLLARS else "USD"
    if code == _YEN:
        return default if default in ("JPY", "CNY") else None
    return code


def _marks(text: str, number: Number) -> tuple[str | None, int, int]:
    """The currency mark beside a number, and the span of both."""
    left = text[max(0, number.start - 8) : number.start]
    if before := _BEFORE.search(left):
        return before[1] or before[2], number.start - (len(left) - before.start()), number.end
    after = _AFTER.match(text, number.end)
    if after is None:
        return None, number.start, number.end
    mark = after[1] or after[2]
    if "가" <= mark[-1] <= "힣" and not _HANGUL_TAIL.match(text, after.end()):
        return None, number.start, number.end
    return mark, number.start, after.end()


def _one(text: str, number: Number, default: str | None) -> Found[Money] | None:
    """The money that one number stands for, or None."""
    mark, start, end = _marks(text, number)
    if mark is None:
        alone = _FILLER.fullmatch(text, 0, number.start) and _FILLER.fullmatch(text, number.end)
        if not alone:
            return None
    value = number.value
    unsure = value is None or value < 0 or is_strict(text, start, end) or _RATE.match(text, end)
    left = text[max(0, start - 24) : start]
    if unsure or value is None or _RATE_LEFT.search(left) or _PART_OF.search(left):
        return None
    currency = default if mark is None else _currency(mark, default)
    return Found(Money(amount=Decimal(format(value, "f")), currency=currency), start, end)


def read_money(text: str, default_currency: str | None = None) -> Found[Money] | None:
    """The one amount of money in the text; its currency is None where neither text nor default names it.

    A number without a currency is money only if it is the whole message. Amounts a year, ranges and
    negative amounts are not read. ``$`` is the default currency if that is a dollar, else USD.
    """
    text = normalise(text)
    if len(text) > MAX_VALUE_TEXT or is_doubtful(text):
        return None
    masked = mask_periods(text)
    vietnamese = is_vietnamese(text) or "₫" in text or (default_currency == "VND" and "." in text)
    numbers = scan_numbers(masked, vietnamese=vietnamese, money=True)
    marked = [number for number in numbers if _marks(masked, number)[0] is not None]
    numbers = marked or numbers
    return _one(masked, numbers[0], default_currency) if len(numbers) == 1 else None
