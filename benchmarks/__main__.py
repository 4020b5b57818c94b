"""`python -m benchmarks [NAME…]`: measure, print, write JSON; without names also docs/benchmarks.md.

Exit code 1 when a figure misses its aim by more than half.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.harness import Benchmark, Result, Verdict, find_benchmarks, table
from benchmarks.machine import facts

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"

INTRODUCTION = """# Figures

Made by `make bench`; do not edit. Ratios compare two things measured in turns within the same run. Each
figure is the one that the issue asks for; smaller is better. A figure above its aim by more than half makes
`make bench` fail.
"""


def _page(machine: Mapping[str, str], results: Sequence[Result]) -> str:
    about = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    return f"{INTRODUCTION}\n{table(results)}\n\n## The machine\n\n{about}\n"


def _chosen(names: Sequence[str], known: Mapping[str, Benchmark]) -> list[Benchmark]:
    if not names:
        return list(known.values())
    chosen = [known[name] for name in known if any(name.startswith(start) for start in names)]
    if not chosen:
        raise SystemExit(f"no benchmark begins with {' or '.join(names)}; there are: {', '.join(known)}")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure govplan.")
    parser.add_argument(
        "names", nargs="*", help="how the names of the wanted benchmarks begin (default: all)"
    )
    parser.add_argument("--list", action="store_true", help="list the benchmarks and stop")
    options = parser.parse_args(arguments)

    known = find_benchmarks()
    if options.list:
        for found in known.values():
            print(f"{found.name}: {found.what} (aim ≤ {found.aim} {found.unit})")
        return 0

    machine = facts()
    results = []
    for wanted in _chosen(options.names, known):
        print(f"measuring {wanted.name}: {wanted.what}", file=sys.stderr, flush=True)
        results.append(Result(wanted, wanted.measure()))
    print(table(results))

    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    report = {"machine": machine, "results": [result.as_json() for result in results]}
    file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if not options.names:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(_page(machine, results), encoding="utf-8")
    return int(any(result.verdict is Verdict.MISSED for result in results))


if __name__ == "__main__":
    sys.exit(main())
