"""Fusing what the vectors find with what the words find, and keeping silent when neither is convincing.

A small multilingual embedder prefers texts in the language of the query. So a passage is judged by the mean, over
its languages, of the best cosine in each: three translations vote, and none wins by being in the right language.
Cosines and word shares are absolute, so a floor means the same for every query; ranks would always crown somebody.
The constants were set on the queries of ``tests/knowledge`` with the default embedder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from knowledge.corpus import Passage

Mode = Literal["fused", "dense", "lexical"]
MODES: Final[tuple[Mode, ...]] = ("fused", "dense", "lexical")

MAX_QUERY: Final = 600  # characters; a longer text is searched by its beginning (embedding costs with length)
NEAREST: Final = 400  # records asked of the store
LEXICAL_FLOOR: Final = 0.16
LEXICAL_WEIGHT: Final = 0.18
STEP_BONUS: Final = 0.03
FUSED_FLOOR: Final = 0.835


@dataclass(frozen=True, slots=True)
class Near:
    """A record near the query: its passage, its language and the cosine."""

    passage_id: str
    lang: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and its score; higher is better."""

    passage: Passage
    score: float


def fuse(
    passages: Mapping[str, Passage],
    near: Sequence[Near] | None,
    lexical: Mapping[str, float],
    *,
    step: int | None,
    kinds: Collection[str] | None,
) -> list[Ranked]:
    """Rank by cosines and word shares, best first; ``near`` is None where no embedder runs.

    Passages below the floor are left out. A passage of the current ``step`` gets a small
    preference, which orders what is relevant and makes nothing relevant.
    """
    if near is None:
        scores, floor = dict(lexical), LEXICAL_FLOOR
    else:
        cosines = mean_over_languages(near)
        scores = {pid: cosine + LEXICAL_WEIGHT * lexical.get(pid, 0.0) for pid, cosine in cosines.items()}
        floor = FUSED_FLOOR
    ranked = []
    for passage_id, score in scores.items():
        passage = passages.get(passage_id)
        if passage is None or score < floor or (kinds and passage.kind not in kinds):
            continue
        ranked.append(Ranked(passage, score + (STEP_BONUS if step in passage.steps else 0.0)))
    return sorted(ranked, key=lambda found: (-found.score, found.passage.id))


def own_scores(cosines: Mapping[int, float] | None, lexical: Mapping[int, float]) -> dict[int, float]:
    """Scores of passages of own documents above the floor; comparable with those of ``fuse``."""
    if cosines is None:
        return {number: share for number, share in lexical.items() if share >= LEXICAL_FLOOR}
    scores = {
        number: cosine + LEXICAL_WEIGHT * lexical.get(number, 0.0) for number, cosine in cosines.items()
    }
    return {number: score for number, score in scores.items() if score >= FUSED_FLOOR}


def mean_over_languages(near: Sequence[Near]) -> dict[str, float]:
    """For each passage the mean of its best cosine in each language that occurs at all.

    A language in which no record of the passage came back counts as the farthest record that did.
    """
    languages = {row.lang for row in near}
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for row in near:
        found = best[row.passage_id]
        found[row.lang] = max(found.get(row.lang, -1.0), row.cosine)
    farthest = min((row.cosine for row in near), default=0.0)
    return {
        passage_id: sum(found.get(lang, farthest) for lang in languages) / len(languages)
        for passage_id, found in best.items()
    }


def in_step_order(passages: Iterable[Passage], step: int) -> list[Passage]:
    """The passages that serve ``step``: those for which it is the first and only step come first."""
    serving = [passage for passage in passages if step in passage.steps]
    return sorted(serving, key=lambda passage: (passage.steps.index(step), len(passage.steps)))
