"""The command palette: the keys of the app, the commands of the conversation, the steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.keys import KEYS, shown
from tui.messages import Invoked
from tui.screens.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Callable


class _Entry(NamedTuple):
    text: str
    help: str
    run: Callable[[], object]


class GovplanCommands(Provider):
    """Finds commands by any part of their wording; without a search, lists them all."""

    async def discover(self) -> Hits:
        """Everything, in the order of declaration."""
        for entry in self._entries():
            yield DiscoveryHit(entry.text, entry.run, help=entry.help)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for entry in self._entries():
            score = max(matcher.match(entry.text), matcher.match(entry.help) * 0.8)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.text), entry.run, help=entry.help)

    def _entries(self) -> Iterator[_Entry]:
        screen = self.screen
        if not isinstance(screen, Frame) or not screen.words.lang:
            return
        words = screen.words
        for key in KEYS:
            if key.palette and key.place != ("main" if screen.picking else "picker"):
                label = words(f"ui.key.{key.id}.label")
                text = f"{label[:1].upper()}{label[1:]}  ({shown(key, screen.keymap)})"
                yield _Entry(text, words(f"ui.key.{key.id}.help"), self._sender(screen, key.call, ""))
        from assistant.dialogue.commands import COMMANDS

        for spec in COMMANDS:
            what = "complete" if spec.argument == "required" else "command"
            yield _Entry(
                f"/{spec.name}", words(f"command.{spec.name}.help"), self._sender(screen, what, spec.name)
            )

    def _sender(self, screen: Frame, action: str, name: str) -> Callable[[], object]:
        return lambda: screen.post_message(Invoked(action, name))
