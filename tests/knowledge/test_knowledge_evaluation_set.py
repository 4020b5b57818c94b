"""The figures that search must hold, on the development set in ``evaluation/``. The held-out set is never tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.corpus import LANGUAGES
from knowledge.evaluation import Report, evaluate, read_queries

SET = Path(__file__).parent / "evaluation" / "dev.jsonl"
QUERIES = read_queries(SET)
HIT_AT_3 = 0.95
ANSWERED = 0.10  # of what nothing answers
BEHIND = 2  # queries that one language may be behind another

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(warm_knowledge) -> Report:
    """One run for every test of this file: some ten seconds."""
    assert (warm_knowledge.wait(), warm_knowledge.state, warm_knowledge.reason) == (True, "ready", "")
    return evaluate(warm_knowledge.search, QUERIES, modes=("fused",))


def test_the_set_is_parallel():
    asked = {
        lang: {q.id.rsplit("-", 1)[0] for q in QUERIES if q.lang == lang and q.gold} for lang in LANGUAGES
    }
    nothing = {lang: [q.id for q in QUERIES if q.lang == lang and not q.gold] for lang in LANGUAGES}
    assert asked["en"] == asked["ko"] == asked["vi"]
    assert {len(ids) for ids in asked.values()} == {60}
    assert {len(ids) for ids in nothing.values()} == {20}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_is_among_the_first_three(report, lang):
    rates = report.rates["fused"][lang]
    assert rates.hit_at[3] >= HIT_AT_3, report.missed


def test_no_language_is_more_than_two_queries_behind_another(report):
    hits = [
        round(report.rates["fused"][lang].hit_at[3] * report.rates["fused"][lang].queries)
        for lang in LANGUAGES
    ]
    assert max(hits) - min(hits) <= BEHIND, dict(zip(LANGUAGES, hits, strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nothing_answers_is_hardly_ever_answered(report, lang):
    rates = report.rates["fused"][lang]
    assert rates.answered <= ANSWERED * rates.unanswerable, report.wrongly
