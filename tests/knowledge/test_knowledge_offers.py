"""Offers: lines of a passage that answer a question as they stand, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from knowledge import CorpusError
from knowledge.corpus import LANGUAGES, builtin_corpus
from knowledge.offers import offers_of
from knowledge.records import records_of

CORPUS = builtin_corpus()
OFFERING = [passage for passage in CORPUS.passages if passage.offers]
ALL = pytest.mark.parametrize("passage", OFFERING, ids=lambda passage: passage.id)


def _three(*lines: object) -> dict[str, list[object]]:
    return {lang: list(lines) for lang in LANGUAGES}


def _words(passage, lang: str) -> str:
    lines = "\n".join(line for offered in passage.offers.values() for line in offered[lang])
    return re.sub(r"\{\w+\|", "[", lines)


@ALL
def test_each_language_is_written_in_its_own_script(passage):
    for lang in LANGUAGES:
        words = _words(passage, lang)
        hangul = bool(re.search("[가-힣]", words))
        vietnamese = bool(re.search("[ăđơưạảấầậắặẹếềệịọốồộớờợụứừựỳ]", words))
        assert (hangul, vietnamese) == (lang == "ko", lang == "vi")


@ALL
def test_no_figure_is_invented(passage):
    """The sources hold no values, amounts or years; who needs one finds a bracket to fill."""
    assert not [lang for lang in LANGUAGES if re.search(r"\d", _words(passage, lang))]


@ALL
def test_blanks_to_fill_are_closed(passage):
    for lang in LANGUAGES:
        words = _words(passage, lang).replace("}", "]")
        assert not re.sub(r"\[[^\[\]\n;]+\]", "", words).count("[")


@pytest.mark.parametrize("wrong", ["kỹ thuật số", "quét môi trường", "nhận dạng", "mối đe dọa", "phân phối"])
def test_errors_of_the_source_are_not_repeated(wrong):
    assert not [passage.id for passage in OFFERING if wrong in _words(passage, "vi").casefold()]


@ALL
def test_what_is_embedded_does_not_change_with_the_offers(passage):
    assert records_of([replace(passage, offers={})]) == records_of([passage])


def test_a_hit_offers_what_answers_the_question_in_the_reader_s_language(cold_knowledge):
    shown = {lang: cold_knowledge.hit("visure.component.stakeholders", lang) for lang in LANGUAGES}
    first = {lang: hit.offers_for("stakeholders")[0] for lang, hit in shown.items()}
    assert first == {"en": "Citizens", "ko": "국민", "vi": "Người dân"}
    assert shown["en"].offers_for("risks") == ()


def test_whoever_looks_for_lines_to_take_finds_every_passage_that_has_some(cold_knowledge):
    hits = cold_knowledge.offering("stakeholders", "ko")
    assert {hit.passage_id for hit in hits} == {p.id for p in OFFERING if "stakeholders" in p.offers}
    assert all(hit.lang == "ko" and hit.offers_for("stakeholders") for hit in hits)
    assert cold_knowledge.offering("approval", "en") == []


def test_well_formed_offers_are_kept_in_order():
    found = offers_of({"goals": _three("One", "By {end|year}, two")}, "here")
    assert found == {"goals": dict.fromkeys(LANGUAGES, ("One", "By {end|year}, two"))}


@pytest.mark.parametrize(
    ("offers", "complaint"),
    [
        (["Citizens"], "not a mapping"),
        ({"Goals!": _three("One")}, "not the id of a question"),
        ({"goals": {"en": ["One"], "ko": ["하나"]}}, "lacks vi"),
        ({"goals": _three("One") | {"vi": ["Một", "Hai"]}}, "number of lines"),
        ({"goals": _three()}, "1 to 8 lines"),
        ({"goals": _three(*map(str, range(9)))}, "1 to 8 lines"),
        ({"goals": dict.fromkeys(LANGUAGES, "One")}, "not a list"),
        ({"goals": _three("One", "One")}, "twice"),
        ({"goals": _three(" ")}, "empty"),
        ({"goals": _three(7)}, "not a text"),
        ({"goals": _three("One\ntwo")}, "more than one line"),
        ({"goals": _three("x" * 301)}, "300 characters"),
        ({"goals": _three("By {when|year}")}, "unknown placeholder when"),
        ({"goals": _three("By {end}")}, "a placeholder is a fact and words"),
        ({"goals": _three("By {end|}")}, "a placeholder is a fact and words"),
        ({"goals": _three("By {end|year")}, "a placeholder is a fact and words"),
        ({"goals": _three("By {end|year}") | {"vi": ["Đến hết kỳ"]}}, "differ in their placeholders"),
    ],
)
def test_malformed_offers_are_refused_with_their_place(offers, complaint):
    with pytest.raises(CorpusError, match=complaint) as caught:
        offers_of(offers, "one.yaml: demo.one: offers")
    assert "one.yaml: demo.one: offers" in str(caught.value)
