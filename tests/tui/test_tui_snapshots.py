"""Pictures of a few screens at a fixed size. After a wanted change: `pytest tests/tui --snapshot-update`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_driving import LARGE, SMALL, TWO, build, screen_text, wait_until
from tui_fakes import StoreBrokenError, row

from tui.widgets.status import StatusLine

Do = Callable[[Pilot[Any]], Awaitable[None]]
PLAIN = {"LANG": "C", "TERM": "linux"}


def sources_ready(pilot: Pilot[Any]) -> bool:
    """Whether the status line says its last word."""
    return "ready" in pilot.app.main.query_one(StatusLine).status.knowledge  # type: ignore[attr-defined]


def conversing(fake: Any, text: str = "전자정부 Ministry; one\nand a second line") -> Do:
    """Send one line to a fake whose plan has a row in every state."""

    async def do(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: "Welcome" in screen_text(pilot.app))
        table = fake.conversations[-1]
        table.reply = (
            "**Noted.**\n\n- one *thing*\n- 두 번째 [bold]\n\n| Code | Name |\n|---|---|\n| GOA-1 | 목표 |"
        )
        table.values += [
            row("Vision", "By 2030 every service is simple.", field="vision", state="suggested"),
            row("Mission", "Serve", field="m", needs_a_look="The vision changed."),
            row("Legal basis", field="l", state="deferred"),
        ]
        pilot.app.main.composer.put(text)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Noted." in screen_text(pilot.app))
        await wait_until(pilot, lambda: sources_ready(pilot))

    return do


def waiting_for(text: str, *keys: str) -> Do:
    async def do(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: any(each in screen_text(pilot.app) for each in ("Welcome", text)))
        if "Cannot" not in text:
            await wait_until(pilot, lambda: sources_ready(pilot))
        await pilot.press(*keys)
        await wait_until(pilot, lambda: text in screen_text(pilot.app))

    return do


@pytest.mark.parametrize(
    ("size", "theme"),
    [(SMALL, "textual-dark"), (LARGE, "textual-dark"), (LARGE, "textual-light")],
    ids=["80x24", "120x36", "120x36-light"],
)
def test_a_conversation(snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    app, fake = build()
    app.theme = theme
    assert snap_compare(app, terminal_size=size, run_before=conversing(fake))


def test_a_conversation_in_16_colours_and_ascii(snap_compare: Any) -> None:
    app, fake = build(environ=PLAIN)
    assert snap_compare(app, terminal_size=LARGE, run_before=conversing(fake))


def test_the_list_of_plans(snap_compare: Any) -> None:
    app, _ = build(*TWO)
    assert snap_compare(app, terminal_size=SMALL, run_before=waiting_for("Beta plan"))


def test_help(snap_compare: Any) -> None:
    app, _ = build()
    assert snap_compare(app, terminal_size=SMALL, run_before=waiting_for("leads you through", "f1"))


def test_editing_a_value(snap_compare: Any) -> None:
    app, _ = build()
    assert snap_compare(
        app, terminal_size=LARGE, run_before=waiting_for("Enter saves", "f3", "down", "enter")
    )


def test_trouble_with_the_storage(snap_compare: Any) -> None:
    def broken() -> Any:
        raise StoreBrokenError

    app, _ = build(open_with=broken)
    assert snap_compare(app, terminal_size=SMALL, run_before=waiting_for("Cannot write"))
