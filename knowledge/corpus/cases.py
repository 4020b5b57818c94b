"""Reading the case library out of parsed YAML: strict, and every error names its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from knowledge.checks import LANGUAGES, keys, plain, texts
from knowledge.corpus.model import COMPONENTS, CONFIDENCE, STORY, Case, Passage, Reference
from knowledge.corpus.passages import FACT, short_enough, stamps_of, steps_of
from knowledge.errors import CorpusError
from knowledge.offers import offers_of

_CASE: Final = (
    "id",
    "country",
    "name",
    "aliases",
    "title",
    "years",
    "story",
    "sources",
    "facts",
)
_FACT_KEYS: Final = ("id", "steps", "kind", "text", "source", "confidence")
_NO_QUESTIONS: Final = MappingProxyType({lang: () for lang in LANGUAGES})


Topics: TypeAlias = Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]]
"""By topic of a fact: its name in every language, and the components of a plan that it serves."""


def topics_of(entry: object, where: str) -> Topics:
    """What facts are about: by topic its name in every language and the components it serves; raises CorpusError."""
    found = {}
    for topic, value in keys(entry, where, ["topics"])["topics"].items():
        raw = keys(value, f"{where}: {topic}", ["name", "components"])
        if not raw["components"] or not set(raw["components"]) <= set(COMPONENTS):
            raise CorpusError(f"{where}: {topic}: unknown components")
        found[str(topic)] = (texts(raw["name"], f"{where}: {topic}"), tuple(raw["components"]))
    return found


def case_of(entry: object, where: str, topics: Topics) -> Case:
    """One case with its facts; raises CorpusError."""
    raw = keys(entry, where, _CASE)
    name = texts(raw["name"], f"{where}: name")
    references = {plain(s["key"], where): _reference(s, where) for s in raw["sources"]}
    facts = tuple(_fact(fact, raw["id"], name, references, topics) for fact in raw["facts"])
    story = keys(raw["story"], f"{where}: story", ("facts", *STORY), ["translated"])
    ids = {fact.fact for fact in facts}
    if unknown := set(story["facts"]) - ids:
        raise CorpusError(f"{where}: the story rests on unknown facts {', '.join(sorted(unknown))}")
    return Case(
        id=plain(raw["id"], where),
        country=plain(raw["country"], where),
        name=name,
        aliases=tuple(plain(alias, f"{where}: aliases").casefold() for alias in raw["aliases"]),
        title=texts(raw["title"], f"{where}: title"),
        years=plain(raw["years"], where),
        story={part: texts(story[part], f"{where}: story: {part}") for part in STORY},
        story_facts=tuple(story["facts"]),
        facts=facts,
        translated=stamps_of(story, f"{where}: story"),
    )


def _reference(entry: object, where: str) -> Reference:
    raw = keys(entry, f"{where}: sources", ("key", *Reference.__slots__))
    found = Reference(**{name: plain(raw[name], f"{where}: {raw['key']}") for name in Reference.__slots__})
    if not found.url.startswith(("https://", "http://")):
        raise CorpusError(f"{where}: {raw['key']}: an address begins with http")
    return found


def _fact(
    entry: Any,
    case: str,
    name: Mapping[str, str],
    references: Mapping[str, Reference],
    topics: Topics,
) -> Passage:
    raw = keys(entry, case, _FACT_KEYS, ["also", "numbers", "offers", "translated"])
    where = f"{case}: {raw['id']}"
    if not FACT.fullmatch(str(raw["id"])):
        raise CorpusError(f"{where}: a fact is called like us-01")
    if raw["kind"] not in topics or raw["confidence"] not in CONFIDENCE:
        raise CorpusError(f"{where}: unknown kind {raw['kind']!r} or confidence {raw['confidence']!r}")
    seen = [raw["source"], *raw.get("also", [])]
    if unknown := set(seen) - references.keys():
        raise CorpusError(f"{where}: unknown sources {', '.join(sorted(unknown))}")
    text = texts(raw["text"], f"{where}: text")
    short_enough(text, where)
    word, components = topics[raw["kind"]]
    return Passage(
        id=f"{case}.{raw['id']}",
        source=case,
        lines=None,
        steps=steps_of(raw["steps"], where),
        components=components,
        kind="case",
        title={lang: f"{name[lang]}: {word[lang]}" for lang in LANGUAGES},
        text=text,
        questions=_NO_QUESTIONS,
        offers=offers_of(raw.get("offers", {}), f"{where}: offers"),
        translated=stamps_of(raw, where),
        fact=raw["id"],
        topic=raw["kind"],
        confidence=raw["confidence"],
        references=tuple(references[key] for key in seen),
    )
