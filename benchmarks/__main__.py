"""`python -m benchmarks [NAME…]`: measure, print, write JSON; without names, or with --write, docs/benchmarks.md too.

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
from benchmarks.page import Measured, page, record, recorded

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"


def chosen(names: Sequence[str], known: Mapping[str, Benchmark]) -> list[Benchmark]:
    """The benchmarks whose names begin so; one that is measured alone only by its full name, or SystemExit."""
    if not names:
        return [one for one in known.values() if not one.alone]
    found = [
        one
        for one in known.values()
        if one.name in names or (not one.alone and any(one.name.startswith(start) for start in names))
    ]
    if not found:
        raise SystemExit(f"no benchmark begins with {' or '.join(names)}; there are: {', '.join(known)}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure govplan.")
    parser.add_argument(
        "names", nargs="*", help="how the names of the wanted benchmarks begin (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="put the named ones into docs/benchmarks.md")
    parser.add_argument("--list", action="store_true", help="list the benchmarks and stop")
    options = parser.parse_args(arguments)

    known = find_benchmarks()
    if options.list:
        for found in known.values():
            print(f"{found.name}: {found.what} (aim ≤ {found.aim} {found.unit})")
        return 0

    machine = facts()
    results = []
    for wanted in chosen(options.names, known):
        print(f"measuring {wanted.name}: {wanted.what}", file=sys.stderr, flush=True)
        results.append(Result(wanted, wanted.measure()))
    print(table(results))

    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    report = {"machine": machine, "results": [result.as_json() for result in results]}
    file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.write or not options.names:
        figures = recorded(known) | {found.benchmark.name: Measured(found, machine) for found in results}
        record(figures)
        PAGE.write_text(page({name: figures[name] for name in known if name in figures}), encoding="utf-8")
    return int(any(result.verdict is Verdict.MISSED for result in results))


if __name__ == "__main__":
    sys.exit(main())
