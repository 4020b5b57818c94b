"""Putting the marks back on Vietnamese that was typed without them ("muc tieu" for "mục tiêu").

An embedder that was trained on proper Vietnamese hardly understands the bare letters. The most likely reading is
found from pairs of syllables in the texts at hand; a syllable that no text holds stays as it was typed.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from knowledge.words import RUN, is_plain, without_marks

KNOWN: Final = (
    0.6  # share of syllables that must be Vietnamese ones before a plain text is taken for Vietnamese
)
SURELY: Final = 0.85  # the same where the reader's language is another one
_FIRST: Final = "^"
_SINGLE: Final = 0.03  # what a syllable counts by itself, beside the pair that it makes with the one before


class Marks:
    """Learns from ``texts`` in proper Vietnamese."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            runs = RUN.findall(unicodedata.normalize("NFC", text).casefold())
            self._single.update(runs)
            self._pairs.update(pairwise([_FIRST, *runs]))
        self._readings: dict[str, list[str]] = defaultdict(list)
        for syllable in self._single:
            self._readings[without_marks(syllable)].append(syllable)

    def restored(self, query: str, known: float = KNOWN) -> str | None:
        """``query`` with its marks, or None when it has some already or does not look like Vietnamese."""
        runs = RUN.findall(unicodedata.normalize("NFC", query).casefold())
        if not runs or not is_plain(runs):
            return None
        vietnamese = sum(1 for run in runs if any(r != run for r in self._readings.get(run, ())))
        if vietnamese < known * len(runs):
            return None
        return " ".join(self._likeliest(runs))

    def _likeliest(self, runs: Sequence[str]) -> list[str]:
        """The reading whose pairs are the most frequent ones (Viterbi)."""
        best: dict[str, tuple[float, list[str]]] = {_FIRST: (0.0, [])}
        for run in runs:
            following: dict[str, tuple[float, list[str]]] = {}
            for reading in self._readings.get(run) or [run]:
                following[reading] = max(
                    (
                        (score + self._weight(before, reading), [*path, reading])
                        for before, (score, path) in best.items()
                    ),
                    key=lambda entry: entry[0],
                )
            best = following
        return max(best.values(), key=lambda entry: entry[0])[1]

    def _weight(self, before: str, reading: str) -> float:
        pair = self._pairs[before, reading] / (self._single[before] + 1 if before != _FIRST else 1000)
        single = self._single[reading] / (
            sum(map(self._single.__getitem__, self._readings[without_marks(reading)])) + 1
        )
        return math.log(pair + _SINGLE * single + 1e-6)
