"""Answers with labelled parts: "Cut waiting time — owner: CIO; due 2027; needs: a, b"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.lexicon import BareWords, fold
from assistant.dialogue.reading.normalise import normalise
from assistant.dialogue.reading.words import pattern_of

_CLOSERS = {"(": ")", "[": "]", "“": "”", "「": "」", "『": "』", '"': '"'}
_DASH = Lazy(r"\s[-–—]+\s|—")
_NO_BARE_WORDS = BareWords()
_EDGE = " \t\n,;|.。"
_COMMA = Lazy(r"[,:]\s+")
_BULLET = Lazy(r"\s*(?:[-–—•*·▪○◦□➢]\s+)?")


@dataclass(frozen=True)
class LabelledText:
    """An answer taken apart: what comes first, what is labelled, and what is neither.

    Spans are places in ``normalise(text)``. A label that comes twice keeps its first value; the second
    stands in ``rest`` with its label.
    """

    main: str
    main_span: tuple[int, int] = (0, 0)
    parts: Mapping[str, Found[str]] = field(default_factory=dict)
    rest: tuple[Found[str], ...] = ()


@lru_cache(maxsize=64)
def _colon_label(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<label>{pattern_of(words)})(?:\*\*|__)?\s?(?::(?!//)|=)\s*(?:\*\*|__)?", re.I
    )


@lru_cache(maxsize=64)
def _bare_label(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<label>{pattern_of(words)})(?:\s+(?:is|are|là|은|는)(?=\s)|은|는)?\s+(?=\S)", re.I
    )


# What makes the value of a bare label look like a name: a capital, or a word for an office at its end.
_NAME = Lazy(
    r"[^\W\d_a-zà-ỹđ가-힣][^,;.!?\n]{0,60}"
    r"|[A-Z]{1,4}-\d+(?:\.\d+)*(?:(?:,\s*|\s+(?:and|và)\s+)[A-Z]{1,4}-\d+(?:\.\d+)*)*"
    r"|(?:[\w'&-]+\s+){0,4}(?:division|department|office|unit|team|agency|directorate|ministry|section|committee|board|"
    r"manager|director|officer|bureau|authority|council)"
    r"|(?:[가-힣\w·]+\s){0,3}[가-힣\w·]*(?:과|부|팀|실|국|청|처|원|센터|위원회|협의회|관|장|단|본부|기관|공사|공단|님)"
)
_NUMERIC = Lazy(
    r"(?:(?:is|at|of|by|in|on|about|around|at least|the|end of|end|beginning of|early|mid|late|within|약|khoảng|là|cuối|đầu|"
    r"hết|trong vòng)\s+){0,3}"
    r"(?:[₩$€£¥<>≤≥~'’+-]?\s?\d|[QHT][1-4]\b|FY|quý\b|tháng\b|năm\b|ngày\b|next\b|this (?:year|quarter|month)|내년|올해|금년|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|(?:first|second|third|fourth) (?:quarter|half)|"
    r"(?:very |extremely )?(?:high|medium|moderate|low)\b|매우|아주|높음|보통|낮음|(?:rất )?(?:cao|thấp)\b|trung bình|"
    r"[A-Z]{3} \d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of one question, ready to be looked for."""

    owner: Mapping[str, str]
    colon: re.Pattern[str]
    name: re.Pattern[str] | None
    number: re.Pattern[str] | None

    def bare_at(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """A label without a colon that begins at ``start`` and whose value looks as it should."""
        if (
            self.number
            and (match := self.number.match(text, start, end))
            and _NUMERIC.match(text, match.end(), end)
        ):
            return match
        if self.name and (match := self.name.match(text, start, end)):
            value = _trim(text, match.end(), end)
            return match if _NAME.fullmatch(text, *value) else None
        return None


def _labels(labels: Mapping[str, Collection[str]], bare: BareWords) -> _Labels | None:
    """None if there is no label word. A word of two slots belongs to the first of them."""
    return _known_labels(tuple((slot, tuple(words)) for slot, words in labels.items()), bare)


@lru_cache(maxsize=256)
def _known_labels(labels: tuple[tuple[str, tuple[str, ...]], ...], bare: BareWords) -> _Labels | None:
    owner: dict[str, str] = {}
    for slot, words in labels:
        for word in words:
            owner.setdefault(fold(word), slot)
    names = tuple(word for word in owner if word in bare.names)
    numbers = tuple(word for word in owner if word in bare.numbers)
    if not owner:
        return None
    return _Labels(
        owner,
        _colon_label(tuple(owner)),
        _bare_label(names) if names else None,
        _bare_label(numbers) if numbers else None,
    )


def _segments(text: str) -> list[tuple[int, int]]:
    """Cut at ``;``, ``|``, tab, newline and a spaced dash, outside quotes and brackets."""
    cuts: list[tuple[int, int]] = []
    closers, place = "", 0
    while place < len(text):
        char = text[place]
        dash = _DASH.match(text, place) if not closers and char in " \t\n—" else None
        if closers and char == closers[-1]:
            closers = closers[:-1]
        elif char in _CLOSERS and text.find(_CLOSERS[char], place + 1, place + 400) != -1:
            closers += _CLOSERS[char]
        elif dash:
            cuts.append(dash.span())
            place = dash.end() - 1
        elif not closers and char in ";|\t\n":
            cuts.append((place, place + 1))
        place += 1
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def _inside_quotes(text: str, start: int, place: int) -> bool:
    """Whether ``place`` is inside quotes or brackets that open after ``start``."""
    piece = text[start:place]
    return any(
        piece.count(opener) > piece.count(closer) for opener, closer in _CLOSERS.items() if opener != closer
    ) or (piece.count('"') % 2 == 1)


def _cut_at_labels(text: str, start: int, end: int, labels: _Labels) -> list[tuple[int, int]]:
    """Cut a segment before ", owner: CIO" and ". Owner: CIO", and before a comma, a bare label and a number."""
    cuts = {start}
    for match in labels.colon.finditer(text, start, end):
        before = text[max(start, match.start() - 8) : match.start()].rstrip(" \t*_")
        if before.endswith((",", ".", " /")) and not _inside_quotes(text, start, match.start()):
            cuts.add(match.start())
    if labels.number is not None:
        for comma in _COMMA.finditer(text, start, end):
            label = labels.number.match(text, comma.end(), end)
            if (
                label
                and _NUMERIC.match(text, label.end(), end)
                and not _inside_quotes(text, start, comma.end())
            ):
                cuts.add(comma.end())
    starts = sorted(cuts)
    return list(zip(starts, [*starts[1:], end], strict=True))


def _trim(text: str, start: int, end: int, edge: str = _EDGE) -> tuple[int, int]:
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end


def _parenthesis(text: str, start: int, end: int, colon: re.Pattern[str]) -> tuple[int, int] | None:
    """The inside of a bracket at the end of a segment, if it begins with a label: "(owner: CIO)"."""
    start, end = _trim(text, start, end)
    if end <= start or text[end - 1] != ")":
        return None
    opening = text.rfind("(", start, end)
    return (opening + 1, end - 1) if opening > start and colon.match(text, opening + 1) else None


def label_parts(
    text: str, labels: Mapping[str, Collection[str]], bare: BareWords = _NO_BARE_WORDS
) -> LabelledText:
    """Take an answer apart at its labels.

    Args:
        text: the answer; parts are separated by ``;``, ``|``, a spaced dash, a tab or a newline, by a comma or
            a full stop before "label:", or stand in brackets at the end. Nothing is cut inside quotes.
        labels: slot -> the words that label it (``Lexicon.label_words``); a word of two slots labels the first.
        bare: the words that may stand without a colon (``Lexicon.bare_words``): before a name as in "owner CIO",
            담당 정보보호과, or before a number, a date or a level as in "due 2027".
    """
    text = normalise(text)
    known = _labels(labels, bare)
    if known is None:
        start, end = _trim(text, 0, len(text))
        return LabelledText(text[start:end], (start, end))
    reader = _Reader(text, known)
    for start, end in _segments(text):
        inside = _parenthesis(text, start, end, known.colon)
        pieces = [(start, inside[0] - 1), inside] if inside else [(start, end)]
        for piece in pieces:
            for part in _cut_at_labels(text, *piece, known):
                reader.take(*part)
    return reader.result()


class _Reader:
    """Sorts the parts of one answer into main, labelled and rest."""

    def __init__(self, text: str, labels: _Labels) -> None:
        self._text, self._labels = text, labels
        self._main: tuple[int, int] | None = None
        self._parts: dict[str, Found[str]] = {}
        self._rest: list[Found[str]] = []
        self._open: str | None = None

    def take(self, start: int, end: int) -> None:
        """File one part of the text."""
        bullet = _BULLET.match(self._text, start, end)
        start, end = _trim(self._text, bullet.end() if bullet else start, end, " \t\n,;|")
        if start == end:
            return
        body = _trim(self._text, start, end, "*_")[0]
        match = self._labels.colon.match(self._text, body, end)
        if match is None and (self._main is not None or self._parts):
            match = self._labels.bare_at(self._text, body, end)
        if match is not None:
            self._label(match, start, end)
        elif self._open is not None and "\n" in self._text[self._parts[self._open].end : start]:
            self._parts[self._open] = self._found(start, end)
        elif self._main is None and not self._parts:
            self._main = (start, end)
        else:
            self._rest.append(self._found(start, end))
        if match is None:
            self._open = None

    def _label(self, match: re.Match[str], start: int, end: int) -> None:
        """File a labelled part; a label at the end of a line takes the next line."""
        slot = self._labels.owner[fold(match["label"])]
        self._open = None
        if slot in self._parts:
            self._rest.append(self._found(start, end))
            return
        value = _trim(self._text, match.end(), end - 1 if self._text.startswith(" /", end - 2) else end)
        self._parts[slot] = self._found(*value)
        self._open = slot if value[0] == value[1] else None

    def _found(self, start: int, end: int) -> Found[str]:
        return Found(self._text[start:end], start, end)

    def _promote(self) -> None:
        """Take "baseline 40%" at the very beginning for a label too, if all that follows is labelled."""
        if self._main is None or not self._parts or self._rest or self._labels.number is None:
            return
        start, end = self._main
        match = self._labels.number.match(self._text, start, end)
        if (
            match
            and _NUMERIC.match(self._text, match.end(), end)
            and self._labels.owner[fold(match["label"])] not in self._parts
        ):
            first = {
                self._labels.owner[fold(match["label"])]: self._found(*_trim(self._text, match.end(), end))
            }
            self._parts, self._main = {**first, **self._parts}, None

    def result(self) -> LabelledText:
        """What was filed; a label without a value is left out."""
        self._promote()
        start, end = _trim(self._text, *(self._main or (0, 0)), _EDGE + ":")
        parts = {slot: found for slot, found in self._parts.items() if found.value}
        return LabelledText(self._text[start:end], (start, end), parts, tuple(self._rest))
