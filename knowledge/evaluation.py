"""How good search is: labelled queries, hit@1/3/5 and MRR, by language and by way of searching."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from knowledge.checks import LANGUAGES
from knowledge.errors import KnowledgeError
from knowledge.hits import Hit
from knowledge.search import MODES, Mode

DEPTH: Final = 10  # hits looked at for the reciprocal rank
AT: Final = (1, 3, 5)
_EDITION: Final = re.compile(r"(-(?:en|ko|vi))?(\.txt)?$")
_SPAN: Final = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")


class QueryFileError(KnowledgeError):
    """A file of labelled queries cannot be used; ``code`` is unreadable, empty or line, with its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code}: {params}")
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that answers a query: lines ``first`` to ``last`` of a source, or a fact of a case."""

    source: str
    first: int = 0
    last: int = 0
    fact: str = ""

    def fits(self, hit: Hit) -> bool:
        """Whether a passage is about this place: its lines cover or touch it by one, or it is the fact."""
        if self.fact:
            return hit.fact == self.fact
        if hit.lines is None or hit.source != self.source:
            return False
        first, last = hit.lines
        return first - 1 <= self.last and self.first <= last + 1


@dataclass(frozen=True, slots=True)
class Query:
    """A labelled query; without gold it is one that nothing answers."""

    id: str
    lang: str
    text: str
    step: int | None
    gold: tuple[Gold, ...]

    def rank(self, hits: Sequence[Hit]) -> int:
        """The place of the first hit that answers, from 1; 0 if none does."""
        answering = (n for n, hit in enumerate(hits, 1) if any(gold.fits(hit) for gold in self.gold))
        return next(answering, 0)


@dataclass(frozen=True, slots=True)
class Rates:
    """Over ``queries`` answerable ones: the share whose answer is among the first 1, 3 and 5, and the mean
    reciprocal rank of the first answer. ``answered`` of the ``unanswerable`` ones got a passage all the same."""

    queries: int
    hit_at: Mapping[int, float]
    mrr: float
    unanswerable: int
    answered: int


@dataclass(frozen=True, slots=True)
class Report:
    """Rates by way of searching and language (``all`` for every language together); ``missed`` are ids of queries
    whose answer is not among the first three of the fused search, ``wrongly`` those answered for want of silence."""

    rates: Mapping[Mode, Mapping[str, Rates]]
    missed: tuple[str, ...]
    wrongly: tuple[str, ...]


class Searcher(Protocol):
    """What is measured: ``Knowledge.search``."""

    def __call__(
        self, query: str, *, lang: str, step: int | None, k: int, own: bool, mode: Mode
    ) -> list[Hit]:
        """Hits, best first."""
        ...


def read_queries(path: Path) -> list[Query]:
    """The queries of a JSONL file; raises QueryFileError with the number of the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a text may hold other separators of lines
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError("unreadable", path=str(path), detail=str(error)) from error
    found = [_query(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise QueryFileError("empty", path=str(path))
    return found


def evaluate(
    search: Searcher,
    queries: Iterable[Query],
    *,
    modes: Sequence[Mode] = MODES,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Search for every query in every way; the fused way is what people get, with its floor."""
    queries = list(queries)
    ranks: dict[Mode, list[tuple[Query, int, bool]]] = {mode: [] for mode in modes}
    for number, query in enumerate(queries, 1):
        for mode in modes:
            hits = search(query.text, lang=query.lang, step=query.step, k=DEPTH, own=False, mode=mode)
            ranks[mode].append((query, query.rank(hits), bool(hits)))
        if progress is not None:
            progress(number, len(queries))
    rates: dict[Mode, dict[str, Rates]] = {}
    for mode, rows in ranks.items():
        by_language = {lang: [row for row in rows if row[0].lang == lang] for lang in LANGUAGES}
        rates[mode] = {"all": _rates(rows)} | {lang: _rates(own) for lang, own in by_language.items() if own}
    fused = ranks.get("fused", [])
    missed = tuple(query.id for query, rank, _ in fused if query.gold and not 1 <= rank <= 3)
    return Report(rates, missed, tuple(query.id for query, _, shown in fused if shown and not query.gold))


def _rates(rows: Sequence[tuple[Query, int, bool]]) -> Rates:
    ranks = [rank for query, rank, _ in rows if query.gold]
    nothing = [shown for query, _, shown in rows if not query.gold]
    count = max(1, len(ranks))
    return Rates(
        queries=len(ranks),
        hit_at={at: sum(1 <= rank <= at for rank in ranks) / count for at in AT},
        mrr=sum(1 / rank for rank in ranks if rank) / count,
        unanswerable=len(nothing),
        answered=sum(nothing),
    )


def _query(line: str, number: int, path: Path) -> Query:
    try:
        raw = json.loads(line)
        gold = raw["gold"] if "gold" in raw else raw["gold_lines"]
        step = raw.get("step")
        lang = raw["lang"]
        if lang not in LANGUAGES or not str(raw["query"]).strip() or step not in (None, *range(1, 11)):
            raise ValueError("lang, query or step")
        return Query(str(raw["id"]), lang, str(raw["query"]), step, tuple(_gold(entry) for entry in gold))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QueryFileError("line", path=str(path), number=str(number), detail=str(error)) from error


def _gold(entry: Any) -> Gold:
    if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[1], int | str):
        raise ValueError(f"gold: {entry!r} is not a source and a line or fact")
    source, locator = entry
    name = _EDITION.sub("", str(source))
    span = _SPAN.fullmatch(str(locator).strip())
    if span is None:
        return Gold(name, fact=str(locator).strip())
    return Gold(name, int(span[1]), int(span[2] or span[1]))
