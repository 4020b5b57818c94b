"""The values that a text states, so that a fact can be compared with its translations.

``numbers("en", "GBP 1.2 billion by June 2022")`` holds 1200000000, "month 6" and 2022 as ``stated``. A number written
as a word ("six missions"), a quarter of a year and what a word implies ("decade", "twice") are ``implied``: another
language may write them in figures and need not. A plain 1 is always implied ("a board" may be "1개 위원회").

``python tests/helpers/numbers_in_text.py`` prints the ``numbers`` of facts that their English text does not show.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parents[2] / "knowledge" / "cases"
Value = Decimal | str
"""An amount, or a month as ``month 6``."""


@dataclass(frozen=True)
class Numbers:
    """What a text says in figures, and what it says or may mean in words."""

    stated: frozenset[Value]
    implied: frozenset[Value]

    @property
    def all(self) -> frozenset[Value]:
        return self.stated | self.implied


_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "vi": [
        "một|giêng",
        "hai",
        "ba",
        "tư",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mười một",
        "mười hai|chạp",
    ],
}
_SCALES = {
    "en": {
        "thousand": 3,
        "million": 6,
        "billion": 9,
        "trillion": 12,
        "lakh": 5,
        "crore": 7,
        "bn": 9,
        "m": 6,
        "k": 3,
    },
    "ko": {"십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12, "라크": 5, "크로르": 7},
    "vi": {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9, "lakh": 5, "crore": 7},
}
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_CARDINALS = (
    {word: value for value, word in enumerate(_ENGLISH.split())} | _TENS | {"dozen": 12, "hundred": 100}
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_NO_YEAR = "".join(
    rf"(?<!{word} )" for word in r"\d mỗi hằng hàng một giữa cuối đầu trong từng các nhiều hai ba".split()
)
_IMPLIED: dict[str, dict[str, tuple[int, ...]]] = {
    "en": {word: (value,) for word, value in _CARDINALS.items()}
    | {word: (value,) for value, word in enumerate(_ORDINALS.split(), 1)}
    | {
        "twice|both|double|doubled|doubling|pair|twofold": (2,),
        "triple|tripled|thirds": (3,),
        "half": (2, 50),
        "half-yearly|half-year": (2, 6),
        "quarter|quarterly|quarters": (3, 4, 25),
        "quarter-century": (25,),
        "decade|decades": (10,),
        "century|centuries": (100,),
    },
    "ko": {
        "한|하나|첫": (1,),
        "두|둘|양|쌍": (2,),
        "세|셋": (3,),
        "네|넷": (4,),
        "다섯": (5,),
        "여섯": (6,),
        "일곱": (7,),
        "여덟": (8,),
        "아홉": (9,),
        "열": (10,),
        "열한": (11,),
        "열두": (12,),
        "절반|반": (2, 50),
        "반기": (2, 6),
        "분기": (3, 4),
        "스무|스물": (20,),
    },
    "vi": {
        "một|đầu": (1,),
        "hai|đôi|cả hai": (2,),
        "ba": (3,),
        "bốn|tư": (4,),
        rf"năm năm|{_NO_YEAR}năm(?= [^\W\d])(?! nay| tài| trước| sau| qua| tới| đầu| cuối)": (5,),
        "sáu": (6,),
        "bảy|bẩy": (7,),
        "tám": (8,),
        "chín": (9,),
        "mười": (10,),
        "tá": (12,),
        "nửa": (2, 6, 50),
        "quý": (3, 4),
        "thập kỷ|thập niên": (10,),
        "thế kỷ": (100,),
    },
}
_DIGITS = {word: value for value, word in enumerate("một hai ba bốn năm sáu bảy tám chín".split(), 1)}
_DIGITS |= {"mốt": 1, "tư": 4, "lăm": 5}
_TENS_VI = re.compile(rf"\b(?:({'|'.join(_DIGITS)}) mươi|mười)(?: ({'|'.join(_DIGITS)}))?\b")
_POINT = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_COMMA = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_NAMES = re.compile(r"(?:COVID|코로나)(?:바이러스)?[- ]?19|\b[A-Za-z]\d[A-Za-z]\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)(\d\d))\s?(?:[-–~∼/]|년\s?[-–~∼])\s?(\d\d)(?![\d.,/%-]\d|\d)")
_DASH = r"\s?[-–~∼]\s?"


def numbers(lang: str, text: str) -> Numbers:
    """Every value in ``text``, which is written in ``lang`` (en, ko or vi)."""
    stated: set[Value] = set()
    implied: set[Value] = {Decimal(1)}
    text = _YEARS.sub(lambda m: f"{m[1]} – {m[1][:2]}{m[3]} ", _NAMES.sub(" ", text))
    text = _take_quarters(text, implied)
    text = {"en": _english_months, "ko": _korean_months, "vi": _vietnamese_months}[lang](text, stated)
    for value, percent in _figures(lang, text):
        (implied if value == 1 and not percent else stated).add(value)
    implied |= set(_in_words(lang, text.casefold()))
    if lang == "en":
        stated |= set(_scaled_words(text.casefold()))
    return Numbers(frozenset(stated), frozenset(implied))


def _take_quarters(text: str, implied: set[Value]) -> str:
    def take(found: re.Match[str]) -> str:
        implied.add(Decimal(next(figure for figure in found.groups() if figure)))
        return " quarter "

    return re.sub(r"\bQ([1-4])\b|\b[Qq]uý\s([1-4])/?|([1-4])\s?(?:/4)?분기", take, text)


def _english_months(text: str, stated: set[Value]) -> str:
    for number, name in enumerate(_MONTHS["en"], 1):
        pattern = rf"\b{name}\b"
        if name == "May":  # "may" as a verb can begin a sentence
            pattern = r"(?<=\d )May\b|(?<=\b[a-z]{2} )May\b|\bMay(?= \d)"
        text, found = re.subn(pattern, " ", text)
        stated |= {f"month {number}"} if found else set()
    return text


def _korean_months(text: str, stated: set[Value]) -> str:
    def take(found: re.Match[str]) -> str:
        stated.update(f"month {int(month)}" for month in found.groups() if month)
        return " "

    return re.sub(rf"(?<!\d)(?:(1[0-2]|0?[1-9]){_DASH})?(1[0-2]|0?[1-9])월", take, text)


def _vietnamese_months(text: str, stated: set[Value]) -> str:
    def take(found: re.Match[str]) -> str:
        stated.add(f"month {int(found['month'])}")
        return f" {found.groupdict().get('day') or ''} ; "

    month = r"(?P<month>1[0-2]|0?[1-9])"
    day = r"(?P<day>\d{1,2})"
    text = re.sub(rf"(?<![\d/.,]){day}[/-]{month}[/-](?=\d{{4}})", take, text)
    text = re.sub(rf"(?<=gày )(?<![\d/]){day}/{month}(?!\d)", take, text)
    text = re.sub(rf"(?<![\d/.,])(?:[Tt]háng )?{month}[/-](?=(?:19|20)\d\d\b)", take, text)
    text = re.sub(rf"\b[Tt]háng {month}(?![\d.,]\d|\d)", take, text)
    for number in range(12, 0, -1):
        pattern = rf"\b[Tt]háng ({_MONTHS['vi'][number - 1].title()})\b"
        text, found = re.subn(pattern, " ", text)
        stated |= {f"month {number}"} if found else set()
    return text


def _figures(lang: str, text: str) -> Iterator[tuple[Decimal, bool]]:
    """Each value with whether a percent sign or word follows it."""
    figure = _COMMA if lang == "vi" else _POINT
    scales = "|".join(sorted(_SCALES[lang], key=len, reverse=True))
    scaled = rf"{figure}(?:\s?(?:{scales}))+" if lang == "ko" else rf"{figure}(?:[ -]?(?:{scales})\b)+"
    first = rf"(?:(?P<low>{figure}){_DASH}(?={scaled}))?"
    more = rf"(?:\s?{scaled})*" if lang == "ko" else ""
    rest = rf"(?:\s{figure}(?![\d%.]|\s?(?:년|월|%)))?" if lang == "ko" else ""
    pattern = rf"(?<!제)(?<!제 ){first}(?P<scaled>{scaled}{more}{rest})|(?P<plain>{figure})"
    for found in re.finditer(pattern, text):
        percent = re.match(r"\s?(?:%|percent|per cent|퍼센트|phần trăm)", text[found.end() :]) is not None
        if found["plain"]:
            yield _amount(lang, found["plain"]), percent
            continue
        parts = re.findall(rf"({figure})((?:[ -]?(?:{scales})(?:(?![a-z])|\b))*)", found["scaled"])
        powers = [sum(_SCALES[lang][word] for word in re.findall(scales, scale)) for _, scale in parts]
        amounts = [_amount(lang, part).scaleb(power) for (part, _), power in zip(parts, powers, strict=True)]
        yield sum(amounts, Decimal(0)), percent
        if found["low"]:
            yield _amount(lang, found["low"]).scaleb(powers[0]), percent


def _amount(lang: str, written: str) -> Decimal:
    if lang != "vi":
        return Decimal(written.replace(",", ""))
    if re.fullmatch(r"\d+\.\d{1,2}", written):  # a version such as 2.0, written alike everywhere
        return Decimal(written)
    return Decimal(written.replace(".", "").replace(",", "."))


def _in_words(lang: str, text: str) -> Iterator[Decimal]:
    """What number words say; a Korean one stands alone or before its counter."""
    before, after = r"\b", r"\b"
    if lang == "ko":
        before, after = (
            "(?<![가-힣])",
            "(?=$|[^가-힣]|가지|개|번|명|배|곳|차례|째|축|기둥|해|달|쪽|별|마다|기|도|의|으로|이|을|은)",
        )
    for words, values in _IMPLIED[lang].items():
        if re.search(rf"{before}(?:{words}){after}", text):
            yield from map(Decimal, values)
    if lang == "vi":
        for tens, rest in _TENS_VI.findall(text):
            yield Decimal(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(rest, 0))


def _scaled_words(text: str) -> Iterator[Decimal]:
    scales = {word: power for word, power in _SCALES["en"].items() if len(word) > 2}
    pattern = rf"\b({'|'.join(_CARDINALS)})[ -]({'|'.join(scales)})\b"
    for word, scale in re.findall(pattern, text):
        yield Decimal(_CARDINALS[word]).scaleb(scales[scale])


def differences(texts: Mapping[str, str]) -> list[str]:
    """What one language of a text states in figures and another neither states nor implies, in words."""
    found = {lang: numbers(lang, text) for lang, text in texts.items()}
    return [
        f"{', '.join(shown(missing))} in {one}, not in {other}"
        for one, other in permutations(found, 2)
        if (missing := found[one].stated - found[other].all)
    ]


def shown(values: frozenset[Value]) -> list[str]:
    """The values as text, in a steady order."""
    return sorted(value if isinstance(value, str) else f"{value.normalize():f}" for value in values)


def known(texts: list[Mapping[str, str]]) -> frozenset[Value]:
    """Everything that some language of these texts states or implies."""
    every = (numbers(lang, text[lang]).all for text in texts for lang in text)
    return reduce(frozenset.union, every, frozenset())


def unseen(fact: Mapping[str, Any]) -> list[str]:
    """The entries of a fact's ``numbers`` that its English text does not show (shares may be shown in percent)."""
    said = numbers("en", fact["text"]["en"]).all
    entries = fact.get("numbers", {}).items()
    return [
        f"{name}: {value}"
        for name, value in entries
        if isinstance(value, int | float) and not {Decimal(str(value)), Decimal(str(value)) * 100} & said
    ]


def case_files() -> list[Path]:
    """The cases that stand, by name."""
    return sorted(CASES.glob("*.yaml"))


if __name__ == "__main__":
    for path in case_files():
        for told in yaml.safe_load(path.read_text(encoding="utf-8"))["facts"]:
            print(
                *(f"{told['id']}: {entry}" for entry in unseen(told)),
                sep="\n",
                end="\n" if unseen(told) else "",
            )
