"""What a benchmark is, and how its figures are judged and written down.

To add a figure, write a function in a new file `benchmarks/bench_NAME.py`; every such file is found:

    @benchmark("turn_core_p95", unit="ms", aim=5.0, what="95th percentile of one turn of the core")
    def turn_core() -> Measurement:
        samples = [...]
        return Measurement(percentile(samples, 95), tuple(samples), {"events": len(samples)})

A figure is good when it is small; `aim` is the largest that is wanted. Compare only within one run: where
machines differ, measure a yardstick in the same run, in turns with the thing itself, and report the ratio.

`part` is the table in which it stands (see page.py). What takes long, or needs another environment, is measured only
when it is named: `alone` says with which command.
"""

import importlib
import math
import pkgutil
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import benchmarks

# A figure may miss its aim by half before it counts as missed.
TOLERANCE = 1.5


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure in the benchmark's unit, the samples behind it, and anything worth knowing beside it."""

    value: float
    samples: tuple[float, ...] = ()
    details: Mapping[str, float | str] = field(default_factory=dict)


class Verdict(StrEnum):
    """How a figure stands to its aim."""

    MET = "met"
    NEAR = "missed by less than half"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A named figure and the function that measures it; `aim` is in `unit`."""

    name: str
    unit: str
    aim: float
    what: str
    measure: Callable[[], Measurement]
    part: str = "app"
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark and what it measured."""

    benchmark: Benchmark
    measurement: Measurement

    @property
    def verdict(self) -> Verdict:
        """Judge the figure against its aim."""
        value, aim = self.measurement.value, self.benchmark.aim
        if value <= aim:
            return Verdict.MET
        return Verdict.NEAR if value <= aim * TOLERANCE else Verdict.MISSED

    def as_json(self) -> dict[str, object]:
        """The result as JSON holds it."""
        return {
            "name": self.benchmark.name,
            "what": self.benchmark.what,
            "value": self.measurement.value,
            "unit": self.benchmark.unit,
            "aim": self.benchmark.aim,
            "verdict": self.verdict.value,
            "samples": list(self.measurement.samples),
            "details": dict(self.measurement.details),
        }


_registered: dict[str, Benchmark] = {}


def benchmark(
    name: str, *, unit: str, aim: float, what: str, part: str = "app", alone: str = ""
) -> Callable[[Callable[[], Measurement]], Callable[[], Measurement]]:
    """Register a function as the benchmark `name`. Raises ValueError when the name is taken."""

    def register(measure: Callable[[], Measurement]) -> Callable[[], Measurement]:
        if name in _registered:
            raise ValueError(f"two benchmarks are called {name}")
        _registered[name] = Benchmark(name, unit, aim, what, measure, part, alone)
        return measure

    return register


def find_benchmarks() -> dict[str, Benchmark]:
    """Import every `benchmarks/bench_*.py` and return what they registered, by name."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("bench_"):
            importlib.import_module(f"benchmarks.{module.name}")
    return dict(sorted(_registered.items()))


def percentile(samples: Iterable[float], share: float) -> float:
    """The smallest sample that at least `share` percent of all are not above (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def median(samples: Iterable[float]) -> float:
    """The middle of the samples."""
    return statistics.median(samples)


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| Figure | Measured | Aim | | Details |", "|---|---|---|---|---|"]
    for result in results:
        known = result.benchmark
        details = ", ".join(
            f"{name} {value if isinstance(value, str) else _number(value)}"
            for name, value in result.measurement.details.items()
        )
        lines.append(
            f"| {known.what} (`{known.name}`) | {_number(result.measurement.value)} {known.unit} "
            f"| ≤ {_number(known.aim)} {known.unit} | {result.verdict.value} | {details} |"
        )
    return "\n".join(lines)
