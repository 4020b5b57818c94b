"""`knowledge search`: what is shown of what was found. How well it is found, tests/knowledge says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from knowledge import Hit, Knowledge, Place, Reference, Words

HIT = Hit(
    passage_id="visure.kpi",
    title="Define each indicator",
    text="An indicator needs a unit \x1b[31mand a date.",
    lang="en",
    kind="method",
    source="visure",
    source_title="What is a plan?",
    lines=(40, 41),
    content_hash="00",
    score=1.25,
    steps=(4,),
)


FACT = Hit(
    passage_id="dk-digital.dk-13",
    title="Denmark: risk",
    text="11% of citizens had an exemption.",
    lang="en",
    kind="case",
    source="dk-digital",
    source_title="Denmark",
    lines=None,
    content_hash="01",
    score=1.1,
    steps=(7,),
    label="dk-13",
    fact="dk-13",
    topic="risk",
    country="DK",
    confidence="secondary",
    references=(
        Reference("The Danes", "Agency", "https://example.org/danes", "n.d."),
        Reference("Another", "Paper", "https://example.org/other", "2015"),
    ),
)
KOREAN = replace(HIT, label="visure:40", newer=(FACT,), original=Words("ko", "지표에는 단위가 필요하다."))
OWN = replace(
    HIT,
    kind="document",
    lines=None,
    label="minutes.pdf",
    source_title="Minutes",
    place=Place("ab" * 32, 4, 5, ("Decisions",)),
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Hit]:
    """What the knowledge base finds, to be filled in by the test."""
    hits: list[Hit] = []
    monkeypatch.setattr(Knowledge, "search", lambda self, query, **options: hits)
    monkeypatch.setattr(Knowledge, "state", property(lambda self: "ready"))
    return hits


def test_a_fact_is_shown_with_source_confidence_and_address(govplan, found: list[Hit]) -> None:
    found.append(FACT)
    assert govplan("knowledge", "search", "exemptions").out == (
        "1. Denmark: risk\n11% of citizens had an exemption.\n"
        "[dk-13] The Danes, Agency, no date (secondary source)\nhttps://example.org/danes\n\n"
    )


def test_what_is_newer_stands_beneath_and_the_original_only_on_request(govplan, found: list[Hit]) -> None:
    found.append(KOREAN)
    out = govplan("knowledge", "search", "indicators").out
    assert "Since then: 11% of citizens had an exemption. (Agency, no date; dk-13)" in out
    assert "단위" not in out
    assert (
        "[Korean]\n지표에는 단위가 필요하다."
        in govplan("knowledge", "search", "indicators", "--original").out
    )


def test_a_document_of_one_s_own_is_cited_by_name_and_page(govplan, found: list[Hit]) -> None:
    found.append(OWN)
    assert "[minutes.pdf, pages 4–5] Minutes\n" in govplan("knowledge", "search", "indicators").out


def test_json_tells_facts_sources_and_documents_apart(govplan, found: list[Hit]) -> None:
    found += [FACT, KOREAN, OWN]
    fact, passage, own = govplan("knowledge", "search", "x", "--json", "--original").json["hits"]
    assert (fact["lines"], fact["fact"], fact["country"], fact["original"]) == (None, "dk-13", "DK", None)
    assert [each["url"][-5:] for each in fact["references"]] == ["danes", "other"]
    assert (passage["lines"], passage["fact"], passage["original"]["lang"]) == ([40, 41], None, "ko")
    assert [each["label"] for each in passage["newer"]] == ["dk-13"]
    assert own["place"] == {"document": "ab" * 32, "page": 4, "last_page": 5, "headings": ["Decisions"]}
    assert list(fact) == list(passage) == list(own)
    assert "original" not in govplan("knowledge", "search", "x", "--json").json["hits"][0]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """A knowledge base that finds one passage, and what it was asked."""
    questions: list[tuple[str, dict[str, Any]]] = []

    def search(self: Knowledge, query: str, **options: Any) -> list[Hit]:
        questions.append((query, options))
        return [HIT] if "indicator" in query else []

    monkeypatch.setattr(Knowledge, "search", search)
    monkeypatch.setattr(Knowledge, "state", property(lambda self: "ready"))
    return questions


def test_a_passage_is_shown_with_its_citation(govplan, asked) -> None:
    ran = govplan("knowledge", "search", "what is an indicator?")
    assert ran.code == 0
    assert ran.out == (
        f"1. Define each indicator\nAn indicator needs a unit and a date.\n[{HIT.label}] What is a plan?\n\n"
    )


def test_the_options_reach_the_search(govplan, asked) -> None:
    govplan("knowledge", "search", "an indicator", "--lang", "KO", "--step", "7", "-k", "5")
    assert asked == [("an indicator", {"lang": "ko", "step": 7, "k": 5, "session": None})]


def test_json_holds_the_citation_in_parts(govplan, asked) -> None:
    (hit,) = govplan("knowledge", "search", "an indicator", "--json").json["hits"]
    assert (hit["source"], hit["lines"], hit["content_hash"]) == ("visure", [40, 41], "00")


def test_when_nothing_fits_it_says_so(govplan, asked) -> None:
    ran = govplan("knowledge", "search", "the weather")
    assert ran.code == 0
    assert "say nothing about that" in ran.out
    assert govplan("knowledge", "search", "the weather", "--json").json["hits"] == []


@pytest.mark.parametrize("nothing", ["", "  ", "?!"])
def test_a_search_for_nothing_is_a_mistake_in_the_command(govplan, asked, nothing: str) -> None:
    ran = govplan("knowledge", "search", nothing)
    assert ran.code == 2
    assert "nothing to search for" in ran.err
    assert asked == []


def test_a_language_without_passages_is_refused(govplan, asked) -> None:
    ran = govplan("knowledge", "search", "an indicator", "--lang", "fr")
    assert ran.code == 1
    assert "en, ko, vi" in ran.err
    assert asked == []


def test_search_by_words_alone_says_so_apart_from_the_result(
    govplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")
    ran = govplan("knowledge", "search", "indicator baseline target", "--json")
    assert ran.json["search"] == "lexical"
    assert "by words alone" in ran.err


@pytest.mark.slow
def test_the_real_search_finds_what_a_planner_asks(govplan) -> None:
    hits = govplan("knowledge", "search", "what is a KPI?", "--json").json["hits"]
    assert any("indicator" in hit["text"] for hit in hits)
