"""Slow work under the eyes of a person: how far it is, and whether it is still wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Phase = Literal["reading", "indexing"]
"""A document is read (in pages, slides, sheets or blocks), then its passages are indexed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far slow work is: ``done`` of ``total`` parts of the file ``name`` in this phase."""

    name: str
    phase: Phase
    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0


@dataclass(frozen=True)
class Watch:
    """Given to slow work by whoever waits for it; ``tell`` is called on the thread that works."""

    tell: Callable[[Progress], object] = lambda progress: None
    stop: threading.Event = field(default_factory=threading.Event)

    def reporter(self, name: str) -> Callable[[Phase, int, int], None]:
        """What the library reports the work on one file to."""

        def report(phase: Phase, done: int, total: int) -> None:
            self.tell(Progress(name, phase, done, total))

        return report

    def stopped(self) -> bool:
        """Whether it is not wanted any more."""
        return self.stop.is_set()
