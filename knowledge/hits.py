"""What a search shows: a passage in the reader's language, ready to be read, opened and cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from knowledge.corpus import LANGUAGES, Corpus, Passage, Reference, content_hash

DOCUMENT: Final = "document"
"""The kind of a passage that comes from a document of the person's own."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its language; ``lang`` is empty where it is not known."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in a document of the person's own.

    ``document`` is the SHA-256 of the file's bytes; ``page`` and ``last_page`` count from 1 (slides too), ``None``
    where the format has no pages; ``headings`` lead down to the passage.
    """

    document: str
    page: int | None
    last_page: int | None
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in the reader's language (English where it lacks that one), ready to show and to cite.

    ``lines`` is the span in the source; of a fact of a case there is none, but ``fact``, its id, with ``topic``,
    ``country`` (two letters), ``confidence`` (official or secondary) and ``references``, the pages where it was
    seen, the main one first. A passage of a document of one's own has its ``place`` instead, and its ``text`` is
    verbatim. ``original`` is the text in a language of its source, if that is another one. ``newer`` are facts that have overtaken what the
    passage says. ``content_hash`` is the SHA-256 of ``text``; ``score`` orders the hits of one search and is 0 where
    nothing was searched. ``offers`` are lines that can be taken as they stand, by the id of the question that they
    answer.
    """

    passage_id: str
    title: str
    text: str
    lang: str
    kind: str
    source: str
    source_title: str
    lines: tuple[int, int] | None
    content_hash: str
    score: float
    steps: tuple[int, ...]
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    label: str = ""
    fact: str = ""
    topic: str = ""
    country: str = ""
    confidence: str = ""
    references: tuple[Reference, ...] = ()
    place: Place | None = None
    original: Words | None = None
    newer: tuple[Hit, ...] = ()

    def offers_for(self, question: str) -> tuple[str, ...]:
        """The lines that can be taken as an answer to ``question``, in the language of the hit; mostly none."""
        return self.offers.get(question, ())


def shown(corpus: Corpus, passage: Passage, lang: str, score: float = 0.0) -> Hit:
    """A built-in passage as a reader of ``lang`` sees it."""
    return _shown(corpus, passage, lang, score, newer=_newer(corpus, passage, lang))


def _newer(corpus: Corpus, passage: Passage, lang: str) -> tuple[Hit, ...]:
    found = (corpus.by_fact.get(fact) for fact in passage.facts)
    return tuple(_shown(corpus, fact, lang, 0.0, newer=()) for fact in found if fact is not None)


def _shown(corpus: Corpus, passage: Passage, lang: str, score: float, newer: tuple[Hit, ...]) -> Hit:
    spoken = passage.language(lang)
    case = corpus.cases[passage.source] if passage.fact else None
    source = corpus.sources.get(passage.source)
    editions = source.editions if source else LANGUAGES[:1]
    title = case.title if case else corpus.sources[passage.source].title
    return Hit(
        passage_id=passage.id,
        title=passage.title[spoken],
        text=passage.text[spoken],
        lang=spoken,
        kind=passage.kind,
        source=passage.source,
        source_title=title[spoken],
        lines=passage.lines,
        content_hash=content_hash(passage, spoken),
        score=score,
        steps=passage.steps,
        offers={question: lines[spoken] for question, lines in passage.offers.items()},
        label=passage.label,
        fact=passage.fact,
        topic=passage.topic,
        country=case.country if case else "",
        confidence=passage.confidence,
        references=passage.references,
        original=None if spoken in editions else Words(editions[0], passage.text[editions[0]]),
        newer=newer,
    )
