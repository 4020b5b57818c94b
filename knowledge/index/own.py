"""The vectors of one own document, searched one by one: some hundred rows, for which an index would only cost.

A collection of Chroma takes some 3 MB and an eighth of a second to write, however small; a hundred documents would
take a third of a gigabyte and 120 ms a search. Multiplying their rows takes some microseconds a document, and finds
exactly the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.search import Near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.index.space import Matrix


@dataclass(frozen=True, slots=True)
class OwnVectors:
    """Vectors as they are compared, a row a passage, and what each row belongs to."""

    passages: Sequence[str]
    languages: Sequence[str]
    rows: Matrix

    def near(self, vector: Matrix, count: int) -> list[Near]:
        """The ``count`` nearest passages, nearest first."""
        if not len(self.rows) or count < 1:
            return []
        cosines = self.rows @ vector
        count = min(count, len(cosines))
        best = np.argpartition(-cosines, count - 1)[:count]
        ordered = best[np.argsort(-cosines[best], kind="stable")]
        return [Near(self.passages[row], self.languages[row], float(cosines[row])) for row in ordered]
