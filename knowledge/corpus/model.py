"""What the built-in knowledge is made of: sources, passages, the case library. Frozen; nothing is read here."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from knowledge.concepts import Entries
from knowledge.offers import Offers

KINDS: Final = ("principle", "method", "example", "case", "checklist", "pitfall")
COMPONENTS: Final = (
    "vision_mission",
    "goals_objectives",
    "stakeholder_analysis",
    "environmental_scan",
    "swot",
    "priorities_initiatives",
    "roadmap",
    "kpis_evaluation",
    "governance_oversight",
    "risk_management",
)
STEPS: Final = range(1, 11)
STORY: Final = ("aimed", "set", "run", "wrong")
"""The parts of a case's story: what they aimed at, what they set, who ran it, what went wrong."""
CONFIDENCE: Final = ("official", "secondary")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines of a source that no passage cites, and why."""

    lines: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document that passages restate; ``title`` and ``note`` by language.

    ``editions`` are the languages that it was written in, ``line_count`` counts the lines of each edition.
    """

    key: str
    title: Mapping[str, str]
    publisher: str
    kind: str
    editions: tuple[str, ...]
    line_count: int
    note: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a fact was seen: a page or paper, by title, publisher, address and date as the publisher gives them."""

    title: str
    publisher: str
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of knowledge: what some lines of a source, or one fact of a case, mean for a planner.

    ``source`` is the key of a source or the id of a case. ``lines`` are the first and last line of the source
    (1-based); of a fact there are none, and ``fact`` is its id. ``title`` and ``text`` hold every language,
    ``questions`` the everyday questions answered, by language (none for a fact). ``facts`` are ids of the case
    library that are newer than what the source says. ``offers`` are no part of what is embedded or hashed: they
    say the same again, in the form that a question takes. ``translated`` holds, for each translation, the stamp of
    the English that it was made from (see ``stamp``).
    """

    id: str
    source: str
    lines: tuple[int, int] | None
    steps: tuple[int, ...]
    components: tuple[str, ...]
    kind: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    questions: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...] = ()
    offers: Offers = field(default_factory=lambda: MappingProxyType({}))
    translated: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fact: str = ""
    topic: str = ""
    confidence: str = ""
    references: tuple[Reference, ...] = ()

    def language(self, wanted: str) -> str:
        """The language in which this passage is shown to a reader of ``wanted``: that one, or English."""
        return wanted if wanted in self.text else "en"

    @property
    def label(self) -> str:
        """How it is cited: ``visure:29``, ``visure:17-20``, or a fact by its id, ``gb-03``."""
        return citation_label(self.source, self.lines) if self.lines else self.fact

    @property
    def english(self) -> str:
        """What a translation was made from; of a fact the title is composed, and no part of it."""
        return self.text["en"] if self.fact else f"{self.title['en']}\n{self.text['en']}"


@dataclass(frozen=True, slots=True)
class Case:
    """One government's strategy over the years: its story in four parts, and the facts that it rests on.

    ``aliases`` are what people call the country, in small letters; ``story`` is text by part and language.
    """

    id: str
    country: str
    name: Mapping[str, str]
    aliases: tuple[str, ...]
    title: Mapping[str, str]
    years: str
    story: Mapping[str, Mapping[str, str]]
    story_facts: tuple[str, ...]
    facts: tuple[Passage, ...]
    translated: Mapping[str, str]

    @property
    def english(self) -> str:
        """The English of the story: what its translations were made from."""
        return "\n".join(self.story[part]["en"] for part in STORY)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sources and cases by key, every passage (of sources, then of cases) in reading order and by id.

    ``thesaurus`` holds the words for concepts, ``off_topic`` requests by language that nothing here answers,
    ``on_topic`` such as a planner makes; from both is learnt what the subject is.
    """

    sources: Mapping[str, Source]
    cases: Mapping[str, Case]
    passages: tuple[Passage, ...]
    by_id: Mapping[str, Passage]
    by_fact: Mapping[str, Passage]
    thesaurus: Entries
    off_topic: Mapping[str, tuple[str, ...]]
    on_topic: Mapping[str, tuple[str, ...]]


def text_hash(text: str) -> str:
    """SHA-256 (hex) over the NFC form of ``text``."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def stamp(english: str) -> str:
    """Eight hexadecimal digits that change with ``english``: a translation that bears another one is stale."""
    return text_hash(english)[:8]


def content_hash(passage: Passage, lang: str) -> str:
    """SHA-256 (hex) of the text shown to a reader of ``lang``; raises KeyError never (falls back to English)."""
    return text_hash(passage.text[passage.language(lang)])


def citation_label(source: str, lines: tuple[int, int]) -> str:
    """``visure:29`` for one line, ``visure:17-20`` for several."""
    first, last = lines
    return f"{source}:{first}" if first == last else f"{source}:{first}-{last}"


def vietnamese(corpus: Corpus) -> Iterator[str]:
    """Every Vietnamese text of the corpus: what bare letters are read by."""
    for passage in corpus.passages:
        yield from (passage.title["vi"], passage.text["vi"], *passage.questions["vi"])
    yield from (*corpus.off_topic["vi"], *corpus.on_topic["vi"])
