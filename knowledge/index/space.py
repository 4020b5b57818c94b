"""The space in which vectors are compared: the embedder's own, made fair to languages and to passages.

A small multilingual embedder puts everything into a narrow cone, and what is in one language close together. So the
mean of each language (of texts, and of questions) is taken away from every vector before it is stored and compared.
Some passages are then still near to any question; how near each of them is to questions that are not its own is its
bias. All of it is computed from the built-in records, for whatever embedder made their vectors.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.checks import LANGUAGES
from knowledge.records import ON_TOPIC

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.records import Record

    Matrix = NDArray[np.float32]

_BACKGROUND: Final = 420  # questions by which biases are measured
_NEAREST: Final = 10  # of them, those nearest to a passage
_FOUND: Final = 3  # places among which a question should find its own passage
_ENOUGH: Final = 30  # questions of a language, before it is judged how well it is understood
_SHARE: Final = 0.5  # of what is measured, taken away as bias
_RIDGE: Final = 3.0  # how much the gate is kept from learning single words


@dataclass(frozen=True, slots=True)
class Space:
    """Centres by language and role, and for the built-in passages: vectors, bias, and what is off the subject.

    ``spread`` is the standard deviation of nearness between passages and questions that are not theirs: scores are
    counted in it, so that they mean the same for every embedder. ``understands`` says by language which share of the
    indexed questions find the text of their own passage among the first three: an embedder that was trained on
    English finds next to none in Korean.
    """

    centres: Mapping[tuple[str, bool], Matrix]
    places: Mapping[str, tuple[tuple[int, int], ...]]
    vectors: Matrix
    bias: Mapping[str, float]
    own_bias: float
    spread: float
    subject: Matrix
    understands: Mapping[str, float]

    def placed(self, vectors: Matrix, records: Sequence[Record]) -> Matrix:
        """Vectors of records as they are stored: without the centre of their language and role, of length one."""
        return _centred(vectors, [(record.lang, record.asked) for record in records], self.centres)

    def asked(self, vector: Sequence[float], lang: str) -> Matrix:
        """The vector of a search text in ``lang`` as it is compared."""
        placed: Matrix = _centred(np.array([vector], dtype=np.float32), [(lang, True)], self.centres)[0]
        return placed

    def nearness(self, query: Matrix, passages: Collection[str]) -> dict[str, float]:
        """For each passage the mean over its languages of the nearest record, less its bias, in spreads."""
        found = {}
        for passage in passages:
            near = [float((self.vectors[first:last] @ query).max()) for first, last in self.places[passage]]
            found[passage] = (sum(near) / len(near) - self.bias[passage]) / self.spread
        return found

    def nearness_of_own(self, cosine: float) -> float:
        """The same for a passage of an own document, which has one language and no questions."""
        return (cosine - self.own_bias) / self.spread

    def on_subject(self, query: Matrix) -> float:
        """How surely a query is about what the passages are about: near 1 yes, near -1 no, 0 where nothing was learnt."""
        return float(query @ self.subject[:-1] + self.subject[-1])


def measured(records: Sequence[Record], vectors: Matrix, samples: Sequence[Record], apart: Matrix) -> Space:
    """The space of an embedder, from the built-in records and from requests on and off the subject (``samples``).

    ``vectors`` and ``apart`` are the embedder's own, a row a record. Records of one passage and language stand
    side by side, as ``records_of`` gives them.
    """
    roles = [(record.lang, record.asked) for record in records]
    centres = _centres(vectors, roles)
    placed = _centred(vectors, roles, centres)
    starts, owners = _groups(records)
    places: dict[str, list[tuple[int, int]]] = {}
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(records)
        places.setdefault(owners[number], []).append((first, last))
    bias, spread = _biases(placed, records, starts, owners)
    texts = [bias[record.passage_id] for record in records if record.kind == "case"]
    return Space(
        centres=centres,
        places={passage: tuple(spans) for passage, spans in places.items()},
        vectors=placed,
        bias=bias,
        own_bias=float(np.mean(texts)) if texts else 0.0,
        spread=spread,
        subject=_subject(
            placed, records, _centred(apart, [(r.lang, True) for r in samples], centres), samples
        ),
        understands=_understood(placed, records),
    )


def _centres(vectors: Matrix, roles: Sequence[tuple[str, bool]]) -> dict[tuple[str, bool], Matrix]:
    dimension = vectors.shape[1] if len(vectors) else 0
    found = {}
    for lang in LANGUAGES:
        for asked in (False, True):
            rows = [number for number, role in enumerate(roles) if role == (lang, asked)]
            found[lang, asked] = vectors[rows].mean(0) if rows else np.zeros(dimension, dtype=np.float32)
    return found


def _centred(
    vectors: Matrix, roles: Sequence[tuple[str, bool]], centres: Mapping[tuple[str, bool], Matrix]
) -> Matrix:
    if not len(vectors):
        return vectors
    fallback = next(iter(centres.values()))
    moved = vectors - np.array([centres.get(role, fallback) for role in roles], dtype=np.float32)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    placed: Matrix = (moved / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return placed


def _groups(records: Sequence[Record]) -> tuple[list[int], list[str]]:
    """Where each run of records of one passage and language begins, and whose it is."""
    starts, owners = [], []
    before = None
    for number, record in enumerate(records):
        if (record.passage_id, record.lang) != before:
            before = (record.passage_id, record.lang)
            starts.append(number)
            owners.append(record.passage_id)
    return starts, owners


def _biases(
    placed: Matrix, records: Sequence[Record], starts: Sequence[int], owners: Sequence[str]
) -> tuple[dict[str, float], float]:
    questions = [number for number, record in enumerate(records) if record.asked]
    chosen = questions[:: max(1, len(questions) // _BACKGROUND)]
    passages = list(dict.fromkeys(owners))
    if not chosen:
        return dict.fromkeys(passages, 0.0), 1.0
    nearest = np.maximum.reduceat(placed[chosen] @ placed.T, starts, axis=1)
    column = {passage: number for number, passage in enumerate(passages)}
    of = np.array([column[owner] for owner in owners])
    sums = np.zeros((len(chosen), len(passages)), dtype=np.float64)
    np.add.at(sums.T, of, nearest.T)
    mean = sums / np.bincount(of)
    own = np.array([column[records[number].passage_id] for number in chosen])
    mean[np.arange(len(chosen)), own] = np.nan
    spread = float(np.nanstd(mean)) or 1.0
    ranked = -np.sort(-np.nan_to_num(mean, nan=-1.0), axis=0)[:_NEAREST]
    return {p: _SHARE * float(ranked[:, n].mean()) for p, n in column.items()}, spread


def _understood(placed: Matrix, records: Sequence[Record]) -> dict[str, float]:
    """By language, how many questions find their passage by its texts alone; 1 where there are too few to tell."""
    questions = [number for number, record in enumerate(records) if record.asked]
    chosen = questions[:: max(1, len(questions) // _BACKGROUND)]
    told = [number for number, record in enumerate(records) if not record.asked]
    passages = list(dict.fromkeys(records[number].passage_id for number in told))
    column = {passage: number for number, passage in enumerate(passages)}
    of = np.array([column[records[number].passage_id] for number in told], dtype=np.intp)
    found: dict[str, list[bool]] = {lang: [] for lang in LANGUAGES}
    if chosen and told:
        sums = np.zeros((len(chosen), len(passages)))
        np.add.at(sums.T, of, (placed[chosen] @ placed[told].T).T)
        mean = sums / np.bincount(of)
        for row, number in enumerate(chosen):
            own = column.get(records[number].passage_id)
            if own is not None and records[number].lang in found:
                found[records[number].lang].append(bool((mean[row] > mean[row, own]).sum() < _FOUND))
    return {lang: sum(hits) / len(hits) if len(hits) >= _ENOUGH else 1.0 for lang, hits in found.items()}


def _subject(placed: Matrix, records: Sequence[Record], apart: Matrix, samples: Sequence[Record]) -> Matrix:
    """Ridge regression of +1 (indexed questions, requests on the subject) against -1; both sides count alike."""
    dimension = placed.shape[1] if len(placed) else 0
    groups = [
        placed[[number for number, record in enumerate(records) if record.asked]],
        apart[[number for number, record in enumerate(samples) if record.kind == ON_TOPIC]],
        apart[[number for number, record in enumerate(samples) if record.kind != ON_TOPIC]],
    ]
    if not len(groups[2]) or not len(groups[0]):
        return np.zeros(dimension + 1, dtype=np.float32)
    sides = (0.25, 0.25, 0.5) if len(groups[1]) else (0.5, 0.0, 0.5)
    count = sum(map(len, groups))
    rows = np.hstack([np.vstack(groups), np.ones((count, 1))])
    wanted = np.concatenate(
        [np.full(len(group), sign) for group, sign in zip(groups, (1, 1, -1), strict=True)]
    )
    weight = np.concatenate(
        [
            np.full(len(group), count * side / max(1, len(group)))
            for group, side in zip(groups, sides, strict=True)
        ]
    )
    left = (rows * weight[:, None]).T @ rows + _RIDGE * np.eye(dimension + 1)
    found: Matrix = np.linalg.solve(left, (rows * weight[:, None]).T @ wanted).astype(np.float32)
    return found
