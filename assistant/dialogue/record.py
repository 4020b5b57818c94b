"""What one line of an answer gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.dialogue.reading import Intent
from assistant.dialogue.values import Read, Unread

NOTHING = (Intent.NONE, Intent.UNKNOWN, Intent.SKIP)
"""What says that there is no value, and so never is one."""


@dataclass
class Record:
    """What one line gave: values by path, the pieces that could not be read, and words that follow a score."""

    text: str
    values: dict[str, Read] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)

    def without(self, uid: str) -> None:
        """Nothing comes before itself: a reference of an entity to itself is no value but unread."""
        for path, read in list(self.values.items()):
            if isinstance(read.value, list) and uid in read.value:
                kept = [each for each in read.value if each != uid]
                self.unread.append(Unread(path, self.text))
                self.values.pop(path)
                if kept:
                    self.values[path] = Read(kept, read.guess)
