"""What has been answered is stored before it is shown; what could not be stored has not happened."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.dialogue.state import state_to_json
from assistant.locations import Locations
from assistant.sessions import DiskFull, MemoryStore, TurnRecord, open_store
from assistant.workspace import Conversation, Workspace
from prompts import Catalogue

ANSWERS = [
    "City of Marrow Bay",
    "Marrow Bay",
    "2027 to 2031",
    "Marrow Bay Digital Plan",
    "/skip",
    "/goto 4",
    "Faster permits\nSafer data",
]


class WatchedStore(MemoryStore):
    """Remembers in which order turns are stored, and fails when told to."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log
        self.broken: Exception | None = None

    def append(self, session_id: str, turn: TurnRecord, **more: Any) -> None:
        if self.broken is not None:
            raise self.broken
        super().append(session_id, turn, **more)
        self.log.append(f"stored {turn.number}")


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def watched(log: list[str], memory: Workspace, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    store = WatchedStore(log)
    monkeypatch.setattr(memory, "_store", store)
    word = Catalogue.render

    def render(self: Catalogue, message: str, *args: Any, **more: Any) -> str:
        log.append("worded")
        return word(self, message, *args, **more)

    conversation = memory.new("watched")
    monkeypatch.setattr(Catalogue, "render", render)
    return conversation


def test_a_turn_is_stored_before_its_reply_is_worded(watched: Conversation, log: list[str]) -> None:
    for number, send in enumerate([watched.start, *[lambda t=text: watched.say(t) for text in ANSWERS]], 1):
        log.clear()
        turn = send()
        assert turn.number == number
        assert turn.shown
        assert f"stored {number}" in log
        assert "worded" in log[log.index(f"stored {number}") :]


def test_what_could_not_be_stored_has_not_happened(watched: Conversation, places: Locations) -> None:
    watched.start()
    watched.say(ANSWERS[0])
    before, store = watched.state, watched._tools.store
    assert isinstance(store, WatchedStore)
    for error in (DiskFull(places.data / "sessions.db"), OSError(5, "I/O")):
        store.broken = error
        with pytest.raises(type(error)):
            watched.say("Marrow Bay and its islands")
        assert watched.state is before
        assert len(store.load(watched.id).turns) + store.load(watched.id).snapshot_turn == 2
    store.broken = None
    turn = watched.say("Marrow Bay and its islands")
    assert turn.number == 3
    assert watched.document().plan.jurisdiction == "Marrow Bay and its islands"


@pytest.mark.parametrize("turns", [1, 2, 49, 50, 51, 101, 120])
def test_a_session_comes_back_as_it_was(turns: int, places: Locations, disk: Workspace) -> None:
    conversation = disk.new("long")
    conversation.start()
    for number in range(turns - 1):
        conversation.say(
            [*ANSWERS, "/undo", "/redo", f"/goto {1 + number % 10}", f"Aim number {number}"][number % 11]
        )
    disk.close()
    again = Workspace(open_store(places.data), places, lang="en")
    back = again.resume("long")
    assert state_to_json(back.state) == state_to_json(conversation.state)
    assert back.start().number == turns + 1
    again.close()


def test_resuming_says_where_you_are_what_is_missing_and_what_comes_next(disk: Workspace) -> None:
    conversation = disk.new("plan")
    conversation.start()
    for text in ANSWERS[:5]:
        conversation.say(text)
    shown = "\n".join(each.text for each in disk.resume("plan").start().shown)
    assert "step 1, Getting started" in shown
    assert "put off: 1" in shown
    assert "What does the plan cover?" in shown


def test_two_windows_on_one_session(disk: Workspace) -> None:
    first = disk.new("shared")
    first.start()
    second = disk.resume("shared")
    first.say("City of Marrow Bay")
    told = second.say("City of Elsewhere")
    assert "Another window has changed this plan" in told.shown[0].text
    assert "City of Elsewhere" in told.shown[0].text
    assert second.document() == first.document()
    second.say("Marrow Bay and its islands")
    assert second.document().plan.organisation.name == "City of Marrow Bay"
    assert "Another window" in first.command("show").shown[0].text
    assert first.document().plan.jurisdiction == "Marrow Bay and its islands"


def test_the_transcript_is_what_was_shown(memory: Workspace) -> None:
    conversation = memory.new("talk")
    shown = [(each.role, each.text) for each in conversation.start().shown]
    for text in [*ANSWERS, "what is a goal?", "GOA-9", "\x1b[31m*red*\u202e"]:
        shown.append(("person", text.replace("\x1b[31m", "").replace("\u202e", "")))
        shown += [(each.role, each.text) for each in conversation.say(text).shown]
    turn = conversation.command("goto", "2")
    shown += [("person", "/goto 2"), *((each.role, each.text) for each in turn.shown)]
    told = [(each.role, each.text) for each in memory.resume("talk").transcript()]
    assert told == shown
    assert [each.text for each in conversation.transcript(last=1)] == [
        text for _, text in shown[-1 - len(turn.shown) :]
    ]
