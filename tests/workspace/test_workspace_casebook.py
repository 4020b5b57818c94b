"""Which government a name means, and in what order facts come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.workspace.casebook import Casebook, find_cases, varied
from assistant.workspace.suggester import Suggester
from knowledge import Knowledge
from knowledge.corpus import builtin_corpus

CASES = tuple(builtin_corpus().cases.values())


def named(text: str) -> list[str]:
    return sorted(case.country for case in find_cases(CASES, text)[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.country)
def test_every_name_code_and_alias_finds_its_case(case: Any) -> None:
    for name in (case.id, case.country.lower(), *case.name.values(), *case.aliases):
        cases, sure = find_cases(CASES, name)
        assert sure
        assert case in cases, name
    for name in case.name.values():
        assert find_cases(CASES, name)[0] == [case]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the UK", ["GB"]),
        ("Han Quoc", ["KR"]),
        ("nhat ban", ["JP"]),
        ("ESTONIA ", ["EE"]),
        ("New Zea", ["NZ"]),
        ("zealand", ["NZ"]),
        ("united", ["GB", "US"]),
        ("U.K.", ["GB"]),
    ],
)
def test_names_as_people_write_them(said: str, meant: list[str]) -> None:
    assert named(said) == meant
    assert find_cases(CASES, said)[1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("estnoia", "EE"), ("singapur", "SG"), ("에스토냐", "EE"), ("viet nma", "VN"), ("canda", "CA")],
)
def test_a_slip_finds_the_nearest_first_and_is_not_sure(said: str, meant: str) -> None:
    cases, sure = find_cases(CASES, said)
    assert not sure
    assert cases[0].country == meant


@pytest.mark.parametrize("said", ["Atlantis", "", "?", "the", "xq", "the steering committee", "주민"])
def test_what_is_no_government_finds_none(said: str) -> None:
    assert named(said) == []


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return Knowledge(tmp_path, embedder="none-of-this-name")


def params(question: str, step: int, topics: list[str], **more: Any) -> dict[str, Any]:
    return {
        "purpose": "cases", "query": "", "step": step, "lang": "en", "question": question, "owner": "",
        "topics": topics, "argument": "", "ids": [], "home": {}, **more,
    }  # fmt: skip


def test_countries_take_turns(knowledge: Knowledge) -> None:
    facts = varied(knowledge.facts("en", topics=("lesson",)))
    assert len(facts) == len(knowledge.facts("en", topics=("lesson",)))
    first_round = {fact.source for fact in facts}
    assert {fact.source for fact in facts[: len(first_round)]} == first_round


@pytest.mark.parametrize("lang", ["en", "ko", "vi"])
def test_facts_are_those_of_the_topics_or_can_be_taken(knowledge: Knowledge, lang: str) -> None:
    asked = params("risks", 7, ["risk", "lesson"], lang=lang)
    data = Casebook(knowledge).look(asked, "What could go wrong?")
    assert data is not None
    assert data["view"] == "facts"
    shown = [knowledge.hit(hit["passage_id"], lang) for hit in data["hits"]]
    waiting = [knowledge.hit(each, lang) for each in data["ids"]]
    for hit in (*shown, *waiting):
        assert hit is not None
        assert hit.topic in ("risk", "lesson") or hit.offers_for("risks")
    assert all(hit["country_name"] and hit["lang"] == lang for hit in data["hits"])
    assert data == Casebook(knowledge).look(asked, "What could go wrong?")


def test_a_country_leads_at_some_questions_and_not_at_all_of_them(knowledge: Knowledge) -> None:
    found = [
        Casebook(knowledge).look(params(question, 7, ["lesson"]), "")
        for question in ("risks", "lessons", "assumptions", "constraints", "improvement_areas")
    ]
    assert len({data["hits"][0]["source"] for data in found if data}) > 1


def suggested(knowledge: Knowledge, question: str, step: int, home: dict[str, str]) -> list[Any]:
    asked = params(question, step, [], purpose="suggest", home=home)
    return Suggester(knowledge, Casebook(knowledge), None).search(asked, "What could go wrong?")


@pytest.mark.parametrize(
    ("home", "country"),
    [
        ({"jurisdiction": "Canada", "organisation": "", "level": "national"}, "CA"),
        ({"jurisdiction": "", "organisation": "Government of Denmark", "level": ""}, "DK"),
        ({"jurisdiction": "대한민국 수원시", "organisation": "", "level": "local"}, "KR"),
    ],
)
def test_a_plan_s_own_country_comes_first_among_governments(
    knowledge: Knowledge, home: dict[str, str], country: str
) -> None:
    hits = suggested(knowledge, "risks", 7, home)
    assert len(hits) == 3
    assert [bool(hit.fact) for hit in hits] == [False, True, True]
    assert hits[1].country == country
    assert hits[2].country != country


def test_a_question_that_no_government_answers_shows_sources(knowledge: Knowledge) -> None:
    hits = suggested(knowledge, "glossary", 10, {})
    assert hits
    assert all(hit.offers_for("glossary") for hit in hits[:2])
