"""Fusion: what counts, what is left out, what comes first. No model, no index."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from knowledge.corpus import builtin_corpus
from knowledge.search import (
    CONCEPTS,
    ELSEWHERE,
    FLOOR,
    LEXICAL_FLOOR,
    OWN,
    OWN_FLOOR,
    STEP,
    WORDS,
    Evidence,
    convincing,
    fuse,
    in_step_order,
    own_scores,
    relevance,
)

BY_ID = builtin_corpus().by_id
SMART, RISKS = "visure.step4.smart", "visure.step7.risks"
FACT = next(passage.id for passage in BY_ID.values() if passage.fact)
SURE = 10.0
"""On the subject beyond doubt, so that the gate is not what a test is about."""


def _evidence(nearness: Mapping[str, float] | None, words=None, concepts=None, **more) -> Evidence:
    return Evidence(nearness, words or {}, concepts or {}, **{"subject": SURE, **more})


def _fuse(evidence: Evidence, *, step=None, kinds=None, floor=True) -> list[str]:
    return [found.passage.id for found in fuse(BY_ID, evidence, step=step, kinds=kinds, floor=floor)]


def test_nothing_that_speaks_for_anything_means_nothing():
    assert _fuse(_evidence({})) == []
    assert _fuse(_evidence(None)) == []


def test_shared_words_and_shared_concepts_lift_a_passage():
    near = {SMART: FLOOR + 3.0, RISKS: FLOOR + 3.2}
    assert _fuse(_evidence(near)) == [RISKS, SMART]
    assert _fuse(_evidence(near, words={SMART: 0.3 / WORDS})) == [SMART, RISKS]
    assert _fuse(_evidence(near, concepts={SMART: 0.3 / CONCEPTS})) == [SMART, RISKS]


def test_what_speaks_for_a_passage_is_added_up():
    evidence = _evidence({SMART: 2.0}, {SMART: 0.5, RISKS: 0.25}, {SMART: 1.0})
    assert relevance(evidence, SMART) == pytest.approx(2.0 + 0.5 * WORDS + CONCEPTS)
    assert relevance(evidence, RISKS) == pytest.approx(0.25 * WORDS)
    assert relevance(evidence, FACT) == 0.0


def test_below_the_floor_nothing_is_shown_and_the_step_does_not_help_over_it():
    below = _evidence({SMART: FLOOR - STEP / 2})
    assert _fuse(below, step=4) == []
    assert _fuse(below, step=4, floor=False) == [SMART]
    assert _fuse(_evidence({SMART: FLOOR + 0.001})) == [SMART]


def test_beside_a_clear_answer_nothing_vague_is_shown():
    near = {SMART: FLOOR * 50, RISKS: FLOOR + 0.1}
    assert _fuse(_evidence(near)) == [SMART]
    assert _fuse(_evidence(near), floor=False) == [SMART, RISKS]


def test_the_current_step_breaks_a_near_tie_and_no_more():
    assert STEP > 0
    near = {SMART: 6.0, RISKS: 6.0 + STEP / 2}
    assert _fuse(_evidence(near)) == [RISKS, SMART]
    assert _fuse(_evidence(near), step=4) == [SMART, RISKS]
    far = {SMART: 6.0, RISKS: 6.1 + STEP}
    assert _fuse(_evidence(far), step=4) == [RISKS, SMART]


def test_facts_come_first_where_other_governments_were_asked_for():
    near = {FACT: 6.0, RISKS: 6.0 + ELSEWHERE / 2}
    assert _fuse(_evidence(near)) == [RISKS, FACT]
    assert _fuse(_evidence(near, elsewhere=True)) == [FACT, RISKS]


def test_a_query_that_is_off_the_subject_gets_nothing_however_near():
    near = {SMART: FLOOR + 2.0}
    assert _fuse(_evidence(near, subject=-SURE)) == []
    assert _fuse(_evidence(near, subject=-SURE), floor=False) == [SMART]
    assert _fuse(_evidence(near, subject=SURE)) == [SMART]


def test_what_convinces_is_the_subject_with_the_best_passage_and_the_nearest():
    doubtful = _evidence({SMART: 0.1}, subject=0.0)
    assert not convincing(doubtful)
    assert convincing(_evidence({SMART: 0.1}, subject=SURE))
    assert convincing(_evidence({SMART: 9.0}, subject=0.0))
    assert convincing(_evidence({SMART: 0.1}, {SMART: 1.0}, subject=0.0))
    assert convincing(_evidence(None, subject=-SURE))  # without vectors there is no such judgement
    assert not convincing(_evidence({}, subject=SURE))


def test_kinds_are_a_filter():
    near = {SMART: 6.0, FACT: 5.5}
    assert _fuse(_evidence(near), kinds={"case"}) == [FACT]
    assert _fuse(_evidence(near), kinds={"no such kind"}) == []


def test_without_vectors_words_alone_rank_above_a_floor_of_their_own():
    share = LEXICAL_FLOOR / WORDS
    words = {SMART: share + 0.2, RISKS: share + 0.001, FACT: share / 2}
    assert _fuse(_evidence(None, words)) == [SMART, RISKS]
    assert _fuse(_evidence(None, words), floor=False) == [SMART, RISKS, FACT]


def test_an_id_that_the_corpus_does_not_hold_is_ignored():
    assert _fuse(_evidence({"visure.gone": 9.0, SMART: 8.0})) == [SMART]


def test_passages_that_score_alike_come_in_a_fixed_order():
    near = dict.fromkeys((SMART, RISKS, FACT), 6.0)
    assert _fuse(_evidence(near)) == sorted(near) == _fuse(_evidence(dict(reversed(near.items()))))


def test_own_passages_have_a_floor_of_their_own_and_words_help_over_it():
    near = {1: OWN_FLOOR + 0.1, 2: OWN_FLOOR - 0.1}
    assert own_scores(near, {}, on_subject=True) == {1: pytest.approx(OWN + OWN_FLOOR + 0.1)}
    assert set(own_scores(near, {2: 0.2 / WORDS}, on_subject=True)) == {1, 2}


def test_own_passages_without_a_vector_are_found_by_words():
    """One that is not among the nearest of a long document, or was added while no embedder ran."""
    words = {1: 1.0, 2: LEXICAL_FLOOR / WORDS / 2}
    assert list(own_scores(None, words, on_subject=True)) == [1]
    assert list(own_scores({}, words, on_subject=True)) == [1]
    assert list(own_scores({3: 99.0}, words, on_subject=False)) == [1, 3]


def test_an_own_passage_must_say_more_where_the_query_is_about_something_else():
    scores = {number: number / 10 for number in range(120)}
    among, elsewhere = (set(own_scores(scores, {}, on_subject=on)) for on in (True, False))
    assert elsewhere < among
    assert 119 in elsewhere


@pytest.mark.parametrize("step", range(1, 11))
def test_passages_made_for_a_step_come_before_those_that_also_serve_it(step):
    found = in_step_order(BY_ID.values(), step)
    assert len(found) >= 3
    assert all(step in passage.steps for passage in found)
    places = [(passage.steps.index(step), len(passage.steps)) for passage in found]
    assert places == sorted(places)
    assert found[0].steps == (step,)
