"""The built-in passages: frozen types, strict loading, content hashes.

One file a group under ``passages/<source>/``; all languages of a passage stand side by side. Importing this
module costs next to nothing; the files are read at the first call of ``load_corpus``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from knowledge.checks import LANGUAGES as LANGUAGES
from knowledge.checks import keys, plain, texts
from knowledge.errors import CorpusError
from knowledge.offers import Offers, offers_of

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
MAX_LINES: Final = 8
MAX_WORDS: Final = 120

_HERE: Final = Path(__file__).parent
_ID: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_FACT: Final = re.compile(r"[a-z]{2}-\d{2}")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that passages restate; ``title`` and ``note`` by language, ``line_count`` of each edition."""

    key: str
    title: Mapping[str, str]
    publisher: str
    kind: str
    editions: tuple[str, ...]
    line_count: int
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of knowledge: what lines ``lines`` (first, last; 1-based) of ``source`` mean for a planner.

    ``title`` and ``text`` hold every language, ``questions`` the everyday questions answered, by language.
    ``facts`` are ids of the case library from which a newer fact was taken. ``offers`` are no part of what is
    embedded or hashed: they say the same again, in the form that a question takes.
    """

    id: str
    source: str
    lines: tuple[int, int]
    steps: tuple[int, ...]
    components: tuple[str, ...]
    kind: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    questions: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...] = ()
    offers: Offers = field(default_factory=lambda: MappingProxyType({}))

    def language(self, wanted: str) -> str:
        """The language in which this passage is shown to a reader of ``wanted``: that one, or English."""
        return wanted if wanted in self.text else "en"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines of a source that no passage cites, and why."""

    lines: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sources by key, passages in reading order and by id, and the lines left out by source."""

    sources: Mapping[str, Source]
    passages: tuple[Passage, ...]
    by_id: Mapping[str, Passage]
    left_out: Mapping[str, tuple[LeftOut, ...]]


def text_hash(text: str) -> str:
    """SHA-256 (hex) over the NFC form of ``text``."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def content_hash(passage: Passage, lang: str) -> str:
    """SHA-256 (hex) of the text shown to a reader of ``lang``; raises KeyError never (falls back to English)."""
    return text_hash(passage.text[passage.language(lang)])


def citation_label(source: str, lines: tuple[int, int]) -> str:
    """``visure:29`` for one line, ``visure:17-20`` for several."""
    first, last = lines
    return f"{source}:{first}" if first == last else f"{source}:{first}-{last}"


@cache
def builtin_corpus() -> Corpus:
    """The corpus that ships with the package, read once a process."""
    return load_corpus(_HERE)


def load_corpus(folder: Path) -> Corpus:
    """Read ``sources.yaml`` and ``passages/`` below ``folder``; raises CorpusError on anything unexpected."""
    sources = {s.key: s for s in _sources(folder / "sources.yaml")}
    passages: list[Passage] = []
    for path in sorted((folder / "passages").glob("*/*.yaml")):
        passages.extend(_passages(path, sources))
    by_id = {p.id: p for p in passages}
    if len(by_id) != len(passages):
        twice = sorted(i for i in by_id if sum(p.id == i for p in passages) > 1)
        raise CorpusError(f"passage ids used twice: {', '.join(twice)}")
    return Corpus(sources, tuple(passages), by_id, _left_out(folder / "passages" / "left-out.yaml"))


def _read(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"{path.name}: {error}") from error
    if not isinstance(found, dict):
        raise CorpusError(f"{path.name}: not a mapping")
    return found


def _sources(path: Path) -> list[Source]:
    found = []
    for entry in keys(_read(path), path.name, ["sources"])["sources"]:
        raw = keys(entry, path.name, Source.__slots__)
        where = f"{path.name}: {raw['key']}"
        found.append(
            Source(
                key=plain(raw["key"], where),
                title=texts(raw["title"], f"{where}: title"),
                publisher=plain(raw["publisher"], where),
                kind=plain(raw["kind"], where),
                editions=tuple(raw["editions"]),
                line_count=int(raw["line_count"]),
                note=texts(raw["note"], f"{where}: note"),
            )
        )
    return found


def _passages(path: Path, sources: Mapping[str, Source]) -> list[Passage]:
    group = keys(_read(path), path.name, ["source", "passages"])
    source = sources.get(group["source"])
    if source is None:
        raise CorpusError(f"{path.name}: unknown source {group['source']!r}")
    return [_passage(entry, source, path.name) for entry in group["passages"]]


def _passage(entry: object, source: Source, file: str) -> Passage:
    needed = [name for name in Passage.__slots__ if name not in ("source", "facts", "offers")]
    raw = keys(entry, file, needed, ["facts", "offers"])
    where = f"{file}: {raw['id']}"
    if not _ID.fullmatch(str(raw["id"])) or not str(raw["id"]).startswith(f"{source.key}."):
        raise CorpusError(f"{where}: an id is {source.key}.lower-case.words")
    if raw["kind"] not in KINDS:
        raise CorpusError(f"{where}: unknown kind {raw['kind']!r}")
    text = {lang: _unwrapped(t, where) for lang, t in texts(raw["text"], f"{where}: text").items()}
    for lang, words in text.items():
        if len(words.split()) > MAX_WORDS:
            raise CorpusError(f"{where}: {lang} has {len(words.split())} words, at most {MAX_WORDS}")
    return Passage(
        id=str(raw["id"]),
        source=source.key,
        lines=_span(raw["lines"], where, source.line_count),
        steps=_subset(raw["steps"], STEPS, f"{where}: steps"),
        components=_subset(raw["components"], COMPONENTS, f"{where}: components"),
        kind=raw["kind"],
        title=texts(raw["title"], f"{where}: title"),
        text=text,
        questions=_questions(raw["questions"], f"{where}: questions"),
        facts=_facts(raw.get("facts", []), where),
        offers=offers_of(raw.get("offers", {}), f"{where}: offers"),
    )


def _left_out(path: Path) -> dict[str, tuple[LeftOut, ...]]:
    found = {}
    for key, entries in _read(path).items():
        rows = [keys(entry, path.name, LeftOut.__slots__) for entry in entries]
        found[key] = tuple(LeftOut((row["lines"][0], row["lines"][1]), row["reason"]) for row in rows)
    return found


def _unwrapped(text: str, where: str) -> str:
    """One line a paragraph or list item, whatever the width of the file; a paragraph after a list needs a blank line."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        if not line or not before or line.startswith("- "):
            lines.append(line)
        elif before.startswith("- "):
            raise CorpusError(f"{where}: a blank line is missing before {line[:40]!r}")
        else:
            lines[-1] = f"{before} {line}"
    return "\n".join(lines)


def _questions(value: object, where: str) -> dict[str, tuple[str, ...]]:
    raw = keys(value, where, LANGUAGES)
    found = {lang: tuple(plain(q, f"{where}: {lang}") for q in raw[lang]) for lang in LANGUAGES}
    for lang, asked in found.items():
        if not 2 <= len(asked) <= 3:
            raise CorpusError(f"{where}: {lang} has {len(asked)}, wanted 2 or 3")
    return found


def _span(value: object, where: str, line_count: int) -> tuple[int, int]:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value)):
        raise CorpusError(f"{where}: lines are [first, last]")
    first, last = value
    if not 1 <= first <= last <= line_count or last - first >= MAX_LINES:
        raise CorpusError(f"{where}: lines {first}-{last} are out of bounds or more than {MAX_LINES}")
    return first, last


def _subset(value: object, allowed: Sequence[_T], where: str) -> tuple[_T, ...]:
    if not isinstance(value, list) or not value or any(v not in allowed for v in value):
        raise CorpusError(f"{where}: {value!r} is empty or holds something unknown")
    if len(set(value)) != len(value):
        raise CorpusError(f"{where}: something stands twice")
    return tuple(value)


def _facts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(_FACT.fullmatch(str(v)) for v in value):
        raise CorpusError(f"{where}: facts are ids such as us-01")
    return tuple(value)
