"""Words in three languages."""

from __future__ import annotations

import pytest

from knowledge.corpus import builtin_corpus
from knowledge.lexical import LexicalIndex, language_of, terms

INDEX = LexicalIndex(builtin_corpus().passages)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("e-government", "en", ["e-government", "government"]),
        ("How do we set objectives?", "en", ["set", "objective"]),
        ("the policies", "en", ["policy"]),
        ("이해관계자는", "ko", ["이해", "해관", "관계", "계자"]),
        ("예산", "ko", ["예산"]),
        ("SWOT 분석은 어떻게 하나요?", "ko", ["swot", "분석"]),
        ("muc tieu", "vi", ["~muc", "~tieu", "~muc tieu"]),
        ("là gì", "vi", []),
        ("", "en", []),
    ],
)
def test_terms_of_a_text(text, lang, expected):
    assert terms(text, lang) == expected


def test_vietnamese_is_indexed_with_and_without_its_marks():
    assert terms("Mục tiêu", "vi") == ["mục", "tiêu", "mục tiêu", "~muc", "~tieu", "~muc tieu"]


def test_decomposed_text_gives_the_same_terms():
    import unicodedata

    for text, lang in (("Mục tiêu cụ thể", "vi"), ("이해관계자", "ko")):
        assert terms(unicodedata.normalize("NFD", text), lang) == terms(text, lang)


@pytest.mark.parametrize(
    ("query", "reader", "expected"),
    [
        ("성과지표 KPI", "en", ("ko",)),
        ("mục tiêu", "en", ("vi",)),
        ("đánh giá", "ko", ("vi",)),
        ("muc tieu", "vi", ("vi", "en")),
        ("objectives", "ko", ("en",)),
    ],
)
def test_the_language_of_a_query_is_seen_from_its_letters(query, reader, expected):
    assert language_of(query, reader) == expected


@pytest.mark.parametrize(
    ("query", "reader", "expected"),
    [
        ("how to write SMART objectives", "en", "visure.step4.smart"),
        ("SMART 세부목표", "ko", "visure.step4.smart"),
        ("mục tiêu cụ thể theo SMART", "vi", "visure.step4.smart"),
        ("muc tieu cu the theo SMART", "vi", "visure.step4.smart"),
        ("에스토니아의 전자투표", "ko", "visure.examples.estonia"),
        ("e-Residency Estonia", "en", "visure.examples.estonia"),
    ],
)
def test_words_alone_find_the_passage(query, reader, expected):
    scores = INDEX.scores(query, reader)
    assert max(scores, key=lambda passage_id: scores[passage_id]) == expected


def test_a_score_is_the_share_of_the_query_that_is_answered():
    known, half = (INDEX.scores(query, "en") for query in ("vision", "vision pizza"))
    assert all(0 < score <= 1 for score in known.values())
    assert all(half[passage_id] < known[passage_id] for passage_id in known)
    assert INDEX.scores("pizza", "en") == {}


@pytest.mark.parametrize("query", ["", "!!!", "🙂", "\0", "the"])
def test_a_query_without_words_finds_nothing(query):
    assert INDEX.scores(query, "en") == {}
