"""Nothing that a person settled is changed without a yes; what was guessed is shown for one."""

from __future__ import annotations

import pytest
from helpers.stories import Player


def at(question: str, *said: str) -> Player:
    player = Player()
    player.send("command", name="goto", argument=question)
    for text in said:
        player.say(text)
    return player


@pytest.fixture
def named() -> Player:
    """A person who has named the plan and comes back to it."""
    player = at("title", "Plan A")
    player.send("command", name="goto", argument="title")
    return player


def test_a_second_answer_asks_before_it_replaces(named: Player) -> None:
    named.say("Plan B")
    assert named.state.document.plan.title == "Plan A"
    assert "Plan A → **Plan B**" in named.shown
    named.say("yes")
    assert named.state.document.plan.title == "Plan B"
    named.say("/undo")
    assert named.state.document.plan.title == "Plan A"


@pytest.mark.parametrize("no", ["no", "아니요", "không"])
def test_no_keeps_the_old_value(no: str, named: Player) -> None:
    named.say("Plan B")
    named.say(no)
    assert named.state.document.plan.title == "Plan A"
    assert "left it as it was" in named.shown
    named.say("yes")
    assert named.state.document.plan.title == "Plan A"


def test_the_same_answer_again_asks_nothing(named: Player) -> None:
    named.say("Plan A")
    assert named.state.thread.get("pending") is None


@pytest.mark.parametrize("aside", ["hello", "thanks", "is it saved?"])
def test_after_an_aside_what_is_up_for_a_yes_is_said_again(aside: str, named: Player) -> None:
    named.say("Plan B")
    named.say(aside)
    assert "Plan A → **Plan B**" in named.shown
    named.say("yes")
    assert named.state.document.plan.title == "Plan B"


@pytest.mark.parametrize("away", ["/next", "/back", "/goto 4", "skip", "none", "that's all"])
def test_a_yes_never_reaches_what_is_no_longer_on_the_screen(away: str, named: Player) -> None:
    named.say("Plan B")
    named.say(away)
    named.say("yes")
    assert named.state.document.plan.title == "Plan A"


def test_what_is_up_for_a_yes_is_said_again_on_resume(named: Player) -> None:
    named.say("Plan B")
    named.send("open")
    assert "Plan A → **Plan B**" in named.shown


def test_a_new_answer_takes_the_place_of_what_was_up(named: Player) -> None:
    named.say("Plan B")
    named.say("Plan C")
    named.say("yes")
    assert named.state.document.plan.title == "Plan C"


def test_a_correction_of_one_of_several_touches_no_other() -> None:
    player = at(
        "goals",
        "Faster permits\nSafer data",
        "/goto goal_owner",
        "1: Mayor\n2: CIO",
        "/goto goal_owner",
        "2: Head of IT",
    )
    assert "GOA-2 Safer data**, Owner: ROL-2 CIO → **Head of IT" in player.shown.replace(
        "ROL-2 CIO", "ROL-2 CIO"
    )
    player.say("yes")
    assert player.value("GOA-1.owner") == "Mayor"
    assert player.value("GOA-2.owner") == "Head of IT"


def test_guesses_are_marked_confirmed_and_corrected_at_the_steps_end() -> None:
    player = at("stakeholders", "Residents\nShops of the old town")
    assert "(?)" in player.shown
    guesses = player.agenda.guesses(2)
    assert guesses
    player.state = at_confirmation(player)
    player.say("1: government")
    assert "Noted" in player.shown
    left = player.agenda.guesses(2)
    assert len(left) < len(guesses)
    player.say("yes")
    assert player.agenda.guesses(2) == []
    assert player.value("STK-1.segment") == "government"


def at_confirmation(player: Player):  # type: ignore[no-untyped-def]
    """Skip on until the guesses of step 2 are asked about."""
    for _ in range(30):
        if player.asks == "confirm.2":
            return player.state
        player.say("skip")
    raise AssertionError(player.asks)


def test_accept_says_yes_to_the_guesses_at_any_time() -> None:
    player = at("stakeholders", "Residents", "/accept")
    assert player.agenda.guesses(2) == []
    assert player.value("STK-1.segment") == "citizen"


def test_guesses_may_stay_guesses() -> None:
    player = at("stakeholders", "Residents")
    player.state = at_confirmation(player)
    player.say("/next")
    assert player.agenda.guesses(2)


def test_a_blank_edit_asks_and_a_no_keeps() -> None:
    player = at("title", "Plan A")
    uid = player.state.document.plan.uid
    for answer, left in (("no", "Plan A"), ("yes", None)):
        player.send("edit", uid=uid, field="title", text=" \n")
        assert player.state.document.plan.title == "Plan A"
        assert "really empty" in player.shown
        player.say(answer)
        assert player.state.document.plan.title == left


def test_an_edit_of_something_that_is_gone_changes_nothing() -> None:
    player = at("goals", "Faster permits")
    uid = player.state.document.plan.goals[0].uid
    player.say("drop 1")
    player.send("edit", uid=uid, field="title", text="x")
    assert "not there any more" in player.shown


def test_a_list_of_entities_is_not_edited_as_one_value() -> None:
    player = at("goals", "Faster permits")
    for text in ("a, b", ""):
        player.send("edit", uid=player.state.document.plan.uid, field="goals", text=text)
        assert "edited one by one" in player.shown
        assert len(player.state.document.plan.goals) == 1


def test_edited_lines_keep_who_they_are() -> None:
    player = at("scope_in", "Permits\nRoads\nSchools")
    plan = player.state.document.plan
    uids = [item.uid for item in plan.scope_in]
    player.send("edit", uid=plan.uid, field="scope_in", text="Schools; Permits and licences; Roads")
    after = player.state.document.plan.scope_in
    assert [item.text for item in after] == ["Schools", "Permits and licences", "Roads"]
    assert [item.uid for item in after] == [uids[2], uids[0], uids[1]]
    player.send("edit", uid=plan.uid, field="scope_in", text="Roads; Parks; Squares; Schools")
    assert [item.uid for item in player.state.document.plan.scope_in][::3] == [uids[1], uids[2]]
