"""docs/benchmarks.md: a table a part, from the figures that were measured last, each with its machine."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness import Benchmark, Measurement, Result, table

FIGURES = Path(__file__).with_name("figures.json")

INTRODUCTION = """# Figures

Made by `make bench`; do not edit. Ratios compare two things measured in turns within the same run. Smaller
is better. A figure above its aim by more than half makes `make bench` fail: aims guard against getting slower. `make bench ARGS="search"` measures some and prints them; with `--write` they are written here.
"""

PARTS = {
    "app": ("The app", "What a person waits for while planning."),
    "index": (
        "The index",
        "The vectors of the built-in passages ship with govplan, so that the first start only writes them down. An "
        "embedder without shipped vectors makes them in the background, once, while search goes by words; how long "
        "that takes is extrapolated from every tenth text.",
    ),
    "search": (
        "Search",
        "The 240 questions of the development set, one after another, in a fresh process; the time of embedding the "
        "question is part of the first line only. Own documents are synthetic: real words of the three languages in "
        "no order, read, cut, stored and searched as real ones are, but with an embedder that adds up random vectors "
        "of words, since the real one would take an hour for what is measured here. Add the first line's embedding "
        "for what a person gets. Memory is that of the whole process, without Textual.",
    ),
    "documents": (
        "Adding documents",
        "A generated report, some 250 words a page, with the default embedder. Nearly all of the time is embedding. In "
        "the app it goes on in the background, with progress; it can be stopped, and what was embedded is kept. Aims "
        "were set after the first measurements.",
    ),
    "rates": (
        "What is found",
        "The development set (`tests/knowledge/evaluation`): 60 questions in each of three languages, and 20 in each "
        "that nothing answers. `0.90 / 0.97 / 1.00 · 0.93` reads: the answer is first, among the first three, among "
        "the first five; mean reciprocal rank. Weights and floors were set on this very set with the default "
        "embedder, so these figures are optimistic. The held-out set was written by somebody else after that, 40 "
        "questions and 15 unanswerable ones in each language: its figures are what to expect. After its first "
        "measurement (0.83 among the first three over all languages) words were given less weight and the gate more "
        "training data, none of it from the set; the questions themselves were not looked at for that.",
    ),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A result and the machine on which it was measured."""

    result: Result
    machine: Mapping[str, str]


def recorded(known: Mapping[str, Benchmark], path: Path = FIGURES) -> dict[str, Measured]:
    """What was measured last of each figure that there still is, by name."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Measured(
            Result(known[name], Measurement(entry["value"], (), entry["details"])), entry["machine"]
        )
        for name, entry in found.items()
        if name in known
    }


def record(figures: Mapping[str, Measured], path: Path = FIGURES) -> None:
    """Keep the figures for the page, without their samples."""
    kept = {
        name: {
            "value": found.result.measurement.value,
            "details": dict(found.result.measurement.details),
            "machine": dict(found.machine),
        }
        for name, found in sorted(figures.items())
    }
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def page(figures: Mapping[str, Measured]) -> str:
    """The page; what was not measured on the newest figure's machine, in the same run, is told below its table."""
    newest = max((found.machine for found in figures.values()), key=lambda machine: machine["date"])
    parts = [INTRODUCTION]
    for key, (title, about) in PARTS.items():
        of_part = [found for found in figures.values() if found.result.benchmark.part == key]
        if of_part:
            parts.append(f"## {title}\n\n{about}\n\n{table([found.result for found in of_part])}\n")
            parts.extend(_elsewhere(of_part, newest))
    machine = "\n".join(f"- {name}: {value}" for name, value in newest.items())
    return "\n".join([*parts, f"## The machine\n\n{machine}\n"])


def _elsewhere(of_part: Sequence[Measured], newest: Mapping[str, str]) -> list[str]:
    lines = []
    for found in of_part:
        known = found.result.benchmark
        how = f" with `{known.alone}`" if known.alone else ""
        same = all(found.machine[fact] == newest[fact] for fact in ("processor", "memory", "python"))
        where = "the same machine" if same else f"{found.machine['processor']}, {found.machine['memory']}"
        if known.alone or found.machine["date"] != newest["date"]:
            date, load = found.machine["date"], found.machine["load before the run"]
            lines.append(f"- `{known.name}` was measured{how} on {date}, load {load}, {where}.")
    return ["\n".join(lines) + "\n"] if lines else []
