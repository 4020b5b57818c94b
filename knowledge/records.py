"""What is indexed: one record for each language of a passage's text and one for each question it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.corpus import Passage, text_hash

OFF_TOPIC = "off-topic"
ON_TOPIC = "on-topic"
_LAYOUT = "2"  # part of the generation: raise it when what is stored beside a vector changes


@dataclass(frozen=True, slots=True)
class Record:
    """One text to embed; a hit on it is a hit on ``passage_id``."""

    id: str
    passage_id: str
    lang: str
    kind: str
    text: str
    asked: bool
    """True for a question, which is embedded as a search text is: like meets like."""

    @property
    def key(self) -> str:
        """What a shipped vector is found by: the hash of the embedded text and the way it is embedded."""
        return text_hash(f"{'query' if self.asked else 'passage'}: {self.text}")


def records_of(passages: Iterable[Passage]) -> tuple[Record, ...]:
    """Every record of ``passages``, in a fixed order."""
    return tuple(record for passage in passages for record in _records(passage))


def _records(passage: Passage) -> Iterator[Record]:
    for lang, text in passage.text.items():
        yield _record(passage, lang, "text", f"{passage.title[lang]}\n{text}", asked=False)
        for number, question in enumerate(passage.questions[lang]):
            yield _record(passage, lang, f"q{number}", question, asked=True)


def _record(passage: Passage, lang: str, role: str, text: str, *, asked: bool) -> Record:
    return Record(f"{passage.id}/{lang}/{role}", passage.id, lang, passage.kind, text, asked)


def sample_records(
    off_topic: Mapping[str, Sequence[str]], on_topic: Mapping[str, Sequence[str]]
) -> tuple[Record, ...]:
    """Requests by which is learnt what is about the subject and what is not; embedded as search texts are."""
    return tuple(
        Record(f"{kind}/{lang}/{number}", kind, lang, kind, text, True)
        for kind, by_language in ((OFF_TOPIC, off_topic), (ON_TOPIC, on_topic))
        for lang, texts in by_language.items()
        for number, text in enumerate(texts)
    )


def generation_of(embedder_version: str, records: Sequence[Record]) -> str:
    """The name of a collection: it changes with the embedder, with any text and with what is stored beside it."""
    digest = hashlib.sha256(f"{_LAYOUT}\n{embedder_version}\n".encode())
    for record in records:
        digest.update(f"{record.id}\t{record.kind}\t{record.key}\n".encode())
    return f"g{digest.hexdigest()[:24]}"
