"""Fusing what the vectors find with what the words find, and keeping silent when neither is convincing.

Nearness counts in spreads (see ``knowledge.index.space``), words and concepts in shares of what was asked; so a
weight means the same for every embedder, and a floor the same for every query. Ranks would always crown somebody.
The constants were set on the development set in ``tests/knowledge/evaluation`` with the default embedder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from knowledge.corpus import Passage

Mode = Literal["fused", "dense", "lexical"]
MODES: Final[tuple[Mode, ...]] = ("fused", "dense", "lexical")

MAX_QUERY: Final = 600  # characters; a longer text is searched by its beginning (embedding costs with length)
NEAREST: Final = 400  # records asked of the store
WORDS: Final = 4.0
CONCEPTS: Final = 1.5
STEP: Final = 1.0
ELSEWHERE: Final = 1.0
FLOOR: Final = 1.0
FLOOR_SHARE: Final = 0.2  # of what speaks for the best passage: beside a clear answer nothing vague is shown
LEXICAL_FLOOR: Final = 0.9
# Whether a query is answered at all: the classifier, the best passage, and the nearest one must convince together.
SUBJECT: Final = 5.0
BEST: Final = 0.8
NEAREST_ONE: Final = 0.9
ENOUGH: Final = 2.6
# A passage of an own document has one language and no questions: what speaks for it is less, and counts for more.
OWN: Final = 1.5
OWN_FLOOR: Final = 0.6
OWN_FLOOR_ELSEWHERE: Final = (
    2.2  # for a query that is not about planning: own documents may be about anything
)


@dataclass(frozen=True, slots=True)
class Near:
    """A record near the query: its passage, its language and the cosine."""

    passage_id: str
    lang: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for passages, by their ids.

    ``nearness`` is None where no embedder runs. ``words`` and ``concepts`` are the shares of the query's words and
    concepts that a passage answers, 0 to 1. ``elsewhere``: the query asks what other governments did. ``subject``:
    how surely it is about planning at all, near 1 for yes and near -1 for no.
    """

    nearness: Mapping[str, float] | None
    words: Mapping[str, float]
    concepts: Mapping[str, float] = field(default_factory=dict)
    elsewhere: bool = False
    subject: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and its score; higher is better."""

    passage: Passage
    score: float


def fuse(
    passages: Mapping[str, Passage],
    evidence: Evidence,
    *,
    step: int | None,
    kinds: Collection[str] | None,
    floor: bool = True,
) -> list[Ranked]:
    """Rank passages, best first.

    What is below the floor is left out (unless ``floor`` is off, to measure the ranking alone), and everything
    is when the query seems to be about something else. A passage of the
    current ``step`` gets a small preference, and a fact where other governments were asked for: that orders what is
    relevant and makes nothing relevant.
    """
    if floor and not convincing(evidence):
        return []
    least = _least(evidence) if floor else float("-inf")
    ranked = []
    for passage_id in evidence.words.keys() | evidence.concepts.keys() | (evidence.nearness or {}).keys():
        passage = passages.get(passage_id)
        if passage is None or (kinds and passage.kind not in kinds):
            continue
        score = relevance(evidence, passage_id)
        if score < least:
            continue
        score += STEP * (step in passage.steps) + ELSEWHERE * (evidence.elsewhere and bool(passage.fact))
        ranked.append(Ranked(passage, score))
    return sorted(ranked, key=lambda found: (-found.score, found.passage.id))


def convincing(evidence: Evidence) -> bool:
    """Whether a query is about what the passages are about, as far as vectors can tell."""
    if not evidence.nearness:
        return evidence.nearness is None
    best = max(relevance(evidence, passage) for passage in evidence.nearness)
    return SUBJECT * evidence.subject + BEST * best + NEAREST_ONE * max(evidence.nearness.values()) >= ENOUGH


def _least(evidence: Evidence) -> float:
    if evidence.nearness is None:
        return LEXICAL_FLOOR
    best = max((relevance(evidence, passage) for passage in evidence.nearness), default=0.0)
    return max(FLOOR, FLOOR_SHARE * best)


def relevance(evidence: Evidence, passage: str) -> float:
    """How much speaks for one passage, whatever the step."""
    words = WORDS * evidence.words.get(passage, 0.0) + CONCEPTS * evidence.concepts.get(passage, 0.0)
    return words if evidence.nearness is None else words + evidence.nearness.get(passage, 0.0)


def own_scores(
    nearness: Mapping[int, float] | None, words: Mapping[int, float], *, on_subject: bool
) -> dict[int, float]:
    """Scores of passages of own documents above the floor; comparable with those of ``fuse``.

    A passage that is not in ``nearness`` (another one is nearer, or its vector is not yet made) must share more words.
    """
    if nearness is None:
        return {number: WORDS * share for number, share in words.items() if WORDS * share >= LEXICAL_FLOOR}
    floor = OWN_FLOOR if on_subject else OWN_FLOOR_ELSEWHERE
    found = {}
    for number in nearness.keys() | words.keys():
        score = nearness.get(number, 0.0) + WORDS * words.get(number, 0.0)
        if score >= (floor if number in nearness else max(floor, LEXICAL_FLOOR)):
            found[number] = OWN + score
    return found


def in_step_order(passages: Iterable[Passage], step: int) -> list[Passage]:
    """The passages that serve ``step``: those for which it is the first and only step come first."""
    serving = [passage for passage in passages if step in passage.steps]
    return sorted(serving, key=lambda passage: (passage.steps.index(step), len(passage.steps)))
