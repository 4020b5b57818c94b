"""The words that readers know, as data handed in from outside: intents, choices and labels.

The data comes from ``prompts/lexicon/*.yaml``; this room neither opens files nor knows where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from assistant.dialogue.reading.normalise import normalise


class Intent(StrEnum):
    """What a whole message wants, when it is not an answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NONE = "none"
    SKIP = "skip"
    DONE = "done"
    GREETING = "greeting"
    THANKS = "thanks"
    WAIT = "wait"
    QUIT = "quit"
    SAVED = "saved"
    HELP = "help"
    UNDO = "undo"
    REDO = "redo"
    BACK = "back"
    NEXT = "next"
    EXAMPLE = "example"
    WHY = "why"
    SUGGEST = "suggest"
    CASES = "cases"
    MORE = "more"
    ORIGINAL = "original"
    SAME = "same"
    SHOW = "show"
    REVIEW = "review"
    EXPORT = "export"
    QUESTION = "question"


_WORD = 60
"""Characters; longer texts are messages, which are not worth remembering."""


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The words of one value of a closed list.

    ``names`` are the value wherever they stand in a short answer, ``alone`` are the value only as the whole
    answer, ``hints`` only suggest it.
    """

    names: tuple[str, ...]
    hints: tuple[str, ...]
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The words of one slot.

    Those in ``bare`` may stand before the value without a colon, those in ``bare_number`` only before a value
    that begins with a number or a date ("due 2027", but not "due diligence").
    """

    words: tuple[str, ...]
    bare: frozenset[str] = frozenset()
    bare_number: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BareWords:
    """Label words that may stand without a colon: before a name ("owner CIO"), or before a number or a date."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """How a question back begins (``starts``) and ends (``ends``) when it has no question mark."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]


def fold(text: str) -> str:
    """The form in which words are compared: normalised, case folded, one space between words."""
    return _fold_word(text) if len(text) <= _WORD else _fold(text)


def _fold(text: str) -> str:
    return " ".join(normalise(text).casefold().split()).replace("’", "'")


@lru_cache(maxsize=8192)
def _fold_word(text: str) -> str:
    """The same for the words of the lexicon, which are folded again and again."""
    return _fold(text)


def _words(entry: Mapping[str, Any] | None) -> tuple[str, ...]:
    """All words of one ``{language: [word, …]}`` entry, folded, in order, without repeats."""
    found: dict[str, None] = {}
    for words in (entry or {}).values():
        for word in words:
            found[fold(str(word))] = None
    return tuple(found)


def _unique(pairs: Iterator[tuple[str, str]], where: str) -> dict[str, str]:
    """``{word: owner}``; a word with two owners could only be guessed."""
    owners: dict[str, str] = {}
    for word, owner in pairs:
        if owners.setdefault(word, owner) != owner:
            raise ValueError(f"{where}: {word!r} stands for both {owners[word]} and {owner}")
    return owners


def _label(entry: Mapping[str, Any]) -> LabelWords:
    """One slot of the labels file: words by language, and the lists ``bare`` and ``bare_number``."""
    bare, number = (
        frozenset(fold(str(word)) for word in entry.get(key) or ()) for key in ("bare", "bare_number")
    )
    words = _words({key: words for key, words in entry.items() if key not in ("bare", "bare_number")})
    return LabelWords(words, bare, number)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words, frozen; build it with :meth:`from_data`. Compared and hashed by identity."""

    intents: Mapping[str, Intent]
    """Folded whole message -> intent."""
    questions: QuestionWords
    countries: tuple[tuple[str, str], ...]
    """What stands before and after a country in a question about it; folded."""
    choices: Mapping[str, Mapping[str, ChoiceWords]]
    """Name of the enumeration -> its value -> words."""
    labels: Mapping[str, LabelWords]
    """Slot -> words."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Lexicon:
        """Build from the parsed files: keys ``intents``, ``choices``, ``labels`` (each may be missing).

        Raises:
            ValueError: an intent is unknown, or one word stands for two intents or two values of a list.
        """
        intents = dict(data.get("intents") or {})
        question = intents.pop("question", None) or {}
        country = _words(intents.pop("country", None))
        phrases = _unique(
            ((word, Intent(name).value) for name, entry in intents.items() for word in _words(entry)),
            "intents",
        )
        choices = {}
        for enum_name, values in (data.get("choices") or {}).items():
            table = {
                str(value): ChoiceWords(*(_words(entry.get(key)) for key in ("names", "hints", "alone")))
                for value, entry in values.items()
            }
            _unique(
                ((word, value) for value, entry in table.items() for word in (*entry.names, *entry.alone)),
                enum_name,
            )
            choices[enum_name] = MappingProxyType(table)
        labels = {slot: _label(entry) for slot, entry in (data.get("labels") or {}).items()}
        return cls(
            MappingProxyType({word: Intent(name) for word, name in phrases.items()}),
            QuestionWords(_words(question.get("starts")), _words(question.get("ends"))),
            tuple((before, after) for before, _, after in (each.partition("{country}") for each in country)),
            MappingProxyType(choices),
            MappingProxyType(labels),
        )

    def label_words(self, *slots: str) -> dict[str, tuple[str, ...]]:
        """The words of these slots, ready for ``label_parts`` and ``read_scores``. Raises KeyError."""
        return {slot: self.labels[slot].words for slot in slots}

    def bare_words(self, *slots: str) -> BareWords:
        """The label words of these slots that may stand without a colon. Raises KeyError."""
        entries = [self.labels[slot] for slot in slots]
        return BareWords(
            frozenset(word for entry in entries for word in entry.bare),
            frozenset(word for entry in entries for word in entry.bare_number),
        )
