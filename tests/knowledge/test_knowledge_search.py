"""Fusion: what counts, what is left out, what comes first. No model, no index."""

from __future__ import annotations

import pytest

from knowledge.corpus import builtin_corpus
from knowledge.search import (
    FUSED_FLOOR,
    LEXICAL_FLOOR,
    STEP_BONUS,
    Near,
    fuse,
    in_step_order,
    mean_over_languages,
)

BY_ID = builtin_corpus().by_id
SMART, RISKS, CASE = "visure.step4.smart", "visure.step7.risks", "visure.examples.estonia"


def _everywhere(passage_id: str, cosine: float) -> list[Near]:
    return [Near(passage_id, lang, cosine) for lang in ("en", "ko", "vi")]


def _fuse(near, lexical=None, *, step=None, kinds=None) -> list[str]:
    found = fuse(BY_ID, near, lexical or {}, step=step, kinds=kinds)
    return [ranked.passage.id for ranked in found]


def test_the_best_cosine_of_each_language_counts_and_languages_vote():
    near = [Near(SMART, "en", 0.9), Near(SMART, "en", 0.7), Near(SMART, "ko", 0.8), Near(RISKS, "ko", 0.7)]
    assert mean_over_languages(near) == {SMART: pytest.approx(0.85), RISKS: pytest.approx(0.70)}


def test_nothing_near_means_nothing():
    assert mean_over_languages([]) == {}
    assert _fuse([]) == []


def test_being_near_in_one_language_only_does_not_win():
    near = [
        *_everywhere(SMART, 0.88),
        Near(RISKS, "ko", 0.93),
        Near(RISKS, "en", 0.8),
        Near(RISKS, "vi", 0.8),
    ]
    assert _fuse(near)[0] == SMART


def test_shared_words_lift_a_passage():
    near = [*_everywhere(SMART, 0.86), *_everywhere(RISKS, 0.87)]
    assert _fuse(near) == [RISKS, SMART]
    assert _fuse(near, {SMART: 0.5}) == [SMART, RISKS]


def test_below_the_floor_nothing_is_shown_and_the_step_does_not_help_over_it():
    near = _everywhere(SMART, FUSED_FLOOR - STEP_BONUS / 2)
    assert _fuse(near, step=4) == []
    assert _fuse(_everywhere(SMART, FUSED_FLOOR + 0.001)) == [SMART]


def test_the_current_step_breaks_a_near_tie_and_no_more():
    near = [*_everywhere(SMART, 0.880), *_everywhere(RISKS, 0.885)]
    assert _fuse(near, step=4) == [SMART, RISKS]
    far = [*_everywhere(SMART, 0.86), *_everywhere(RISKS, 0.861 + STEP_BONUS)]
    assert _fuse(far, step=4) == [RISKS, SMART]


def test_kinds_are_a_filter():
    near = [*_everywhere(SMART, 0.9), *_everywhere(CASE, 0.88)]
    assert _fuse(near, kinds={"case"}) == [CASE]


def test_without_vectors_words_alone_rank():
    assert _fuse(None, {SMART: LEXICAL_FLOOR + 0.2, RISKS: LEXICAL_FLOOR, CASE: LEXICAL_FLOOR / 2}) == [
        SMART,
        RISKS,
    ]


def test_an_id_that_the_corpus_does_not_hold_is_ignored():
    assert _fuse(_everywhere("visure.gone", 0.99)) == []


@pytest.mark.parametrize("step", range(1, 11))
def test_passages_made_for_a_step_come_before_those_that_also_serve_it(step):
    found = in_step_order(BY_ID.values(), step)
    only = [passage.steps == (step,) for passage in found]
    assert len(found) >= 3
    assert only[0]
    assert all(step in passage.steps for passage in found)
