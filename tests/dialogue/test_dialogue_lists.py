"""Lists: pasted tables, lines that name their owner, and surgery in plain words."""

from __future__ import annotations

import pytest
from helpers.stories import Player


def at(question: str, *said: str) -> Player:
    player = Player()
    player.send("command", name="goto", argument=question)
    for text in said:
        player.say(text)
    return player


TABLES = {
    "tabs": "{}\t{}\t{}\n{}\t{}\t{}\n{}\t{}\t{}",
    "markdown": "| {} | {} | {} |\n|---|:--|--:|\n| {} | {} | {} |\n| {} | {} | {} |",
}
PASTED = [
    (
        "stakeholders",
        ("Name", "Needs", "Power", "Residents", "short queues", "4", "Firms", "one portal", "5"),
        {"STK-1.name": "Residents", "STK-1.power": 4, "STK-2.needs": ["one portal"], "STK-2.power": 5},
    ),
    (
        "risks",
        ("Risk", "Likelihood", "Impact", "Vendor fails", "3", "4", "Data leak", "2", "5"),
        {"RSK-1.event": "Vendor fails", "RSK-1.likelihood": 3, "RSK-2.event": "Data leak", "RSK-2.impact": 5},
    ),
    (
        "indicators",
        ("Indicator", "Baseline", "Target", "Permits online", "12%", "80% by 2030", "Waiting time", "30 days", "10 days by 2029"),
        {"KPI-1.1.1.name": "Permits online", "KPI-1.1.1.baseline.value": "12", "KPI-1.1.2.baseline.value": "30"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("style", TABLES)
@pytest.mark.parametrize(("question", "cells", "wanted"), PASTED, ids=[each[0] for each in PASTED])
def test_a_table_from_a_spreadsheet_is_read_by_its_headings(
    question: str, cells: tuple[str, ...], wanted: dict[str, object], style: str
) -> None:
    player = at("goals", "Faster permits", "/goto objectives", "Permits in ten days", f"/goto {question}")
    player.say(TABLES[style].format(*cells))
    assert {key: player.value(key) for key in wanted} == wanted


def test_lines_name_the_owner_they_belong_to() -> None:
    player = at("goals", "Faster permits\nSafer data", "/goto objectives")
    player.say("GOA-2: Registers are backed up\nPermits in ten days\nGOA-1: Calls answered in a day")
    assert player.value("OBJ-2.1.goal") == "Safer data"
    assert player.value("OBJ-1.1.statement") == "Permits in ten days"
    assert player.value("OBJ-1.2.statement") == "Calls answered in a day"


def test_a_question_per_owner_is_put_once_for_each() -> None:
    player = at("goals", "Faster permits\nSafer data", "/goto objectives")
    assert "GOA-1 Faster permits" in player.shown
    player.say("Permits in ten days")
    assert player.asks == "objectives"
    assert "GOA-2 Safer data" in player.shown


SURGERY = [
    ("drop 2", ["A", "C"]),
    ("delete 1 and 3", ["B"]),
    ("remove 1, 2", ["C"]),
    ("move 3 up", ["A", "C", "B"]),
    ("move 3 to the top", ["C", "A", "B"]),
    ("move 1 down", ["B", "A", "C"]),
    ("reword 2: Bee", ["A", "Bee", "C"]),
    ("rename 2 to Bee", ["A", "Bee", "C"]),
    ("merge 1 and 3", ["A; C", "B"]),
    ("add: D", ["A", "B", "C", "D"]),
    ("2번 삭제", ["A", "C"]),
    ("1번과 3번을 합쳐 주세요", ["A; C", "B"]),
    ("3번을 위로", ["A", "C", "B"]),
    ("xóa mục 2", ["A", "C"]),
    ("chuyển 3 lên", ["A", "C", "B"]),
    ("sửa 2 thành Bê", ["A", "Bê", "C"]),
    ("drop 7", ["A", "B", "C"]),
]


@pytest.mark.parametrize(("said", "left"), SURGERY, ids=[said for said, _ in SURGERY])
@pytest.mark.parametrize("kind", ["goals", "scope_in"])
def test_surgery_in_plain_words(said: str, left: list[str], kind: str) -> None:
    player = at(kind, "A\nB\nC", f"/goto {kind}")
    before = player.state.document
    player.say(said)
    held = getattr(player.state.document.plan, kind)
    assert [getattr(each, type(each).TITLE) for each in held] == left
    if player.state.document != before:
        player.say("/undo")
        assert player.state.document == before


def test_merging_keeps_what_either_had_and_who_refers_to_it() -> None:
    player = at(
        "goals", "Faster permits; families build sooner\nQuick licences; owner: Mayor; urgency 4",
        "/goto objectives", "GOA-1: Ten days\nGOA-2: Five days", "/goto goals", "merge 1 and 2",
    )  # fmt: skip
    assert player.value("GOA-1.title") == "Faster permits; Quick licences"
    assert player.value("GOA-1.outcome") == "families build sooner"
    assert player.value("GOA-1.owner") == "Mayor"
    assert player.value("GOA-1.urgency") == 4
    assert {objective.goal for objective in player.state.document.plan.objectives} == {
        player.state.document.plan.goals[0].uid
    }


def test_what_has_no_words_of_its_own_can_be_reworded_and_merged_too() -> None:
    player = at("reviews", "yearly; Board\nmonthly; Council", "/goto reviews", "reword 1: quarterly")
    assert player.value("REV-1.cadence") == "quarterly"
    player.say("reword 2: whenever")
    assert "could not read" in player.shown
    assert player.value("REV-2.cadence") == "monthly"
    player.say("merge 1 and 2")
    assert [str(review.cadence) for review in player.state.document.plan.reviews] == ["quarterly"]


def test_adding_never_takes_away() -> None:
    player = at("goals", "A goal\nB goal", "/goto goals", "C goal", "/goto goals", "add D goal")
    assert [goal.title for goal in player.state.document.plan.goals] == [
        "A goal",
        "B goal",
        "C goal",
        "D goal",
    ]


def test_one_line_may_say_that_nothing_is_known_of_one() -> None:
    player = at("goals", "A goal\nB goal", "/goto goal_owner", "1: Mayor\n2: don't know")
    assert player.value("GOA-1.owner") == "Mayor"
    assert player.value("GOA-2.owner") is None
    assert "Left open: GOA-2 B goal" in player.shown
    assert player.state.gaps[f"goal_owner@{player.state.document.plan.goals[1].uid}"]["status"] == "deferred"
    assert player.asks != "goal_owner"
