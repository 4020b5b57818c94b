"""Driving the app in tests: start it, wait for a condition, read what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from tui_fakes import Card, FakeConversation, FakeWorkspace

from tui.app import GovplanApp

UTF8 = {"LANG": "C.UTF-8", "TERM": "xterm-256color"}
SMALL, LARGE = (80, 24), (120, 36)
TWO = (Card("aaaa1", "Alpha plan"), Card("bbbb2", "Beta plan"))


def build(
    *cards: Card, workspace: FakeWorkspace | None = None, environ: dict[str, str] | None = None,
    folder: Path | None = None, open_with: Callable[[], Any] | None = None, **options: Any,
) -> tuple[GovplanApp, FakeWorkspace]:  # fmt: skip
    """An app on a fake workspace that holds these sessions."""
    fake = workspace or FakeWorkspace(list(cards))
    app = GovplanApp(
        open_with or (lambda: fake),  # type: ignore[arg-type,return-value]
        open_in_memory=lambda: FakeWorkspace(in_memory=True),  # type: ignore[arg-type,return-value]
        settings_folder=lambda: folder,
        environ=environ or UTF8,
        **options,
    )
    return app, fake


async def wait_until(pilot: Pilot[Any], true: Callable[[], object], seconds: float = 10.0) -> None:
    """Let the app work until `true()`; one pause is never enough on a busy machine."""
    end = asyncio.get_running_loop().time() + seconds
    while not true():
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"waited {seconds} s; on the screen:\n{screen_text(pilot.app)}")
        await pilot.pause()


@asynccontextmanager
async def running(app: GovplanApp, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[Any]]:
    """The app on a terminal of that size."""
    async with app.run_test(size=size) as pilot:
        yield pilot


@asynccontextmanager
async def talking(
    size: tuple[int, int] = SMALL, **options: Any
) -> AsyncIterator[tuple[Pilot[Any], FakeConversation]]:
    """A new conversation that has greeted."""
    app, fake = build(**options)
    async with running(app, size) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        yield pilot, fake.conversations[-1]


def screen_text(app: Any) -> str:
    """What the terminal shows, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def composer(pilot: Pilot[Any]) -> Any:
    """The composer of the main screen."""
    return pilot.app.main.composer  # type: ignore[attr-defined]


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Paste as a terminal does: the app gets it, whatever has the focus."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def said(conversation: FakeConversation) -> list[str]:
    """The lines that the conversation was told."""
    return [done[1] for done in conversation.done if done[0] == "say"]
