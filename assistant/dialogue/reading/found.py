"""What a reader answers with: a value and where in the text it stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value that was read, with its span: ``normalise(text)[start:end]``."""

    value: T
    start: int
    end: int
