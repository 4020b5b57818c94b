"""Make docs/picture.svg, the picture in the README: the real app after a few real answers.

    .venv/bin/python tools/picture.py [FILE]

Text in it stays text, so that it can be selected, searched and read aloud. Fonts are those of the reader.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.update({"TZ": "UTC", "LANG": "C.UTF-8"})

from assistant.locations import Locations  # noqa: E402
from assistant.sessions import MemoryStore  # noqa: E402
from assistant.workspace import Workspace  # noqa: E402
from tui.app import GovplanApp  # noqa: E402

SIZE = (120, 36)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ANSWERS = (
    "City of Marrow Bay; acronym: CMB",
    "yes",
    "2027 to 2030",
    "yes",
    "People wait three weeks for a permit, and half of them have to come to a counter twice.",
    "/goto 3",
    "/suggest",
    "take 1",
)
LONGEST_WAIT = 60.0
TITLE = "govplan"


def main() -> None:
    """Write the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "picture.svg"
    with tempfile.TemporaryDirectory() as folder:
        picture = asyncio.run(_picture(Path(folder)))
    target.write_text(_with_any_font(picture), encoding="utf-8")
    print(f"wrote {target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}")


async def _picture(folder: Path) -> str:
    """Return the screen after `ANSWERS` as SVG."""
    places = Locations(folder / "data", folder / "cache", folder / "exports")

    def open_workspace() -> Workspace:
        return Workspace(MemoryStore(), places, lang="en", now=lambda: AT)

    app = GovplanApp(
        open_workspace,
        open_in_memory=open_workspace,
        environ={"LANG": "C.UTF-8", "TERM": "xterm-256color"},
    )
    async with app.run_test(size=SIZE) as pilot:
        transcript = app.main.transcript

        async def until(true: Callable[[], bool]) -> None:
            async with asyncio.timeout(LONGEST_WAIT):
                while not true():
                    await pilot.pause(0.05)

        await until(lambda: bool(transcript.bubbles))
        for answer in ANSWERS:
            before = len(transcript.bubbles)
            app.main.composer.put(answer)
            await pilot.press("enter")
            await until(lambda before=before: len(transcript.bubbles) > before + 1)  # type: ignore[misc]
            await until(lambda: not app.main.busy)
        await pilot.pause()
        return app.export_screenshot(title=TITLE)


def _with_any_font(svg: str) -> str:
    """Take out the fonts that a browser would have to fetch."""
    local = re.sub(r"\s*@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return local.replace("Fira Code", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas")


if __name__ == "__main__":
    main()
