"""How long a text is for an embedder that takes 512 tokens, and where a long one may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

FULL_WORDS, FULL_WEIGHT = 180, 1080
MOST_WORDS, MOST_WEIGHT = 240, 1190
EAST_ASIAN = 2.1
"""A Hangul syllable or a Han character counts as so many Latin letters."""

_EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_CUTS = (
    # The end of a sentence, but not the point of a number or of an initial.
    re.compile(r"(?<!\b\d)(?<!\b\d\d)(?<!\b[A-Za-zÀ-ỹ])[.!?…]+[\"'”’)\]」』]*\s+|[。！？]+[」』”]*\s*"),
    re.compile(r"[;:,、，；]\s+|\s\|\s"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True)
class Size:
    """Of a text: ``weight`` is its characters, an East Asian one counting :data:`EAST_ASIAN`."""

    words: int = 0
    weight: float = 0.0

    def __add__(self, other: Size) -> Size:
        return Size(self.words + other.words, self.weight + other.weight + 1)

    @property
    def share(self) -> float:
        """Of a full chunk: 1.0 is one that should not grow."""
        return max(self.words / FULL_WORDS, self.weight / FULL_WEIGHT)

    @property
    def fits(self) -> bool:
        """Whether the embedder surely takes all of it."""
        return self.words <= MOST_WORDS and self.weight <= MOST_WEIGHT


def measure(text: str) -> Size:
    """The size of a text."""
    return Size(len(text.split()), len(text) + (EAST_ASIAN - 1) * len(_EAST_ASIAN.findall(text)))


def total(sizes: Iterable[Size]) -> Size:
    """The size of texts under each other."""
    out = Size()
    for size in sizes:
        out = out + size
    return out


def cut(text: str) -> list[str]:
    """A text in pieces of at most a full chunk and of about the same length.

    Cut where a sentence ends; within one that is longer than a chunk at commas, between words, at last anywhere.
    """
    size = measure(text)
    if size.share <= 1:
        return [text]
    pieces = _parts(text, 0)
    aim = size.share / -(-size.share // 1) * 1.05
    out: list[str] = []
    held, held_size = "", Size()
    for piece in pieces:
        more = measure(piece)
        if held and (held_size + more).share > min(1.0, max(aim, more.share)):
            out.append(held.strip())
            held, held_size = "", Size()
        held += piece
        held_size = held_size + more
    out.append(held.strip())
    return [piece for piece in out if piece]


def _parts(text: str, rule: int) -> list[str]:
    """The text in pieces that each fit, no character lost: by the first rule that makes them short enough."""
    if measure(text).share <= 1:
        return [text]
    if rule == len(_CUTS):
        step = int(FULL_WEIGHT / EAST_ASIAN)
        return [text[start : start + step] for start in range(0, len(text), step)]
    places = [0, *(found.end() for found in _CUTS[rule].finditer(text)), len(text)]
    return [
        part for start, end in pairwise(places) if start < end for part in _parts(text[start:end], rule + 1)
    ]
