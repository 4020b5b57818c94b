"""``python -m knowledge.translations``: list stale translations; ``--stamp [ID ...]`` says that they are true again.

A translation bears a stamp of the English that it was made from. When the English is edited the stamp no longer
fits, a test fails, and whoever looked through the translation stamps it. Without ids, ``--stamp`` marks only what
has never been stamped.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from knowledge.corpus import LANGUAGES, Corpus, builtin_corpus, stamp
from knowledge.corpus.loading import load_corpus

_FOLDER: Final = Path(__file__).parent
UNSTAMPED: Final = "00000000"
_ENTRY: Final = re.compile(r" *- id: (\S+)")


def stale(corpus: Corpus) -> list[tuple[str, str]]:
    """(id, language) of every translation whose English has changed since; the id of a case is that of its story."""
    return [(name, lang) for name, english, made in _texts(corpus) for lang in _behind(english, made)]


def _texts(corpus: Corpus) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for passage in corpus.passages:
        yield passage.id, passage.english, passage.translated
    for case in corpus.cases.values():
        yield case.id, case.english, case.translated


def _behind(english: str, made: Mapping[str, str]) -> list[str]:
    return [lang for lang in LANGUAGES[1:] if made.get(lang) != stamp(english)]


def _prepared(text: str) -> str:
    """The text of a file with an empty stamp wherever there is none yet."""
    lines: list[str] = []
    whole = text.split("\n")
    lacking = False
    for number, line in enumerate(whole):
        lines.append(line)
        if _ENTRY.match(line) or line == "story:":
            follows = re.split(r"(?m)^ *- id: |^sources:", "\n".join(whole[number + 1 :]))[0]
            lacking = not re.search(r"(?m)^ +translated:", follows)
        kind = re.match(r"( +)kind: ", line)
        if lacking and (kind or line == "story:"):
            lines.append(f"{kind[1] if kind else '  '}translated: {{ko: '{UNSTAMPED}', vi: '{UNSTAMPED}'}}")
            lacking = False
    return "\n".join(lines)


def _stamped(text: str, marks: Mapping[str, str], case: str) -> str:
    """The text of a file with the new stamps of those entries that ``marks`` names."""
    name, found = "", []
    for line in text.split("\n"):
        if entry := _ENTRY.match(line):
            name = f"{case}.{entry[1]}" if case else entry[1]
        elif line == "story:":
            name = case
        if name in marks and (begins := re.match(r" +translated:", line)):
            line = f"{begins[0]} {{ko: '{marks[name]}', vi: '{marks[name]}'}}"
        found.append(line)
    return "\n".join(found)


def main(arguments: list[str] | None = None, folder: Path = _FOLDER) -> int:
    """List or stamp; the exit code is 1 while something is stale."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.translations", description=__doc__)
    parser.add_argument("--stamp", nargs="*", metavar="ID")
    asked = parser.parse_args(arguments).stamp
    files = sorted([*folder.glob("passages/*/*.yaml"), *folder.glob("cases/*.yaml")])
    if asked is not None:
        for path in files:
            path.write_text(_prepared(path.read_text(encoding="utf-8")), encoding="utf-8")
        corpus = load_corpus(folder)
        marks = {
            name: stamp(english)
            for name, english, made in _texts(corpus)
            if name in asked or UNSTAMPED in made.values() or not made
        }
        for path in files:
            case = path.stem if path.parent.name == "cases" else ""
            path.write_text(_stamped(path.read_text(encoding="utf-8"), marks, case), encoding="utf-8")
        sys.stdout.write(f"{len(marks)} stamped\n")
        builtin_corpus.cache_clear()
    left = stale(load_corpus(folder))
    for name, lang in left:
        sys.stdout.write(f"{name}: {lang} is older than its English\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
