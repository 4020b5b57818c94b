"""Answers with labelled parts: "Cut waiting time — owner: CIO; due 2027; needs: a, b"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lexicon import fold
from assistant.dialogue.reading.normalise import normalise
from assistant.dialogue.reading.words import pattern_of

_CLOSERS = {"(": ")", "[": "]", "“": "”", "「": "」", "『": "』", '"': '"'}
_DASH = re.compile(r"\s[-–—]+\s|—")
_EDGE = " \t\n,;|.。"
_BULLET = re.compile(r"\s*(?:[-–—•*·▪○◦□➢]\s+)?")


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
        rf"(?P<label>{pattern_of(words)})(?:\s+(?:is|are|by|là|은|는)(?=\s)|은|는)?\s+(?=\S)", re.I
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


def _cut_at_labels(
    text: str, start: int, end: int, colon: re.Pattern[str], bare: re.Pattern[str] | None
) -> list[tuple[int, int]]:
    """Cut a segment before ", owner: CIO" and ". Owner: CIO", and before a comma, a bare label and a digit."""
    cuts = [start]
    for match in colon.finditer(text, start, end):
        before = text[start : match.start()].rstrip(" \t*_")
        if before.endswith((",", ".")) and not _inside_quotes(text, start, match.start()):
            cuts.append(match.start())
    if bare is not None:
        for comma in re.compile(r",\s+").finditer(text, start, end):
            label = bare.match(text, comma.end(), end)
            if label and text[label.end()].isdigit() and not _inside_quotes(text, start, comma.end()):
                cuts.append(comma.end())
    cuts = sorted(set(cuts))
    return list(zip(cuts, [*cuts[1:], end], strict=True))


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
    text: str, labels: Mapping[str, Collection[str]], bare: Collection[str] = frozenset()
) -> LabelledText:
    """Take an answer apart at its labels.

    Args:
        text: the answer; parts are separated by ``;``, ``|``, a spaced dash, a tab or a newline, by a comma or
            a full stop before "label:", or stand in brackets at the end. Nothing is cut inside quotes.
        labels: slot -> the words that label it (``Lexicon.label_words``).
        bare: the words that may stand before their value without a colon (``Lexicon.bare_words``), at the
            start of a part, or after a comma if a digit follows ("due 2027", "담당 정보보호과").
    """
    text = normalise(text)
    owner = {fold(word): slot for slot, words in labels.items() for word in words}
    if not owner:
        start, end = _trim(text, 0, len(text))
        return LabelledText(text[start:end], (start, end))
    colon = _colon_label(tuple(owner))
    loose = tuple(word for word in owner if word in bare)
    bare_label = _bare_label(loose) if loose else None
    reader = _Reader(text, owner, colon, bare_label)
    for start, end in _segments(text):
        inside = _parenthesis(text, start, end, colon)
        pieces = [(start, inside[0] - 1), inside] if inside else [(start, end)]
        for piece in pieces:
            for part in _cut_at_labels(text, *piece, colon, bare_label):
                reader.take(*part)
    return reader.result()


class _Reader:
    """Sorts the parts of one answer into main, labelled and rest."""

    def __init__(
        self, text: str, owner: Mapping[str, str], colon: re.Pattern[str], bare: re.Pattern[str] | None
    ) -> None:
        self._text, self._owner, self._colon, self._bare = text, owner, colon, bare
        self._main: tuple[int, int] | None = None
        self._parts: dict[str, Found[str]] = {}
        self._rest: list[Found[str]] = []
        self._open: str | None = None

    def take(self, start: int, end: int) -> None:
        """File one part of the text."""
        bullet = _BULLET.match(self._text, start, end)
        start = bullet.end() if bullet else start
        start, end = _trim(self._text, start, end, " \t\n,;|")
        body = _trim(self._text, start, end, " \t\n,;|*_")[0]
        if start == end:
            return
        match = self._colon.match(self._text, body, end)
        if match is None and self._bare is not None and (self._main is not None or self._parts):
            match = self._bare.match(self._text, body, end)
        if match is not None:
            self._label(self._owner[fold(match["label"])], match.end(), start, end)
        elif self._open is not None:
            self._parts[self._open] = self._found(start, end)
            self._open = None
        elif self._main is None and not self._parts:
            self._main = (start, end)
        else:
            self._rest.append(self._found(start, end))

    def _label(self, slot: str, value: int, start: int, end: int) -> None:
        value, stop = _trim(self._text, value, end)
        if slot in self._parts:
            self._rest.append(self._found(start, end))
            self._open = None
            return
        self._parts[slot] = self._found(value, stop)
        self._open = slot if value == stop else None

    def _found(self, start: int, end: int) -> Found[str]:
        return Found(self._text[start:end], start, end)

    def result(self) -> LabelledText:
        """What was filed; a label without a value is left out."""
        start, end = _trim(self._text, *(self._main or (0, 0)))
        parts = {slot: found for slot, found in self._parts.items() if found.value}
        return LabelledText(self._text[start:end], (start, end), parts, tuple(self._rest))
