"""Conversations from beginning to end; one YAML file is one story (format: ``tests/helpers/stories.py``)."""

from pathlib import Path
from typing import Any

import pytest
from helpers.stories import Player, load_story

from assistant.dialogue.agenda import step_of
from assistant.plan.entities import Plan

FOLDER = Path(__file__).parent
STORIES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    story = load_story(path)
    player = Player(story.get("lang", "en"))
    for number, turn in enumerate(story["turns"], 1):
        where = f"turn {number}: {turn['say']!r}"
        if "to" in turn:
            assert player.asks == turn["to"], f"{where} is meant for another question\n{player.shown}"
        before = player.plan
        player.say(turn["say"])
        check(player, turn.get("expect", {}), before, f"{where}\n{player.shown}")
    if "at_most" in story:
        assert player.said <= story["at_most"]
    if story.get("complete"):
        assert player.missing() == []


def check(player: Player, expect: dict[str, Any], before: Plan, where: str) -> None:
    assert set(expect) <= set(CHECKS), where
    for name, wanted in expect.items():
        CHECKS[name](player, wanted, before, where)


def _asks(player: Player, wanted: str, before: Plan, where: str) -> None:
    assert player.asks == wanted, where


def _step(player: Player, wanted: int, before: Plan, where: str) -> None:
    assert player.cursor is not None, where
    assert step_of(player.cursor) == wanted, where


def _shows(player: Player, wanted: list[str], before: Plan, where: str) -> None:
    for each in wanted:
        assert each in player.reply_ids or each in player.shown, f"{each!r} is not shown\n{where}"


def _captured(player: Player, wanted: dict[str, Any], before: Plan, where: str) -> None:
    assert {key: player.value(key) for key in wanted} == wanted, where


def _absent(player: Player, wanted: list[str], before: Plan, where: str) -> None:
    assert [code for code in wanted if player.entity(code)] == [], where


def _order(player: Player, wanted: dict[str, list[str]], before: Plan, where: str) -> None:
    assert {name: player.value(f"plan.{name}") for name in wanted} == wanted, where


def _deferred(player: Player, wanted: list[str], before: Plan, where: str) -> None:
    found = [key.partition("@")[0] for key, gap in player.state.gaps.items() if gap["status"] == "deferred"]
    assert sorted(set(found)) == sorted(wanted), where


def _stale(player: Player, wanted: list[str], before: Plan, where: str) -> None:
    found = [player.index.places[uid].entity.code for uid in player.state.stale]
    assert sorted(map(str, found)) == sorted(wanted), where


def _requests(player: Player, wanted: list[str], before: Plan, where: str) -> None:
    assert player.outcome is not None
    assert [request.kind for request in player.outcome.requests] == wanted, where


def _unchanged(player: Player, wanted: bool, before: Plan, where: str) -> None:
    assert (player.plan == before) is wanted, where


CHECKS = {
    "asks": _asks,
    "step": _step,
    "shows": _shows,
    "captured": _captured,
    "absent": _absent,
    "order": _order,
    "deferred": _deferred,
    "stale": _stale,
    "requests": _requests,
    "unchanged": _unchanged,
}


def test_there_are_stories() -> None:
    assert len(STORIES) >= 15
    assert all(load_story(path)["story"] for path in STORIES)
