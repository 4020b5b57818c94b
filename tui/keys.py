"""Every key of the app, declared once: bindings, hints, palette, help and the keymap file derive from here.

The wording of a key is `ui.key.<id>.label` (short, for the line of hints) and `ui.key.<id>.help`.
A person remaps a key by its id in `keys.toml` (see `tui.settings`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

Place = Literal["app", "main", "composer", "picker", "documents"]


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does."""

    id: str
    keys: str
    """Comma-separated, in Textual's names."""
    action: str
    place: Place
    hint: int = 0
    """Place in the line of hints: the lowest first, 0 for none."""
    palette: bool = False

    @property
    def call(self) -> str:
        """The action as it is called from anywhere: those of the app by its name, others from the screen."""
        return f"app.{self.action}" if self.place == "app" else self.action


KEYS: tuple[Key, ...] = (
    Key("send", "enter", "send", "composer", hint=1),
    Key("newline", "ctrl+j,shift+enter,alt+enter", "newline", "composer", hint=2),
    Key("older", "up", "older", "composer"),
    Key("newer", "down", "newer", "composer"),
    Key("help", "f1", "help", "app", hint=3, palette=True),
    Key("palette", "ctrl+p", "command_palette", "app", hint=9),
    Key("theme", "f9", "theme", "app", palette=True),
    Key("interrupt", "ctrl+c", "interrupt", "app"),
    Key("quit", "ctrl+q", "leave", "app", hint=10, palette=True),
    Key("redraw", "ctrl+l", "redraw", "app"),
    Key("rename", "f2", "manage('rename')", "picker", hint=4, palette=True),
    Key("duplicate", "ctrl+d", "manage('duplicate')", "picker", hint=5, palette=True),
    Key("delete", "delete", "manage('delete')", "picker", hint=6, palette=True),
    Key("first", "home", "list_edge('first')", "picker"),
    Key("last", "end", "list_edge('last')", "picker"),
    Key("steps", "f2", "panel('steps')", "main", hint=4, palette=True),
    Key("plan", "f3", "panel('plan')", "main", hint=5, palette=True),
    Key("sessions", "f4", "sessions", "main", hint=6, palette=True),
    Key("documents", "f10", "documents", "main", palette=True),
    Key("suggest", "f5", "ask('suggest')", "main", hint=7, palette=True),
    Key("example", "f6", "ask('example')", "main", palette=True),
    Key("why", "f7", "ask('why')", "main", palette=True),
    Key("copy", "f8", "copy", "main", hint=8, palette=True),
    Key("recall", "ctrl+r", "recall", "main", palette=True),
    Key("undo", "alt+u", "ask('undo')", "main", palette=True),
    Key("redo", "alt+y", "ask('redo')", "main", palette=True),
    Key("page_up", "pageup", "page(-1)", "main"),
    Key("page_down", "pagedown", "page(1)", "main"),
    Key("top", "ctrl+home", "edge(-1)", "main"),
    Key("bottom", "ctrl+end", "edge(1)", "main"),
    Key("blanks", "space", "blanks", "main"),
    Key("dismiss", "escape", "dismiss_panel", "main"),
    Key("document_add", "a,insert", "add", "documents", hint=1),
    Key("document_show", "enter", "show", "documents", hint=2),
    Key("document_remove", "delete,d", "remove", "documents", hint=3),
    Key("documents_again", "r", "again", "documents", hint=4),
    Key("documents_leave", "escape", "leave", "documents", hint=5),
    Key("documents_close", "f10", "close", "documents"),
)

_SHORT = {"escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "delete": "Del", "enter": "Enter"}


def bindings(*places: Place) -> list[Binding]:
    """Return the bindings of these places. They come before the focused part's own; `check_action` lets through."""
    return [
        Binding(key.keys, key.action, key.id, show=False, priority=True, id=key.id)
        for key in KEYS
        if key.place in places
    ]


def shown(key: Key, keymap: Mapping[str, str]) -> str:
    """Return the first key of `key` as people write it: `Ctrl+J`, `F1`, `Enter`."""
    first = keymap.get(key.id, key.keys).split(",")[0].strip()
    return "+".join(_SHORT.get(part, part.capitalize()) for part in first.split("+"))


def named(name: str, keymap: Mapping[str, str]) -> str:
    """Return the first key of the one called `name`, as people write it."""
    return shown(next(key for key in KEYS if key.id == name), keymap)


def hints(places: Iterable[Place]) -> list[Key]:
    """Return the keys of these places that the line of hints shows, the most useful first."""
    wanted = set(places)
    return sorted((key for key in KEYS if key.hint and key.place in wanted), key=lambda key: key.hint)
