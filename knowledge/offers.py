"""Offers: lines of a passage that answer a question as they stand; strict about their form.

An offer may name a fact of the plan at hand: ``{end|year}`` stands for the plan's last year, or for ``[year]``
while the plan has none. Whoever shows an offer fills it in; here is checked that every name is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from knowledge.checks import LANGUAGES, keys, plain
from knowledge.errors import CorpusError

Offers: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Question id, then language, then lines; the same number of lines in every language."""

PLACEHOLDERS: Final = ("organisation", "jurisdiction", "end")
MAX_LINES: Final = 8
MAX_LENGTH: Final = 300  # characters a line

_QUESTION: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_PLACEHOLDER: Final = re.compile(r"\{([^{}|]*)\|[^{}|]+\}")


def offers_of(value: object, where: str) -> Offers:
    """The offers of one passage as they stand in its file; raises CorpusError."""
    if not isinstance(value, dict):
        raise CorpusError(f"{where}: not a mapping")
    return {question: _offered(question, lines, f"{where}: {question}") for question, lines in value.items()}


def _offered(question: object, value: object, where: str) -> dict[str, tuple[str, ...]]:
    if not _QUESTION.fullmatch(str(question)):
        raise CorpusError(f"{where}: not the id of a question")
    raw = keys(value, where, LANGUAGES)
    found = {lang: _lines(raw[lang], f"{where}: {lang}") for lang in LANGUAGES}
    if len({len(lines) for lines in found.values()}) != 1:
        raise CorpusError(f"{where}: the languages differ in their number of lines")
    if len({tuple(map(_names, lines)) for lines in found.values()}) != 1:
        raise CorpusError(f"{where}: the languages differ in their placeholders")
    return found


def _lines(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_LINES:
        raise CorpusError(f"{where}: not a list of 1 to {MAX_LINES} lines")
    lines = tuple(_line(line, where) for line in value)
    if len(set(lines)) != len(lines):
        raise CorpusError(f"{where}: something stands twice")
    return lines


def _line(value: object, where: str) -> str:
    line = plain(value, where)
    if "\n" in line or len(line) > MAX_LENGTH:
        raise CorpusError(f"{where}: {line[:40]!r} is more than one line or {MAX_LENGTH} characters")
    names = _PLACEHOLDER.findall(line)
    if unknown := set(names) - set(PLACEHOLDERS):
        raise CorpusError(f"{where}: unknown placeholder {', '.join(sorted(unknown))}")
    if not len(names) == line.count("{") == line.count("}"):
        raise CorpusError(f"{where}: a placeholder is a fact and words for its absence: {{end|year}}")
    return line


def _names(line: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(line))
