"""Regular expressions that are compiled at their first use, so that importing the readers stays cheap."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator


class Lazy:
    """Behaves like the compiled pattern of ``source``."""

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """See ``re.Pattern.search``."""
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """See ``re.Pattern.match``."""
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """See ``re.Pattern.fullmatch``."""
        return self.compiled.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """See ``re.Pattern.finditer``."""
        return self.compiled.finditer(text, start, end)

    def split(self, text: str) -> list[str]:
        """See ``re.Pattern.split``; groups that did not take part are left out."""
        return [part for part in self.compiled.split(text) if part is not None]

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """See ``re.Pattern.sub``."""
        return self.compiled.sub(replacement, text)
