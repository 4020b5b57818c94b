"""The yardstick of the start: the smallest Textual app that paints something and answers a key."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

READY = "ready-for-a-key"


class EmptyApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(READY)

    def on_key(self, event: Key) -> None:
        self.query_one(Static).update(f"{READY} {event.character}")


if __name__ == "__main__":
    EmptyApp().run()
