"""Documents in the app: the list, adding while one goes on talking, progress, stopping, taking out."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from tui_driving import LARGE, SMALL, build, composer, running, screen_text, talking, wait_until

from assistant.workspace import Workspace
from knowledge import Cancelled
from knowledge.library.documents import Documents
from tui.keys import bindings
from tui.progress import bar, line, lines
from tui.screens.documents import DocumentsScreen, PassagesScreen

KEYS_IN_LIST = "A add  Enter show"


@dataclass
class Hold:
    """Keeps the reading of documents where it is until it is let go, or stopped from the screen."""

    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    heed: threading.Event = field(default_factory=threading.Event)
    """Whether it looks if it was stopped, as it does between two pages."""
    stopped: bool = False


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Hold:
    held, real = Hold(), Documents.add
    held.heed.set()

    def add(self: Documents, path: Path, *, cancelled: Callable[[], bool], progress: Any, **more: Any) -> Any:
        progress("reading", 12, 34)
        held.begun.set()
        while not held.go.wait(0.01):
            if held.heed.is_set() and cancelled():
                held.stopped = True
                raise Cancelled
        return real(self, path, cancelled=cancelled, progress=progress, **more)

    monkeypatch.setattr(Documents, "add", add)
    return held


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "my notes.md"
    path.write_text("# Harbour\n\n## Tariffs\n\nHarbour tariffs are paid by telephone.\n", "utf-8")
    return path


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")


@asynccontextmanager
async def at_work(
    size: tuple[int, int] = SMALL, **environ: str
) -> AsyncIterator[tuple[Pilot[Any], Workspace]]:
    """The app on a real workspace, with a new plan that has greeted."""
    opened: list[Workspace] = []

    def open_workspace() -> Workspace:
        opened.append(Workspace.open())
        return opened[-1]

    app, _ = build(open_with=open_workspace, **({"environ": environ} if environ else {}))
    async with running(app, size) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        yield pilot, opened[-1]
        await app.main.desk.drain()
        opened[-1].close()


async def send(pilot: Pilot[Any], text: str) -> None:
    composer(pilot).put(text)
    await pilot.press("enter")


def spoken(pilot: Pilot[Any]) -> str:
    """Everything that was said, whether it is in view or not."""
    return "\n".join(str(bubble.source) for bubble in pilot.app.main.query("Bubble"))  # type: ignore[attr-defined]


def names(workspace: Workspace) -> list[str]:
    return [document.name for document in workspace.library.all()]


async def test_one_goes_on_talking_while_a_document_is_read(hold: Hold, notes: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, lambda: "read 12 of 34" in screen_text(pilot.app))
        assert "my notes.md: read 12 of 34 (Esc stops) [####" in screen_text(pilot.app)
        await send(pilot, "/help goto")
        await wait_until(pilot, lambda: "any of the ten steps" in screen_text(pilot.app))
        assert "read 12 of 34" in screen_text(pilot.app)
        hold.go.set()
        await wait_until(pilot, lambda: "Added" in screen_text(pilot.app))
        assert "read 12 of 34" not in screen_text(pilot.app)
        assert names(workspace) == ["my notes.md"]


async def test_escape_stops_the_reading_and_nothing_is_added(hold: Hold, notes: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, hold.begun.is_set)
        hold.heed.clear()
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Stopping; nothing" in screen_text(pilot.app))
        hold.heed.set()
        await wait_until(pilot, lambda: "Stopped, as you asked" in screen_text(pilot.app))
        assert hold.stopped
        assert names(workspace) == []
        assert not pilot.app.main.busy  # type: ignore[attr-defined]


async def test_escape_closes_an_open_panel_before_it_stops_anything(hold: Hold, notes: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, hold.begun.is_set)
        await pilot.press("f2")
        await wait_until(pilot, lambda: pilot.app.main.has_class("-show-steps"))  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert not pilot.app.main.has_class("-show-steps")  # type: ignore[attr-defined]
        hold.go.set()
        await wait_until(pilot, lambda: "Added" in screen_text(pilot.app))
        assert names(workspace) == ["my notes.md"]


@pytest.mark.parametrize("size", [SMALL, LARGE, (40, 14)])
async def test_the_progress_fits_whatever_the_width(
    hold: Hold, tmp_path: Path, size: tuple[int, int]
) -> None:
    long = tmp_path / f"{'디지털정부 ' * 8}기본계획.md"
    long.write_text("# 목표\n\n온라인으로 전환한다.\n", "utf-8")
    async with at_work(size) as (pilot, _):
        await send(pilot, f"/add {long}")
        await wait_until(pilot, lambda: "12 of 34" in screen_text(pilot.app))
        waiting = pilot.app.main.query_one("#waiting")  # type: ignore[attr-defined]
        drawn = str(waiting.visual).split("\n")
        assert max(map(cell_len, drawn)) <= waiting.content_size.width
        assert any("[####" in each for each in drawn)
        hold.go.set()
        await wait_until(pilot, lambda: "Added" in spoken(pilot))


async def test_the_list_adds_shows_takes_out(hold: Hold, notes: Path) -> None:
    hold.go.set()
    async with at_work() as (pilot, workspace):
        await pilot.press("f10")
        await wait_until(pilot, lambda: "None yet" in screen_text(pilot.app))
        assert KEYS_IN_LIST in screen_text(pilot.app)
        await pilot.press("a")
        await wait_until(pilot, lambda: "Which file?" in screen_text(pilot.app))
        await pilot.press(*str(notes), "enter")
        await wait_until(pilot, lambda: "Who may use it?" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "For all plans" in screen_text(pilot.app))
        await wait_until(pilot, lambda: "Added my notes.md for all plans" in screen_text(pilot.app))
        assert "1  my notes.md" in screen_text(pilot.app)

        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, PassagesScreen))
        await wait_until(pilot, lambda: "paid by telephone" in screen_text(pilot.app))
        assert "Passage 1, Harbour › Tariffs" in screen_text(pilot.app)
        await pilot.press("escape")

        await pilot.press("delete")
        await wait_until(pilot, lambda: "Take my notes.md out" in screen_text(pilot.app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, DocumentsScreen))
        assert names(workspace) == ["my notes.md"]
        await pilot.press("delete")
        await wait_until(pilot, lambda: "Take my notes.md out" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "None yet" in screen_text(pilot.app))
        assert names(workspace) == []
        await pilot.press("escape")
        await wait_until(pilot, lambda: pilot.app.screen is pilot.app.main)  # type: ignore[attr-defined]
        assert "/documents remove 1" in spoken(pilot)


async def test_a_file_dropped_on_the_list_is_asked_about(hold: Hold, notes: Path) -> None:
    hold.go.set()
    async with at_work() as (pilot, workspace):
        await send(pilot, "/documents")
        await wait_until(pilot, lambda: "None yet" in screen_text(pilot.app))
        pilot.app.post_message(events.Paste(f"'{notes}' "))
        await wait_until(pilot, lambda: "Which file?" in screen_text(pilot.app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Who may use it?" in screen_text(pilot.app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "For this plan" in screen_text(pilot.app))
        assert names(workspace) == ["my notes.md"]


async def test_in_the_list_escape_stops_and_f10_leaves_it_running(hold: Hold, notes: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, hold.begun.is_set)
        await pilot.press("f10")
        await wait_until(pilot, lambda: KEYS_IN_LIST in screen_text(pilot.app))
        await wait_until(pilot, lambda: "read 12 of 34" in screen_text(pilot.app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: pilot.app.screen is pilot.app.main)  # type: ignore[attr-defined]
        assert not hold.stopped
        await pilot.press("f10")
        await wait_until(pilot, lambda: KEYS_IN_LIST in screen_text(pilot.app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Stopped, as you asked" in screen_text(pilot.app))
        assert isinstance(pilot.app.screen, DocumentsScreen)
        await pilot.press("escape")
        await wait_until(pilot, lambda: pilot.app.screen is pilot.app.main)  # type: ignore[attr-defined]
        assert names(workspace) == []


async def test_looking_again_takes_in_what_has_changed(notes: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, lambda: "Added" in screen_text(pilot.app))
        notes.write_text("# Harbour\n\nTariffs are abolished.\n", "utf-8")
        await pilot.press("f10")
        await wait_until(pilot, lambda: "1  my notes.md" in screen_text(pilot.app))
        await pilot.press("r")
        await wait_until(pilot, lambda: "had changed" in screen_text(pilot.app))
        (document,) = workspace.library.all()
        assert "abolished" in workspace.library.passages(document)[0].text


async def test_a_failure_is_told_in_the_conversation(tmp_path: Path) -> None:
    async with at_work() as (pilot, workspace):
        await send(pilot, f"/add {tmp_path}/gone.pdf")
        await wait_until(pilot, lambda: "There is no file “gone.pdf”" in screen_text(pilot.app))
        assert names(workspace) == []


async def test_without_a_plan_the_key_says_what_is_needed(notes: Path) -> None:
    from tui_driving import TWO

    app, _ = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Open or begin a plan first" in screen_text(app))


async def test_ascii_is_enough_for_the_list(notes: Path) -> None:
    async with at_work(LANG="C", TERM="xterm") as (pilot, _):
        await send(pilot, f"/add {notes}")
        await wait_until(pilot, lambda: "Added" in screen_text(pilot.app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: "1  my notes.md" in screen_text(pilot.app))
        drawn = screen_text(pilot.app)
        assert drawn.isascii(), [letter for letter in drawn if not letter.isascii()]


async def test_a_new_index_shows_in_the_status_line(monkeypatch: pytest.MonkeyPatch) -> None:
    states = iter([("lexical", "building"), ("lexical", "building"), ("ready", "")])
    monkeypatch.setattr("tui.screens.opening.PREPARE_AFTER", 0.01)
    monkeypatch.setattr("tui.screens.opening._LOOK_EVERY", 0.01)
    seen: list[str] = []
    from tui_fakes import FakeWorkspace

    monkeypatch.setattr(FakeWorkspace, "knowledge_state", lambda self: next(states, ("ready", "")))
    monkeypatch.setattr(FakeWorkspace, "indexed", lambda self: seen.append("asked") or 40, raising=False)
    async with talking(LARGE) as (pilot, _):
        await wait_until(pilot, lambda: seen)
        await wait_until(pilot, lambda: "Sources: ready" in screen_text(pilot.app))
    assert seen == ["asked"]


def test_bars() -> None:
    assert bar(0.5, 12) == "[#####-----]"
    assert (bar(7, 6), bar(-1, 6), bar(0.5, 2)) == ("[####]", "[----]", "")
    assert line("read 1 of 2", 0.5, 30) == "read 1 of 2 [########--------]"
    assert line("read 1 of 2", 0.5, 15) == "read 1 of 2"
    assert lines("read 1 of 2", 0.5, 15) == "read 1 of 2\n[######-------]"


def test_the_list_has_its_keys_from_where_all_are_declared() -> None:
    actions = {binding.action for binding in bindings("documents")}
    assert all(hasattr(DocumentsScreen, f"action_{action}") for action in actions)
