"""The app on the real workspace: from the greeting to values in the plan, and back after a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tui_driving import LARGE, UTF8, composer, running, screen_text, wait_until

from assistant.locations import Locations
from assistant.sessions import rescue
from assistant.workspace import Workspace
from tui.app import GovplanApp

NAME = "Name of the organisation"


class QuietWorkspace(Workspace):
    """The real one, except that it does not load the index in the background."""

    def warm(self) -> None:
        """Leave the index alone."""


def real(folder: Path, **options: Any) -> GovplanApp:
    places = Locations(folder / "data", folder / "cache", folder / "exports")
    return GovplanApp(
        lambda: QuietWorkspace.open(places, lang="en"),
        open_in_memory=lambda: QuietWorkspace.open_in_memory(places, lang="en"),
        settings_folder=lambda: places.data,
        rescue=lambda: rescue(places.data, at=datetime.now(UTC)),
        environ=UTF8,
        **options,
    )


async def send(pilot: Any, text: str) -> None:
    """Send a line and wait for its answer to be stored."""
    before = len(pilot.app.main.transcript.bubbles)
    composer(pilot).put(text)
    await pilot.press("enter")
    await wait_until(pilot, lambda: len(pilot.app.main.transcript.bubbles) > before + 1)


async def test_a_first_answer_is_in_the_plan_and_still_there_after_a_restart(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marrow Bay; acronym: CMB")
        await wait_until(pilot, lambda: row_text(app, NAME) == "City of Marrow Bay")
        assert "Short form: CMB" in screen_text(app)
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app._exit)
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Your plans" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Welcome back" in screen_text(app))
        assert "City of Marrow Bay; acronym: CMB" in "".join(b.source for b in app.main.transcript.bubbles)
        assert row_text(app, NAME) == "City of Marrow Bay"


async def test_a_line_sent_by_mistake_leaves_nothing_behind(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marr")
        await wait_until(pilot, lambda: "City of Marr" in row_text(app, NAME))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: composer(pilot).text == "City of Marr")
        assert row_text(app, NAME) == ""


async def test_only_what_changed_something_is_undone_when_it_is_taken_back(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marrow Bay")
        await wait_until(pilot, lambda: row_text(app, NAME) == "City of Marrow Bay")
        await send(pilot, "/why")
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: composer(pilot).text == "/why")
        assert row_text(app, NAME) == "City of Marrow Bay"
        composer(pilot).put("")
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: composer(pilot).text == "City of Marrow Bay")
        assert row_text(app, NAME) == ""


async def test_an_undo_by_hand_is_not_undone_a_second_time(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marrow Bay")
        await wait_until(pilot, lambda: row_text(app, NAME) == "City of Marrow Bay")
        await send(pilot, "/undo")
        await wait_until(pilot, lambda: row_text(app, NAME) == "")
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: composer(pilot).text == "/undo")
        composer(pilot).put("")
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "no sent message to take back" in screen_text(app))


async def test_markup_and_escapes_in_an_answer_come_back_as_typed(tmp_path: Path) -> None:
    app = real(tmp_path)
    hostile = "[red]City[/] *of* <b>Bay</b> ](http://x) \x1b[2J\u202eflip"
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, hostile)
        text = screen_text(app)
        assert "[red]City[/] *of* <b>Bay</b> ](http://x)" in text
        assert not set(text) & set("\x1b\u202e")


async def test_a_value_is_edited_in_the_preview_and_stored(tmp_path: Path) -> None:
    app = real(tmp_path, new=True)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marrow Bay")
        preview = app.main.query_one("#preview")
        await pilot.press("f3")
        preview.highlighted = next(n for n, row in enumerate(preview._rows) if row.label == NAME)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(app))
        await pilot.press("end", *" North", "enter")
        await wait_until(pilot, lambda: row_text(app, NAME) == "City of Marrow Bay North")


async def test_the_sample_opens_finished_and_is_not_among_the_plans(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "sample plan" in screen_text(app))
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: "SAMPLE: not saved" in screen_text(app))
        workspace = app.main.desk.workspace
        assert workspace is not None
        await wait_until(pilot, lambda: not workspace.sessions())  # the one in which nothing was said is gone


@pytest.mark.parametrize("damage", ["corrupt", "folder"])
async def test_a_damaged_store_is_explained_and_one_can_go_on_in_memory(tmp_path: Path, damage: str) -> None:
    if damage == "corrupt":
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "sessions.db").write_bytes(b"this is no database" * 500)
    else:
        (tmp_path / "data").write_text("a file where the folder should be")
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Your plans cannot be opened" in screen_text(app))
        assert "sessions" in screen_text(app) or "folder" in screen_text(app)
        await pilot.press(*["down"] * (2 if damage == "corrupt" else 1), "enter")
        await wait_until(pilot, lambda: "NOT SAVED: in memory only" in screen_text(app))
        await send(pilot, "City of Marrow Bay")
        await wait_until(pilot, lambda: row_text(app, NAME) == "City of Marrow Bay")


async def test_what_is_readable_of_a_damaged_store_is_rescued_and_the_rest_kept(tmp_path: Path) -> None:
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await send(pilot, "City of Marrow Bay")
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app._exit)
    database = tmp_path / "data" / "sessions.db"
    database.write_bytes(b"damaged!" * 12 + database.read_bytes()[96:])
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Rescue what can be read" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "The damaged file is kept" in " ".join(screen_text(app).split()))
        assert len([path for path in database.parent.iterdir() if b"damaged!" in path.read_bytes()]) == 1


async def test_a_file_that_is_no_plan_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{]")
    app = real(tmp_path)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Which organisation" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "sample plan" in screen_text(app))
        await pilot.press("down", "down", "down", "enter")
        await wait_until(pilot, lambda: "File to import" in screen_text(app))
        await pilot.press(*str(tmp_path / "notes.json"), "enter")
        await wait_until(pilot, lambda: "not a plan file" in screen_text(app))


def row_text(app: GovplanApp, label: str) -> str:
    """The value of the first row of that label in the preview."""
    view = app.main._view
    return next((row.text for row in view.rows if row.label == label), "") if view else ""
