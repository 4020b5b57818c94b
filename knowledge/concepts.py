"""The thesaurus: what people call the same thing, in everyday words and in officials', in three languages.

Words of a text are matched as they stand: in English by words in the singular, in Vietnamese by syllables (with or
without marks), in Korean by syllables anywhere in a word, since endings are written on to it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from knowledge.checks import LANGUAGES, keys, plain
from knowledge.errors import CorpusError
from knowledge.words import RUN, is_plain, singular, without_marks

LONGEST: Final = 5  # words of a phrase
ENOUGH: Final = 7.0  # rarity of what a telling query names: two or three concepts
_KOREAN: Final = range(2, 9)  # syllables of a stem
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Entries = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By concept and language: the words for it."""


def concepts_of(entry: object, where: str) -> Entries:
    """The thesaurus out of parsed YAML; raises CorpusError."""
    found = {}
    for name, value in keys(entry, where, ["concepts"])["concepts"].items():
        raw = keys(value, f"{where}: {name}", LANGUAGES)
        if not _ID.fullmatch(str(name)):
            raise CorpusError(f"{where}: {name}: a concept is called lower-case-with-dashes")
        found[str(name)] = {
            lang: tuple(plain(word, f"{where}: {name}").casefold() for word in raw[lang])
            for lang in LANGUAGES
        }
    return found


class Thesaurus:
    """Finds concepts in texts."""

    def __init__(self, entries: Entries) -> None:
        self._phrases: dict[str, dict[str, set[str]]] = {lang: defaultdict(set) for lang in LANGUAGES}
        self._unmarked: dict[str, set[str]] = defaultdict(set)
        for concept, words in entries.items():
            for lang in LANGUAGES:
                for word in words[lang]:
                    form = _form(word, lang)
                    self._phrases[lang][form].add(concept)
                    if lang == "ko":  # 의견 수렴 is also written 의견수렴
                        self._phrases[lang][form.replace(" ", "")].add(concept)
            for word in words["vi"]:
                self._unmarked[without_marks(word)].add(concept)

    def found(self, text: str, lang: str) -> set[str]:
        """The concepts that ``text``, read as ``lang``, names."""
        runs = RUN.findall(unicodedata.normalize("NFC", text).casefold())
        if lang == "ko":
            return self._korean(runs)
        if lang == "en":
            return self._spoken([singular(run) for run in runs], self._phrases["en"])
        if is_plain(runs):
            return self._spoken(runs, self._unmarked)
        return self._spoken(runs, self._phrases["vi"])

    def _korean(self, runs: Sequence[str]) -> set[str]:
        known = self._phrases["ko"]
        found = self._spoken([singular(run) for run in runs if run.isascii()], self._phrases["en"])
        whole = " ".join(runs)
        for run in (*runs, *_pairs(whole.split(" "))):
            for length in _KOREAN:
                for first in range(len(run) - length + 1):
                    found |= known.get(run[first : first + length], _NONE)
        return found

    @staticmethod
    def _spoken(runs: Sequence[str], known: Mapping[str, set[str]]) -> set[str]:
        found: set[str] = set()
        for length in range(1, LONGEST + 1):
            for first in range(len(runs) - length + 1):
                found |= known.get(" ".join(runs[first : first + length]), _NONE)
        return found


_NONE: Final[set[str]] = set()


def _pairs(runs: Sequence[str]) -> Iterable[str]:
    return (f"{first} {second}" for first, second in pairwise(runs))


def _form(word: str, lang: str) -> str:
    if lang == "en":
        return " ".join(singular(run) for run in RUN.findall(word))
    return " ".join(RUN.findall(word))


class ConceptIndex:
    """Which passages name which concepts, in one language."""

    def __init__(self, thesaurus: Thesaurus, texts: Mapping[str, str], lang: str) -> None:
        self._thesaurus = thesaurus
        self._lang = lang
        self._holders: dict[str, set[str]] = defaultdict(set)
        for name, text in texts.items():
            for concept in thesaurus.found(text, lang):
                self._holders[concept].add(name)
        self._count = len(texts)

    def scores(self, query: str) -> dict[str, float]:
        """Share of the concepts of ``query`` that a passage names, 0 to 1; the rarer, the more they count.

        Where a query names little, the share of it counts for less: one word may have been misread.
        """
        asked = self._thesaurus.found(query, self._lang)
        weights = {concept: self._rarity(concept) for concept in asked}
        most = max(sum(weights.values()), ENOUGH)
        found: dict[str, float] = defaultdict(float)
        for concept, weight in weights.items():
            for name in self._holders.get(concept, ()):
                found[name] += weight / most
        return dict(found)

    def _rarity(self, concept: str) -> float:
        holders = len(self._holders.get(concept, ()))
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))
