"""Going anywhere, leaving things open, coming back; and what needs a look after a change."""

from __future__ import annotations

import pytest
from helpers.stories import Player

from assistant.dialogue.agenda import step_of
from assistant.dialogue.turn import Context
from assistant.steps import STEPS, questions


def at(question: str, *said: str) -> Player:
    player = Player()
    player.send("command", name="goto", argument=question)
    for text in said:
        player.say(text)
    return player


@pytest.mark.parametrize("step", [step.number for step in STEPS])
def test_any_step_by_number_and_by_name(step: int) -> None:
    for argument in (str(step), f"step {step}", STEPS[step - 1].id):
        player = at(argument)
        assert player.cursor is not None
        assert questions()[player.asks].step == step


@pytest.mark.parametrize("argument", ["0", "11", "xyz", "-", "4711"])
def test_a_step_that_is_none_is_asked_about(argument: str) -> None:
    player = at(argument)
    assert player.asks == "organisation"
    assert "a number from 1 to 10" in player.shown


def test_back_and_next_visit_and_change_nothing() -> None:
    player = at("goals", "Faster permits\nSafer data")
    before, gaps = player.state.document, player.state.gaps
    seen = [player.asks]
    for _ in range(5):
        player.say("/back")
        seen.append(player.asks)
    for _ in range(5):
        player.say("/next")
    assert player.asks == seen[0]
    assert len(set(seen)) == 6
    assert (player.state.document, player.state.gaps) == (before, gaps)


def test_the_first_question_has_none_before_it() -> None:
    player = Player()
    player.say("/back")
    assert player.asks == "organisation"
    assert "first question" in player.shown


def test_skip_leaves_open_remembers_and_brings_back() -> None:
    player = at("purpose", "skip")
    assert player.asks == "scope_in"
    assert player.state.gaps["purpose"]["status"] == "deferred"
    mark = player.state.document.provenance[player.state.document.plan.uid]["purpose"]
    assert mark.state.value == "deferred"
    player.say("/open")
    assert "Purpose (put off)" in player.shown
    player.say("/goto purpose")
    player.say("So that nobody queues.")
    assert "purpose" not in player.state.gaps
    assert player.state.document.plan.purpose == "So that nobody queues."


def test_a_question_is_put_again_twice_and_then_offered_for_deferral() -> None:
    player = at("horizon")
    told = []
    for text in ("soon", "quickly", "as ever"):
        player.say(text)
        told.append("defer.offer" in player.reply_ids)
    assert told == [False, False, True]
    player.say("yes")
    assert player.state.gaps["horizon"]["status"] == "deferred"
    assert player.asks == "title"


def test_after_the_offer_one_more_answer_is_taken() -> None:
    player = at("horizon", "soon", "quickly", "as ever", "2027 to 2031")
    assert str(player.state.document.plan.horizon_end) == "2031"
    assert player.asks == "title"


def test_a_step_is_not_asked_again_without_end() -> None:
    """Six times a step, whatever the questions: then a further one is offered for deferral sooner."""
    assert Context(lambda: None, lambda *_: "").step_tries == 6  # type: ignore[arg-type, return-value]
    player = at("bodies", "Steering Committee\nWorking Group")
    offers = []
    for question in ("horizon", "budget_envelope", "workplan", "body_chair"):
        player.send("command", name="goto", argument=question)
        for _ in range(2):
            player.say("12 34 56 78")
            offers.append("defer.offer" in player.reply_ids)
    assert not any(offers[:6])
    assert offers[-1]


def test_when_all_has_been_asked_it_says_so_and_next_takes_up_what_was_left_open() -> None:
    player = Player()
    for _ in range(200):
        if player.cursor is None:
            break
        player.say("skip")
    assert player.cursor is None
    assert "That was the last question" in player.shown
    assert "Still open: Organisation" in player.shown
    before = player.state.document
    player.say("Something to say")
    assert player.state.document == before
    player.say("/next")
    assert player.asks == "organisation"
    player.say("City of Marrow Bay")
    assert player.state.document.plan.organisation.name == "City of Marrow Bay"


def test_a_step_opens_and_closes_with_what_it_is_about() -> None:
    player = Player()
    assert "Step 1 of 10" in player.shown
    assert "minutes" in player.shown
    for _ in range(40):
        if player.cursor is None or step_of(player.cursor) != 1:
            break
        player.say("skip")
    assert "Still open, and remembered: Organisation" in player.shown
    assert "Step 2 of 10" in player.shown


CHANGES = [
    ("vision", "Everybody is served in a day.", ["GOA-1", "GOA-2"]),
    ("horizon", "2026 to 2027", ["OBJ-1.1"]),
]


@pytest.mark.parametrize(("question", "answer", "marked"), CHANGES, ids=lambda value: str(value)[:20])
def test_what_rests_on_a_change_needs_a_look_and_nothing_is_lost(
    question: str, answer: str, marked: list[str]
) -> None:
    player = at(
        "horizon", "2027 to 2031", "/goto vision", "Everybody is served.", "/goto goals", "Faster permits\nSafer data",
        "/goto objectives", "GOA-1: Permits in ten days; due: 2030\nGOA-2: Registers are backed up; due: 2027", f"/goto {question}", answer,
    )  # fmt: skip
    assert player.state.stale == {}
    player.say("yes")
    assert sorted(str(player.index.places[uid].entity.code) for uid in player.state.stale) == marked
    assert "stale.marked" in player.reply_ids
    assert len(player.state.document.plan.objectives) == 2
    player.say("/goto 4")
    for code in marked:
        player.say(f"/accept {code}")
    assert player.state.stale == {}


def test_filling_what_was_empty_makes_nothing_stale() -> None:
    player = at("goals", "Faster permits", "/goto vision", "Everybody is served.")
    assert player.state.stale == {}


def test_a_language_that_is_not_complete_is_not_chosen() -> None:
    player = at("goals", "/lang ko")
    assert player.state.lang == "en"
    assert "not complete yet" in player.shown
    player.say("/lang")
    assert "Complete languages: en" in player.shown
