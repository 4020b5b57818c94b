"""What other governments did, from the question to the exported file; through the real workspace and case library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.stories import Player, catalogue

from assistant.dialogue.state import State
from assistant.plan.document import load_document
from assistant.plan.provenance import CaseCitation
from assistant.samples import load_sample
from assistant.workspace import Conversation, Workspace
from knowledge.corpus import builtin_corpus, content_hash
from prompts import Catalogue


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The person's workspace; search goes by words, which is quick and the same on every machine."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")
    monkeypatch.setattr(Catalogue, "strict", True)
    made = Workspace.open(lang="en")
    yield made
    made.close()


def begun(workspace: Workspace, question: str) -> Conversation:
    conversation = workspace.new("Marrow Bay")
    conversation.start()
    conversation.say("City of Marrow Bay")
    conversation.command("goto", question)
    return conversation


def answered(conversation: Conversation, text: str) -> str:
    """What a message leads to once its slow work is done."""
    turn = conversation.say(text)
    shown = [each.text for each in turn.shown]
    for request in turn.requests:
        shown += [each.text for each in conversation.fulfil(request).shown]
    return "\n\n".join(shown)


def numbers(conversation: Conversation) -> list[dict[str, Any]]:
    return list(conversation.state.thread["offered"]["hits"])


def first_with_lines(conversation: Conversation) -> tuple[int, dict[str, Any]]:
    return next((place, hit) for place, hit in enumerate(numbers(conversation), 1) if hit["offers"])


@pytest.mark.parametrize(
    "asked",
    [
        "/cases",
        "What did comparable governments set here?",
        "해외 사례 보여 주세요",
        "kinh nghiệm các nước khác",
    ],
)
def test_facts_of_different_countries_answer_at_the_question(workspace: Workspace, asked: str) -> None:
    conversation = begun(workspace, "risks")
    before = conversation.document()
    shown = answered(conversation, asked)
    facts = numbers(conversation)
    assert "What other governments did here:" in shown
    assert 4 <= len(facts) <= 5
    assert len({fact["source"] for fact in facts}) == len(facts)
    for fact in facts:
        assert f"({fact['label']}" in shown or f", {fact['label']})" in shown
        assert fact["references"][0]["publisher"].split()[0] in shown
    assert "*(modelled on: " in shown
    assert conversation.document() == before
    assert conversation.cursor()[1] == "Risks"


def test_a_fact_is_taken_and_the_files_say_where_it_comes_from(workspace: Workspace, tmp_path: Path) -> None:
    conversation = begun(workspace, "risks")
    answered(conversation, "what did other countries do?")
    place, fact = first_with_lines(conversation)
    answered(conversation, f"take {place}a")
    (risk,) = conversation.document().plan.risks
    (citation,) = conversation.document().provenance[risk.uid]["event"].citations
    assert isinstance(citation, CaseCitation)
    passage = builtin_corpus().by_fact[citation.fact]
    assert citation.hash == content_hash(passage, "en")
    assert citation.url == passage.references[0].url
    assert citation.fact == fact["fact"]

    exported = json.loads(workspace.export("Marrow Bay", "json", tmp_path / "plan.json").read_text("utf-8"))
    assert exported["schema_version"] == "1.1"
    stored = exported["provenance"][risk.uid]["event"]["citations"]
    assert stored == [citation.model_dump(mode="json")]
    assert load_document(json.dumps(exported)).provenance == conversation.document().provenance

    annex = conversation.markdown().split("### Citations", 1)[1]
    assert f"fact {citation.fact} of the case library" in annex
    assert citation.url in annex.replace("\\", "")
    assert ("official source" in annex) == (citation.confidence == "official")


def test_more_goes_on_where_it_stopped_also_after_a_restart(workspace: Workspace) -> None:
    conversation = begun(workspace, "risks")
    answered(conversation, "/cases")
    first = [fact["fact"] for fact in numbers(conversation)]
    back = Workspace.open(lang="en").resume("Marrow Bay")
    back.start()
    shown = answered(back, "more")
    assert f"**{len(first) + 1}. " in shown
    assert [fact["fact"] for fact in numbers(back)][: len(first)] == first
    assert len({fact["fact"] for fact in numbers(back)}) == len(numbers(back)) > len(first)
    answered(back, "/cases more")
    place = next(
        place for place, fact in enumerate(numbers(back), 1) if place > len(first) and fact["offers"]
    )
    answered(back, f"take {place}")
    (risk, *_) = back.document().plan.risks
    (citation,) = back.document().provenance[risk.uid]["event"].citations
    assert isinstance(citation, CaseCitation)
    assert citation.fact == numbers_before(back)[place - 1]


def numbers_before(conversation: Conversation) -> list[str]:
    """The facts in the order in which they were shown, read off the transcript."""
    found = []
    for each in conversation.transcript():
        if each.kind == "passages":
            found += [label for label in builtin_corpus().by_fact if f"({label}). " in each.text]
    shown = "\n".join(each.text for each in conversation.transcript() if each.kind == "passages")
    return sorted(set(found), key=lambda label: shown.index(f"({label}). "))


def test_all_facts_are_shown_once_and_then_it_says_so(workspace: Workspace) -> None:
    conversation = begun(workspace, "budget_envelope")
    shown = answered(conversation, "/cases")
    for _ in range(60):
        if "`more` goes on" not in shown and "shows the last one" not in shown:
            break
        shown = answered(conversation, "more")
    assert "Those were all." in shown
    about_money = {hit.fact for hit in workspace.knowledge.facts("en", topics=("budget",))}
    seen = [fact["fact"] for fact in numbers(conversation)]
    assert set(seen) >= about_money
    assert len(set(seen)) == len(seen)
    assert "There is nothing more to show" in answered(conversation, "more")


@pytest.mark.parametrize(
    "asked",
    [
        "/cases Estonia",
        "/cases ee",
        "/cases 에스토니아",
        "What did Estonia do?",
        "에스토니아는 어떻게 했나요?",
    ],
)
def test_one_government_s_facts_and_its_story(workspace: Workspace, asked: str) -> None:
    conversation = begun(workspace, "risks")
    shown = answered(conversation, asked)
    assert {fact["source"] for fact in numbers(conversation)} == {"ee-digital"}
    parts = ["What they aimed at.", "What they set.", "Who ran it.", "What went wrong."]
    assert [shown.index(part) for part in parts] == sorted(shown.index(part) for part in parts)
    assert "Facts ee-01" in shown
    assert "ERR News (" in shown


def test_a_slip_of_the_finger_offers_the_nearest_and_two_of_a_name_are_asked_about(
    workspace: Workspace,
) -> None:
    conversation = begun(workspace, "vision")
    assert "Did you mean `/cases Estonia`?" in answered(conversation, "/cases Estnoia")
    several = answered(conversation, "/cases united")
    assert "`/cases United Kingdom`" in several
    assert "`/cases United States`" in several
    unknown = answered(conversation, "/cases Atlantis")
    assert "no “Atlantis”" in unknown
    assert "**Estonia** – " in unknown
    assert "offered" not in conversation.state.thread


def test_the_list_names_every_case_with_its_years(workspace: Workspace) -> None:
    shown = answered(begun(workspace, "vision"), "/cases list")
    for case in builtin_corpus().cases.values():
        assert f"**{case.name['en']}**" in shown
        assert f"({case.years})" in shown.replace("\\", "")


def test_one_fact_by_its_id_shows_every_address(workspace: Workspace) -> None:
    conversation = begun(workspace, "vision")
    for fact in builtin_corpus().by_fact.values():
        if len(fact.references) > 1 and len(fact.references[0].url) > 120:
            break
    shown = answered(conversation, f"/cases {fact.fact}").replace("\\", "")
    assert all(reference.url in shown for reference in fact.references)


def test_where_all_has_been_asked_the_list_is_shown(workspace: Workspace) -> None:
    conversation = workspace.sample("en")
    conversation.start()
    answered(conversation, "/goto glossary")
    while conversation.state.cursor is not None:
        conversation.command("next")
    assert "The case library holds:" in answered(conversation, "/cases")
    assert "What they aimed at." in answered(conversation, "/cases Estonia")
    assert conversation.document() == load_sample("en")


def test_what_names_no_government_is_a_question_like_any_other(workspace: Workspace) -> None:
    conversation = begun(workspace, "risks")
    before = conversation.document()
    shown = answered(conversation, "what did the steering committee do?")
    assert "case library has no" not in shown
    assert "**Step" not in shown
    assert conversation.document() == before
    assert conversation.cursor()[1] == "Risks"


def test_an_open_request_for_cases_is_carried_out_after_a_restart(workspace: Workspace) -> None:
    conversation = begun(workspace, "risks")
    (request,) = conversation.say("what did other countries do?").requests
    back = Workspace.open(lang="en").resume("Marrow Bay")
    assert back.start().requests == (request,)
    assert "What other governments did here:" in back.fulfil(request).shown[0].text


def test_the_original_of_a_passage_is_shown_on_request(workspace: Workspace) -> None:
    conversation = begun(workspace, "risks")
    assert "Korean" in answered(conversation, "/suggest four standing risks cyber privacy change budget")
    number, korean = next(
        (s["number"], s["original"]) for s in conversation.state.thread["shown"] if s["original"]
    )
    shown = answered(conversation, f"/original {number}")
    assert korean["lang"] == "ko"
    assert korean["text"].split(".")[0][:20] in shown.replace("\\", "")
    assert shown.count("**1.**") == (number == 1)
    assert "There is no suggestion 9" in answered(conversation, "/original 9")


def test_suggestions_mix_a_source_and_governments_and_mark_examples(workspace: Workspace) -> None:
    conversation = begun(workspace, "risks")
    shown = answered(conversation, "/suggest")
    hits = numbers(conversation)
    assert [bool(hit["fact"]) for hit in hits] == [False, True, True]
    assert len({hit["source"] for hit in hits}) == 3
    assert shown.casefold().count("modelled on: ") == 2
    assert shown == answered(conversation, "/suggest")


OLD_HIT = {
    "passage_id": "visure.step7.risks", "title": "Risks", "text": "Four risks.", "lang": "en", "kind": "checklist",
    "source": "visure", "source_title": "Guide", "lines": [41, 42], "content_hash": "a" * 64, "score": 0.9,
    "steps": [7], "offers": ["Ransomware stops the platform; category: cyber"],
}  # fmt: skip
"""A hit as the first versions stored it."""


def test_a_session_of_an_older_version_goes_on_with_what_it_had_on_offer() -> None:
    player = Player()
    player.say("/goto risks")
    thread = {**player.state.thread, "offered": {"question": "risks", "owner": "", "hits": [OLD_HIT]}}
    player.state = State(player.state.document, thread, revision=player.state.revision)
    player.say("take 1")
    (risk,) = player.plan.risks
    (citation,) = player.state.document.provenance[risk.uid]["event"].citations
    assert citation.model_dump(mode="json") == {
        "type": "passage", "passage": "visure.step7.risks", "source": "visure", "lines": [41, 42], "lang": "en",
        "hash": "a" * 64,
    }  # fmt: skip
    assert "visure:41" in player.shown


def test_an_older_event_and_an_older_reply_are_still_shown() -> None:
    player = Player()
    player.say("/goto risks")
    request = player.say("/suggest").requests[0]
    player.send("found", request=request.id, hits=[OLD_HIT])
    assert "— *Guide, visure:41-42*" in player.shown
    stored = {"number": 1, "title": "T", "text": "X", "kind": {"id": "passage.kind.case", "params": {}},
              "source": "Guide", "place": "visure:41–42"}  # fmt: skip
    assert "visure:41–42" in catalogue().render("passage", stored, "en")
