"""The corpus from its files: ``sources/``, ``passages/<source>/``, ``cases/``; each source, group or case is a file.

Parsing some megabytes of YAML takes most of a second, so the package also carries what the parser found
(``corpus.json``, made by ``python -m knowledge.build``) with a hash of every file: it is used while the hash is
that of the files at hand, so an edited file is never missed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from knowledge.checks import LANGUAGES, keys, plain
from knowledge.concepts import concepts_of
from knowledge.corpus.cases import case_of, topics_of
from knowledge.corpus.model import Corpus
from knowledge.corpus.passages import passages_of, source_of
from knowledge.errors import CorpusError

PARSED: Final = "corpus.json"
_HERE: Final = Path(__file__).parent.parent
_GROUPS: Final = ("*.yaml", "sources/*.yaml", "passages/*/*.yaml", "cases/*.yaml")


@cache
def builtin_corpus() -> Corpus:
    """The corpus that ships with the package, read once a process."""
    return load_corpus(_HERE)


def load_corpus(folder: Path) -> Corpus:
    """Read everything below ``folder``; raises CorpusError on anything unexpected."""
    files = _parsed(folder)
    sources, cases, passages = {}, {}, []
    topics = topics_of(files.get("topics.yaml", {"topics": {}}), "topics.yaml")
    thesaurus = concepts_of(files.get("thesaurus.yaml", {"concepts": {}}), "thesaurus.yaml")
    for name, entry in files.items():
        if name.startswith("sources/"):
            source = source_of(entry, name)
            sources[source.key] = source
    for name, entry in files.items():
        if name.startswith("passages/"):
            passages.extend(passages_of(entry, name, sources))
        elif name.startswith("cases/"):
            case = case_of(entry, name, topics)
            cases[case.id] = case
            passages.extend(case.facts)
    by_id = {p.id: p for p in passages}
    if len(by_id) != len(passages):
        twice = sorted(i for i in by_id if sum(p.id == i for p in passages) > 1)
        raise CorpusError(f"passage ids used twice: {', '.join(twice)}")
    by_fact = {p.fact: p for p in passages if p.fact}
    off_topic, on_topic = _requests(files, "off_topic.yaml"), _requests(files, "on_topic.yaml")
    return Corpus(sources, cases, tuple(passages), by_id, by_fact, thesaurus, off_topic, on_topic)


def _requests(files: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    found = keys(files.get(name, {lang: [] for lang in LANGUAGES}), name, LANGUAGES)
    return {lang: tuple(plain(text, f"{name}: {lang}") for text in found[lang]) for lang in LANGUAGES}


def parsed(folder: Path) -> str:
    """What ``corpus.json`` holds: the YAML files parsed, and their hash; equal files give equal text."""
    raw = _read(folder)
    found = {"files": _digest(raw), "parsed": {name: _yaml(data, name) for name, data in raw.items()}}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_parsed(folder: Path = _HERE) -> Path:
    """Parse the YAML files and keep the result beside them."""
    path = folder / PARSED
    path.write_text(parsed(folder), encoding="utf-8")
    return path


def _parsed(folder: Path) -> dict[str, Any]:
    raw = _read(folder)
    path = folder / PARSED
    if path.exists():
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise CorpusError(f"{PARSED}: {error}") from error
        if kept["files"] == _digest(raw):
            parsed: dict[str, Any] = kept["parsed"]
            return parsed
    return {name: _yaml(data, name) for name, data in raw.items()}


def _read(folder: Path) -> dict[str, bytes]:
    try:
        paths = [path for group in _GROUPS for path in sorted(folder.glob(group))]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise CorpusError(str(error)) from error


def _digest(raw: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in raw.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _yaml(data: bytes, name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(data.decode("utf-8"), Loader=loader)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"{name}: {error}") from error
