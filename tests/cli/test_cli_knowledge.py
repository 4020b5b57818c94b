"""`knowledge search`: what is shown of what was found. How well it is found, tests/knowledge says."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import Hit, Knowledge

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
    assert asked == [("an indicator", {"lang": "ko", "step": 7, "k": 5})]


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
