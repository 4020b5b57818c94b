"""How soon a suggestion comes after a start, how soon later, and what the whole takes in memory."""

import json
import statistics
import subprocess
import sys
import tempfile

from benchmarks.harness import Measurement, benchmark, median, percentile

ROUNDS = 5
_SCRIPT = """
import json, os, sys, time
from pathlib import Path
import psutil
began = time.perf_counter()
import textual.app  # what a running app has loaded besides
from assistant.locations import Locations
from assistant.workspace import Workspace
home = Path(sys.argv[1])
workspace = Workspace.open(Locations(home / "data", home / "cache", home / "exports"), lang="en")
conversation = workspace.new("benchmark")
conversation.start()
began = time.perf_counter()
def suggest(text):
    started = time.perf_counter()
    for request in conversation.say(text).requests:
        conversation.fulfil(request)
    return time.perf_counter() - started
first = suggest("/suggest")
words = ["steering committee", "vision statement", "survey of citizens", "cyber attack", "baseline", "newsletter",
         "lessons learned", "open data", "budget", "skills of staff"]
later = [suggest(f"/suggest {word}") for _ in range(6) for word in words]
print(json.dumps({"first": first, "later": later, "rss": psutil.Process().memory_info().rss / 2**20}))
"""


def _run(home: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", _SCRIPT, home], capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _numbers(values: object) -> list[float]:
    assert isinstance(values, list)
    return [float(value) for value in values]


@benchmark(
    "suggest_very_first",
    unit="s",
    aim=8.0,
    what="first /suggest after a start, the very first time (index is made)",
)
def very_first() -> Measurement:
    """A fresh process with an empty home folder."""
    samples = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as home:
            samples.append(float(str(_run(home)["first"])))
    return Measurement(median(samples), tuple(samples))


@benchmark(
    "suggest_first",
    unit="s",
    aim=2.5,
    what="first /suggest after a start, nothing loaded in the background before",
)
def first() -> Measurement:
    """A fresh process with an index on disk."""
    with tempfile.TemporaryDirectory() as home:
        _run(home)
        samples = [float(str(_run(home)["first"])) for _ in range(ROUNDS)]
    return Measurement(median(samples), tuple(samples))


@benchmark("suggest_later_p95", unit="ms", aim=60.0, what="95th percentile of later /suggest with words")
def later() -> Measurement:
    """Sixty searches in one process, the turns stored."""
    with tempfile.TemporaryDirectory() as home:
        samples = [1000 * value for value in _numbers(_run(home)["later"])]
    return Measurement(percentile(samples, 95), tuple(samples), {"p50": statistics.median(samples)})


@benchmark(
    "memory_rss", unit="MB", aim=350.0, what="resident memory with Textual, the core and the loaded index"
)
def memory() -> Measurement:
    """After sixty searches."""
    with tempfile.TemporaryDirectory() as home:
        samples = [float(str(_run(home)["rss"])) for _ in range(2)]
    return Measurement(max(samples), tuple(samples))
