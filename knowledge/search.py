"""Fusing what the vectors find with what the words find, and keeping silent when neither is convincing.

Both parts are absolute (a cosine, a share of the query), so a floor means the same for every query; ranks would
always crown somebody. The constants were set on the queries of ``tests/knowledge`` with the default embedder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from knowledge.corpus import Passage

MAX_QUERY: Final = 2000  # characters; a longer text is searched by its beginning
NEAREST: Final = 80  # records asked of the store: some nine a passage
LEXICAL_FLOOR: Final = 0.25
_COSINE_LOW: Final = 0.80
_COSINE_HIGH: Final = 0.93
_LEXICAL_WEIGHT: Final = 0.6
_STEP_BONUS: Final = 0.05
FUSED_FLOOR: Final = 0.45


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and its score; higher is better, 0 to about 1.6."""

    passage: Passage
    score: float


def fuse(
    passages: Mapping[str, Passage],
    dense: Mapping[str, float] | None,
    lexical: Mapping[str, float],
    *,
    step: int | None,
    kinds: Collection[str] | None,
) -> list[Ranked]:
    """Rank by cosines and word shares, best first; ``dense`` is None where no embedder runs.

    Passages below the floor are left out; a passage of the current ``step`` gets a small preference, which
    orders what is relevant and makes nothing relevant.
    """
    candidates = set(lexical) | set(dense or ())
    ranked = []
    for passage_id in candidates:
        passage = passages.get(passage_id)
        if passage is None or (kinds and passage.kind not in kinds):
            continue
        share = lexical.get(passage_id, 0.0)
        if dense is None:
            score, floor = share, LEXICAL_FLOOR
        else:
            score, floor = _nearness(dense.get(passage_id)) + _LEXICAL_WEIGHT * share, FUSED_FLOOR
        if score >= floor:
            ranked.append(Ranked(passage, score + (_STEP_BONUS if step in passage.steps else 0.0)))
    return sorted(ranked, key=lambda found: (-found.score, found.passage.id))


def _nearness(cosine: float | None) -> float:
    if cosine is None:
        return 0.0
    return max(0.0, min(1.0, (cosine - _COSINE_LOW) / (_COSINE_HIGH - _COSINE_LOW)))


def in_step_order(passages: Iterable[Passage], step: int) -> list[Passage]:
    """The passages that serve ``step``: those for which it is the first and only step come first."""
    serving = [passage for passage in passages if step in passage.steps]
    return sorted(serving, key=lambda passage: (passage.steps.index(step), len(passage.steps)))
