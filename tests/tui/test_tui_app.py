"""Around the conversation: starting, the mouse on hints, scrolling keys, what happens when the screen fails."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import events
from tui_driving import LARGE, SMALL, TWO, build, composer, running, screen_text, talking, wait_until
from tui_fakes import StoreBrokenError, row, shown

from tui.app import GovplanApp, run_app
from tui.threads import in_thread


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[GovplanApp]:
    """The apps that were run, without a terminal."""
    apps: list[GovplanApp] = []
    monkeypatch.setattr(GovplanApp, "run", lambda self: apps.append(self))
    return apps


def test_running_opens_the_workspace_of_this_person(started: list[GovplanApp], home: Path) -> None:
    assert run_app(session="x", lang="en") == 0
    opening = started[0].main.desk._opening
    opened = opening.open()
    assert opened.sessions == []  # type: ignore[attr-defined]
    assert (home / "data" / "sessions.db").exists()
    opened.workspace.close()  # type: ignore[attr-defined]
    assert opening.settings_folder() == home / "data"


def test_a_damaged_store_of_this_person_can_be_rescued(started: list[GovplanApp], home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "sessions.db").write_bytes(b"no database" * 900)
    run_app()
    opening = started[0].main.desk._opening
    with pytest.raises(Exception, match="corrupt") as caught:
        opening.open()
    failed: Any = opening.failed(caught.value)
    assert failed.can_rescue
    assert failed.spare.in_memory
    opened: Any = opening.rescue_and_open()
    assert opened.rescued.sessions == ()
    opened.workspace.close()


def test_what_is_said_on_the_terminal_at_the_end(
    started: list[GovplanApp], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave(app: GovplanApp) -> int:
        app.farewell = "Saved."
        return 0

    monkeypatch.setattr(GovplanApp, "run", leave)
    assert run_app() == 0
    assert capsys.readouterr().out == "Saved.\n"


def test_a_screen_that_fails_says_that_the_plan_is_safe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(app: GovplanApp) -> None:
        app.words.use(lambda message, params, lang: message, "en")
        app._return_code = 1

    monkeypatch.setattr(GovplanApp, "run", fail)
    assert run_app() == 1
    assert "ui.crashed" in capsys.readouterr().err


async def test_work_in_a_thread_gives_its_value_or_its_error() -> None:
    assert await in_thread(lambda: 42, "test") == 42
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 // 0, "test")


async def test_a_thread_that_nobody_waits_for_any_more_disturbs_nobody() -> None:
    import threading

    gate = threading.Event()
    task = asyncio.ensure_future(in_thread(lambda: gate.wait(10), "test"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()


async def test_a_click_on_a_hint_does_what_its_key_does() -> None:
    async with talking(SMALL) as (pilot, _):
        line = screen_text(pilot.app).split("\n")[-1]
        await pilot.click("#hints", offset=(line.index("F3 plan"), 0))
        await wait_until(pilot, lambda: "Your plan" in screen_text(pilot.app))
        await pilot.press("escape")
        await pilot.click("#hints", offset=(line.index("F1 help"), 0))
        await wait_until(pilot, lambda: "leads you through" in screen_text(pilot.app))
        await pilot.press("escape", "h", "i")
        await pilot.click("#hints", offset=(2, 0))
        await wait_until(pilot, lambda: "I have noted 2" in screen_text(pilot.app))


async def test_keys_scroll_the_transcript_while_one_writes() -> None:
    async with talking(SMALL) as (pilot, _):
        earlier = [shown("Welcome"), *(shown(f"Message {n}") for n in range(40))]
        await pilot.app.main.transcript.start_over(earlier)  # type: ignore[attr-defined]
        await wait_until(pilot, lambda: "Message 39" in screen_text(pilot.app))
        await pilot.press("ctrl+home")
        await wait_until(pilot, lambda: "Welcome" in screen_text(pilot.app))
        await pilot.press("pagedown")
        await wait_until(pilot, lambda: "Welcome" not in screen_text(pilot.app))
        await pilot.press("ctrl+end")
        await wait_until(pilot, lambda: "Message 39" in screen_text(pilot.app))
        assert pilot.app.focused is composer(pilot)


async def test_an_old_transcript_leaves_the_screen_and_not_the_session() -> None:
    async with talking(SMALL) as (pilot, _):
        transcript = pilot.app.main.transcript  # type: ignore[attr-defined]
        await transcript.add([shown(f"Message {n}") for n in range(450)])
        assert len(transcript.bubbles) == 400
        assert transcript.bubbles[-1].source == "Message 449"


async def test_a_long_line_of_a_person_is_shown_in_part_and_sent_whole() -> None:
    async with talking(LARGE) as (pilot, table):
        text = "\n".join(f"line {n}" for n in range(100))
        composer(pilot).put(text)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "(shown in part:" in screen_text(pilot.app))
        assert table.done[0][1] == text


async def test_a_value_that_follows_from_others_says_so() -> None:
    async with talking(LARGE) as (pilot, table):
        table.values = [row("Code", "GOA-1", field="code", editable=False)]
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "Code: " in screen_text(pilot.app))
        await pilot.press("f3", "end", "enter")
        await wait_until(pilot, lambda: "cannot be edited by itself" in screen_text(pilot.app))


async def test_what_needs_a_look_says_why_in_the_preview_and_in_the_editor() -> None:
    async with talking(LARGE) as (pilot, table):
        table.values = [row("Name", "A", needs_a_look="The vision has changed.")]
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "The vision has changed." in screen_text(pilot.app))
        await pilot.press("f3", "end", "enter")
        await wait_until(pilot, lambda: screen_text(pilot.app).count("The vision has changed.") == 2)


async def test_page_keys_move_in_the_list_of_plans() -> None:
    app, _ = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("pagedown")
        assert app.main.picker.card is None
        await pilot.press("pageup")
        assert app.main.picker.card == TWO[0]


async def test_a_paste_while_the_storage_is_in_trouble_is_kept_for_the_composer() -> None:
    def broken() -> Any:
        raise StoreBrokenError

    app, _ = build(open_with=broken)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Cannot write" in screen_text(app))
        app.post_message(events.Paste("one\ntwo"))
        await wait_until(pilot, lambda: app.main.composer.text == "one\ntwo")


async def test_the_screen_can_be_drawn_anew() -> None:
    async with talking(SMALL) as (pilot, _):
        await pilot.press("ctrl+l", "a")
        assert composer(pilot).text == "a"
        assert "Welcome" in screen_text(pilot.app)


async def test_a_command_with_an_argument_is_begun_in_the_composer() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Search for something" in screen_text(pilot.app))
        await pilot.press(*"/explain")
        await wait_until(pilot, lambda: "command.explain.help" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: composer(pilot).text == "/explain ")
        assert table.done == []


async def test_a_key_of_the_app_runs_from_the_palette() -> None:
    async with talking(LARGE) as (pilot, _):
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Search for something" in screen_text(pilot.app))
        await pilot.press(*"light or dark")
        await wait_until(pilot, lambda: "(F9)" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: pilot.app.theme == "textual-light")


async def test_ctrl_c_closes_a_box_and_nothing_else() -> None:
    async with talking(SMALL) as (pilot, _):
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Copy what?" in screen_text(pilot.app))
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: "Copy what?" not in screen_text(pilot.app))
        assert not pilot.app._exit
