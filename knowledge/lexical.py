"""Search by words: BM25 over English words, Korean syllable pairs and Vietnamese syllables.

A score is the share of the query that a passage answers, 0 to 1: words that no passage holds count against it,
so that "pizza recipe" scores near nothing. Pure Python; no model, no numpy.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from knowledge.concepts import ConceptIndex, Entries, Thesaurus
from knowledge.words import HANGUL, RUN, is_plain, language_of, singular, without_marks

if TYPE_CHECKING:
    from knowledge.corpus import Passage

_K1: Final = 1.2
_B: Final = 0.6

_ENDING_KO: Final = re.compile(
    r"(?<=[\uac00-\ud7a3]{2})(에서는|에서|에게|으로|부터|까지|이란|이나|은|는|이|가|을|를|의|에|로|과|와|도|만|란"
    r"|하려면|하나요|되나요|인가요|있나요|합니까|입니까|합니다|입니다|하기|해야)$"
)


def terms(text: str, lang: str) -> list[str]:
    """The index terms of ``text`` read as ``lang``: ``e-government`` stays one term (and gives its parts too)."""
    runs = RUN.findall(unicodedata.normalize("NFC", text).casefold())
    return _READERS[lang](runs)


def _english(runs: Sequence[str]) -> list[str]:
    found: list[str] = []
    for run in runs:
        if run in _stop_words()["en"]:
            continue
        found.append(singular(run))
        if "-" in run:
            found.extend(singular(part) for part in run.split("-") if len(part) > 1)
    return found


def _korean(runs: Sequence[str]) -> list[str]:
    found: list[str] = []
    for run in runs:
        if not HANGUL.match(run):
            found.extend(_english([run]))
            continue
        stem = _ENDING_KO.sub("", run)
        if not {run, stem} & _stop_words()["ko"]:
            found.extend(map("".join, pairwise(stem)) if len(stem) > 1 else [stem])
    return found


def _vietnamese(runs: Sequence[str]) -> list[str]:
    # Plain letters carry a mark, so that "muc tieu" finds "mục tiêu" and an exact match still weighs more.
    if is_plain(runs):
        kept = [run for run in runs if run not in _stop_words()["vi-plain"]]
        return [f"~{run}" for run in kept] + [f"~{first} {second}" for first, second in pairwise(kept)]
    kept = [run for run in runs if run not in _stop_words()["vi"]]
    exact = kept + [f"{first} {second}" for first, second in pairwise(kept)]
    return exact + [f"~{without_marks(term)}" for term in exact]


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    import yaml

    listed = yaml.safe_load((Path(__file__).parent / "stop_words.yaml").read_text(encoding="utf-8"))
    words = {lang: frozenset(text.split()) for lang, text in listed.items()}
    words["vi-plain"] = frozenset(map(without_marks, words["vi"]))
    return words


_READERS: Final[dict[str, Callable[[Sequence[str]], list[str]]]] = {
    "en": _english,
    "ko": _korean,
    "vi": _vietnamese,
}


class LexicalIndex:
    """Words and concepts of every passage in every language; a language is read when it is first asked in."""

    def __init__(self, passages: Iterable[Passage], thesaurus: Entries | None = None) -> None:
        self._passages = tuple(passages)
        self._thesaurus = Thesaurus(thesaurus or {})
        self._by_language: dict[str, tuple[_Bm25, ConceptIndex]] = {}
        self._lock = threading.Lock()

    def scores(self, query: str, reader: str) -> dict[str, float]:
        """Share of the words of ``query`` answered, 0 to 1, by passage id; those that share none are left out."""
        found = (self._index(lang)[0].scores(terms(query, lang)) for lang in language_of(query, reader))
        return _best(found)

    def concepts(self, query: str, reader: str) -> dict[str, float]:
        """Share of the concepts of ``query`` answered, 0 to 1, by passage id."""
        return _best(self._index(lang)[1].scores(query) for lang in language_of(query, reader))

    def names(self, query: str, reader: str) -> set[str]:
        """The concepts that ``query`` names."""
        return set().union(*(self._thesaurus.found(query, lang) for lang in language_of(query, reader)))

    def _index(self, lang: str) -> tuple[_Bm25, ConceptIndex]:
        with self._lock:
            if lang not in self._by_language:
                texts = {p.id: _text(p, lang) for p in self._passages}
                words = _Bm25({name: terms(text, lang) for name, text in texts.items()})
                self._by_language[lang] = (words, ConceptIndex(self._thesaurus, texts, lang))
            return self._by_language[lang]


def _best(found: Iterable[Mapping[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for scores in found:
        for name, score in scores.items():
            best[name] = max(best.get(name, 0.0), score)
    return best


def _text(passage: Passage, lang: str) -> str:
    return "\n".join((passage.title[lang], passage.text[lang], *passage.questions[lang]))


def shares(
    asked: Sequence[str],
    texts: Mapping[int, Sequence[str]],
    *,
    count: int,
    mean: float,
    holders: Mapping[str, int],
) -> dict[int, float]:
    """Share of the words ``asked`` that each of ``texts`` answers, 0 to 1.

    ``count`` is the number of all texts, ``mean`` their mean length in words, ``holders`` says how many of them
    hold a word.
    """
    wanted = Counter(asked)
    rarity = {word: _rarity(count, holders.get(word, 0)) for word in wanted}
    most = sum(times * rarity[word] * (_K1 + 1) for word, times in wanted.items())
    found = {}
    for name, words in texts.items():
        held, length = Counter(words), _damping(len(words), mean)
        score = sum(
            times * rarity[word] * _saturated(held[word], length)
            for word, times in wanted.items()
            if word in held
        )
        found[name] = score / most if most else 0.0
    return found


def _rarity(count: int, holders: int) -> float:
    return math.log(1 + (count - holders + 0.5) / (holders + 0.5))


def _damping(length: int, mean: float) -> float:
    return _K1 * (1 - _B + _B * length / mean) if mean else _K1


def _saturated(times: int, damping: float) -> float:
    return times * (_K1 + 1) / (times + damping)


class _Bm25:
    def __init__(self, documents: dict[str, list[str]]) -> None:
        self._count = len(documents)
        mean = sum(map(len, documents.values())) / max(1, self._count)
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        for name, words in documents.items():
            damping = _damping(len(words), mean)
            for word, times in Counter(words).items():
                self._weights[word][name] = _saturated(times, damping)

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        asked = Counter(words)
        found: dict[str, float] = defaultdict(float)
        most = 0.0
        for word, times in asked.items():
            holders = self._weights.get(word, {})
            rarity = _rarity(self._count, len(holders))
            most += times * rarity * (_K1 + 1)
            for name, weight in holders.items():
                found[name] += times * rarity * weight
        return {name: score / most for name, score in found.items()} if most else {}
