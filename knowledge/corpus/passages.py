"""Reading sources and their passages out of parsed YAML: strict, and every error names its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from knowledge.checks import LANGUAGES, keys, plain, texts
from knowledge.corpus.model import COMPONENTS, KINDS, STEPS, LeftOut, Passage, Source
from knowledge.errors import CorpusError
from knowledge.offers import offers_of

MAX_LINES: Final = 8
MAX_WORDS: Final = 120

FACT: Final = re.compile(r"[a-z]{2}-\d{2}")
_ID: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_STAMP: Final = re.compile(r"[0-9a-f]{8}")
_NEEDED: Final = ("id", "lines", "steps", "components", "kind", "title", "text", "questions")
_T = TypeVar("_T")


def source_of(entry: object, where: str) -> Source:
    """One source out of its file; raises CorpusError."""
    raw = keys(entry, where, Source.__slots__)
    count = int(raw["line_count"])
    return Source(
        key=plain(raw["key"], where),
        title=texts(raw["title"], f"{where}: title"),
        publisher=plain(raw["publisher"], where),
        kind=plain(raw["kind"], where),
        editions=_subset(raw["editions"], LANGUAGES, f"{where}: editions"),
        line_count=count,
        note=texts(raw["note"], f"{where}: note"),
        left_out=tuple(_left_out(gap, f"{where}: left_out", count) for gap in raw["left_out"]),
    )


def passages_of(entry: object, where: str, sources: Mapping[str, Source]) -> list[Passage]:
    """The passages of one group; raises CorpusError."""
    group = keys(entry, where, ["source", "passages"])
    source = sources.get(group["source"])
    if source is None:
        raise CorpusError(f"{where}: unknown source {group['source']!r}")
    return [_passage(raw, source, where) for raw in group["passages"]]


def _passage(entry: object, source: Source, file: str) -> Passage:
    raw = keys(entry, file, _NEEDED, ["facts", "offers", "translated"])
    where = f"{file}: {raw['id']}"
    if not _ID.fullmatch(str(raw["id"])) or not str(raw["id"]).startswith(f"{source.key}."):
        raise CorpusError(f"{where}: an id is {source.key}.lower-case.words")
    if raw["kind"] not in KINDS:
        raise CorpusError(f"{where}: unknown kind {raw['kind']!r}")
    text = {lang: _unwrapped(t, where) for lang, t in texts(raw["text"], f"{where}: text").items()}
    short_enough(text, where)
    return Passage(
        id=str(raw["id"]),
        source=source.key,
        lines=_span(raw["lines"], where, source.line_count),
        steps=steps_of(raw["steps"], where),
        components=_subset(raw["components"], COMPONENTS, f"{where}: components"),
        kind=raw["kind"],
        title=texts(raw["title"], f"{where}: title"),
        text=text,
        questions=_questions(raw["questions"], f"{where}: questions"),
        facts=_facts(raw.get("facts", []), where),
        offers=offers_of(raw.get("offers", {}), f"{where}: offers"),
        translated=stamps_of(raw, where),
    )


def steps_of(value: object, where: str) -> tuple[int, ...]:
    """Steps 1 to 10, at least one; raises CorpusError."""
    return _subset(value, STEPS, f"{where}: steps")


def stamps_of(entry: Mapping[str, Any], where: str) -> dict[str, str]:
    """The stamps of the translations, by language, none where there are none yet; raises CorpusError."""
    if "translated" not in entry:
        return {}
    raw = keys(entry["translated"], f"{where}: translated", LANGUAGES[1:])
    if any(not _STAMP.fullmatch(str(mark)) for mark in raw.values()):
        raise CorpusError(f"{where}: a stamp has eight hexadecimal digits (python -m knowledge.translations)")
    return {lang: str(mark) for lang, mark in raw.items()}


def short_enough(text: Mapping[str, str], where: str) -> None:
    """Raises CorpusError for a text of more than ``MAX_WORDS`` words."""
    for lang, words in text.items():
        if len(words.split()) > MAX_WORDS:
            raise CorpusError(f"{where}: {lang} has {len(words.split())} words, at most {MAX_WORDS}")


def _left_out(entry: object, where: str, line_count: int) -> LeftOut:
    raw = keys(entry, where, LeftOut.__slots__)
    first, last = raw["lines"]
    if not 1 <= first <= last <= line_count:
        raise CorpusError(f"{where}: lines {first}-{last} are out of bounds")
    return LeftOut((first, last), plain(raw["reason"], where))


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


def _facts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(FACT.fullmatch(str(v)) for v in value):
        raise CorpusError(f"{where}: facts are ids such as us-01")
    return tuple(value)
