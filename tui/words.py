"""The wording of the screen: one object, handed down to every part, that knows the language in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.glyphs import Glyphs

Source = Callable[[str, Mapping[str, object] | None, str | None], str]


class Words:
    """Words message ids. Until a workspace is there (the first tenths of a second), every text is empty."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.lang = ""
        self._source: Source | None = None

    def use(self, source: Source, lang: str) -> None:
        """Word by `source` from now on, in `lang`."""
        self._source, self.lang = source, lang

    def __call__(self, message: str, **params: object) -> str:
        """Return the sentence of `message`; parameters are missing or unknown: the catalogue raises."""
        if self._source is None:
            return ""
        return self.glyphs.plain(self._source(message, params or None, self.lang))
