"""The thesaurus at work: what a text names, in which words ever, and how much a passage shares of it."""

from __future__ import annotations

import unicodedata

import pytest

from knowledge import CorpusError
from knowledge.concepts import ConceptIndex, Thesaurus, concepts_of

ENTRIES = concepts_of(
    {
        "concepts": {
            "consultation": {
                "en": ["consultation", "ask people", "policy"],
                "ko": ["의견 수렴", "여론"],
                "vi": ["lấy ý kiến", "tham vấn"],
            },
            "objectives": {"en": ["objective", "KPI"], "ko": ["목표", "KPI"], "vi": ["mục tiêu", "chỉ tiêu"]},
            "money": {"en": ["budget", "how much does it cost"], "ko": ["예산"], "vi": ["ngân sách"]},
            "targets": {"en": ["target"], "ko": ["목표"], "vi": ["chỉ tiêu"]},
        }
    },
    "test",
)
THESAURUS = Thesaurus(ENTRIES)


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Our objectives", "en", {"objectives"}),
        ("the policies of the city", "en", {"consultation"}),
        ("asking people", "en", set()),
        ("ask PEOPLE first", "en", {"consultation"}),
        ("ask all people", "en", set()),
        ("the council's budget", "en", {"money"}),
        ("so how much does it cost?", "en", {"money"}),
        ("how much", "en", set()),
        ("kpis and targets", "en", {"objectives", "targets"}),
        ("objectively", "en", set()),
        ("", "en", set()),
        ("주민 의견 수렴은 어떻게", "ko", {"consultation"}),
        ("주민의견수렴을", "ko", {"consultation"}),
        ("의견을 수렴", "ko", set()),
        ("성과목표에서는", "ko", {"objectives", "targets"}),
        ("KPI와 예산", "ko", {"objectives", "money"}),
        ("budgets 편성", "ko", {"money"}),
        ("예", "ko", set()),
        ("Lấy ý kiến người dân", "vi", {"consultation"}),
        ("lay y kien nguoi dan", "vi", {"consultation"}),
        ("muc tieu", "vi", {"objectives"}),
        ("mục tiêu và chỉ tiêu", "vi", {"objectives", "targets"}),
        ("chỉ đạo", "vi", set()),
        ("chi tieu", "vi", {"objectives", "targets"}),
        ("mưc tiêu", "vi", set()),
    ],
)
def test_what_a_text_names(text, lang, found):
    assert THESAURUS.found(text, lang) == found
    assert THESAURUS.found(unicodedata.normalize("NFD", text), lang) == found


def _index(lang: str = "en") -> ConceptIndex:
    texts = {
        "a": "objectives and a budget",
        "b": "an objective",
        "c": "objectives",
        "d": "nothing of that",
        "e": "예산",
    }
    return ConceptIndex(THESAURUS, texts, lang)


def test_a_passage_scores_by_the_share_of_what_was_asked_and_rare_counts_more():
    scores = _index().scores("objectives within a budget")
    assert scores.keys() == {"a", "b", "c"}
    assert 1 >= scores["a"] > scores["b"] == scores["c"] > 0
    assert _index().scores("the budget")["a"] > _index().scores("the objective")["a"]


def test_one_concept_alone_does_not_count_as_everything_asked():
    assert _index().scores("budget")["a"] < 0.5


def test_what_nothing_is_called_scores_nothing():
    assert _index().scores("pizza recipe") == {}
    assert _index().scores("consultation") == {}
    assert ConceptIndex(THESAURUS, {}, "en").scores("budget") == {}
    assert ConceptIndex(Thesaurus({}), {"a": "budget"}, "en").scores("budget") == {}


def test_an_index_reads_its_own_language():
    assert _index("ko").scores("예산").keys() == {"a", "e"}  # English words stand in Korean texts, too
    assert _index("en").scores("예산") == {}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ([], "not a mapping"),
        ({}, "lacks concepts"),
        ({"concepts": {"a": {"en": ["x"], "ko": ["y"]}}}, "a: lacks vi"),
        ({"concepts": {"A b": {"en": ["x"], "ko": ["y"], "vi": ["z"]}}}, "lower-case-with-dashes"),
        ({"concepts": {"a": {"en": [" "], "ko": ["y"], "vi": ["z"]}}}, "empty or not a text"),
        ({"concepts": {"a": {"en": [5], "ko": ["y"], "vi": ["z"]}}}, "empty or not a text"),
        ({"concepts": {"a": {"en": ["x"], "ko": ["y"], "vi": ["z"], "fr": ["w"]}}}, "unknown fr"),
    ],
)
def test_a_thesaurus_that_breaks_its_rules_is_refused(entry, said):
    with pytest.raises(CorpusError, match=said):
        concepts_of(entry, "test")
