"""Slow work: searching and exporting away from the screen, late, twice, and failing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from assistant.workspace import Conversation, Request, Workspace
from knowledge import Hit, KnowledgeError

HIT = Hit(
    passage_id="visure.scope",
    title="Scope",
    text="A plan names what it covers.\n- services\n- data",
    lang="en",
    kind="example",
    source="visure",
    source_title="Guide",
    lines=(12, 18),
    content_hash="0" * 64,
    score=0.9,
    steps=(1,),
    offers=MappingProxyType({"scope_in": ("All permits", "Data of the city")}),
)


@pytest.fixture
def at_scope(memory: Workspace) -> Conversation:
    conversation = memory.new("plan")
    conversation.start()
    conversation.command("goto", "scope_in")
    return conversation


def suggest(conversation: Conversation) -> Request:
    (request,) = conversation.say("suggest").requests
    return request


def test_a_suggestion_is_shown_with_its_source_and_taken_with_its_citation(
    at_scope: Conversation, knowledge: Any
) -> None:
    knowledge.hits = [HIT]
    shown = "\n".join(each.text for each in at_scope.fulfil(suggest(at_scope)).shown)
    assert "A plan names what it covers." in shown
    assert "Guide" in shown
    assert knowledge.asked[0]["step"] == 1
    assert knowledge.asked[0]["query"].startswith("scope in. What does the plan cover?")
    at_scope.say("take 1")
    plan, marks = at_scope.document().plan, at_scope.document().provenance
    assert [item.text for item in plan.scope_in] == ["All permits", "Data of the city"]
    (citation,) = marks[plan.scope_in[0].uid]["text"].citations
    assert (citation.passage, citation.lines) == ("visure.scope", (12, 18))  # type: ignore[union-attr]


def test_a_late_result_is_shown_but_is_on_offer_for_its_own_question_only(
    at_scope: Conversation, knowledge: Any
) -> None:
    knowledge.hits = [HIT]
    request = suggest(at_scope)
    at_scope.command("goto", "4")
    turn = at_scope.fulfil(request)
    assert any("A plan names what it covers." in each.text for each in turn.shown)
    before = at_scope.document()
    at_scope.say("take 1")
    assert before.plan.scope_in == at_scope.document().plan.scope_in == ()


def test_a_result_that_comes_twice_is_taken_once(at_scope: Conversation, knowledge: Any) -> None:
    knowledge.hits = [HIT]
    request = suggest(at_scope)
    assert at_scope.pending() == (request,)
    assert at_scope.fulfil(request).shown
    assert at_scope.pending() == ()
    assert at_scope.fulfil(request).shown == ()


def test_nothing_found_is_said(at_scope: Conversation) -> None:
    turn = at_scope.fulfil(suggest(at_scope))
    assert "I found nothing in the sources" in turn.shown[0].text


def test_a_search_that_fails_is_told_and_the_question_stays(at_scope: Conversation, knowledge: Any) -> None:
    knowledge.error = KnowledgeError("chroma: disk I/O error 0x1f")
    turn = at_scope.fulfil(suggest(at_scope))
    assert "could not be searched" in turn.shown[0].text
    assert "chroma" not in turn.shown[0].text
    assert at_scope.pending() == ()
    assert at_scope.cursor() == (1, "What is covered")


def test_an_open_request_is_issued_again_after_a_restart(
    at_scope: Conversation, memory: Workspace, knowledge: Any
) -> None:
    request = suggest(at_scope)
    back = memory.resume("plan")
    assert back.start().requests == (request,)
    knowledge.hits = [replace(HIT, title="Again")]
    assert any("Again" in each.text for each in back.fulfil(request).shown)


def test_an_export_says_where_the_file_is(at_scope: Conversation, tmp_path: Path) -> None:
    (request,) = at_scope.say("/export markdown").requests
    turn = at_scope.fulfil(request)
    (path,) = (tmp_path / "exports").iterdir()
    assert path.name in turn.shown[0].text.replace("\\", "")
    assert path.read_text("utf-8").startswith("#")


def test_an_export_that_fails_is_told(at_scope: Conversation, tmp_path: Path) -> None:
    (request,) = at_scope.say(f"/export json {tmp_path}/no/such/folder/plan.json").requests
    turn = at_scope.fulfil(request)
    assert turn.shown[0].kind == "error"
    assert "no/such/folder" in turn.shown[0].text.replace("\\", "")


def test_a_question_back_is_looked_up_and_the_same_question_asked_again(
    at_scope: Conversation, knowledge: Any
) -> None:
    knowledge.hits = [HIT]
    (request,) = at_scope.say("what is a scope?").requests
    turn = at_scope.fulfil(request)
    assert knowledge.asked[0]["query"] == "what is a scope?"
    assert "What does the plan cover?" in turn.shown[-1].text
    assert at_scope.document().plan.scope_in == ()
