"""How soon a typed key shows while a search takes five seconds."""

import os
import statistics
import sys
import tempfile
import time

from benchmarks.bench_startup import FIRST_QUESTION
from benchmarks.harness import Measurement, benchmark, percentile
from benchmarks.terminal import Terminal

# The real app, but every search sleeps for five seconds before it looks.
SLOW_SEARCH = """
import sys, time
import knowledge
look = knowledge.Knowledge.search
def slow(self, *words, **options):
    time.sleep(5)
    return look(self, *words, **options)
knowledge.Knowledge.search = slow
from tui.cli import main
sys.exit(main())
"""
# Keys that no screen shows unless they were typed.
KEYS = "ΨΩΞΔΣΘΛΦΠΓ"


@benchmark(
    "typing_during_search_p95",
    unit="ms",
    aim=100.0,
    what="from a key to its letter on the screen while a search sleeps for 5 s",
)
def typing_during_search() -> Measurement:
    """Ten keys, a quarter of a second apart, begun when the search has begun; three starts."""
    samples: list[float] = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "GOVPLAN_HOME": home, "LC_ALL": "C.UTF-8"}
            with Terminal([sys.executable, "-c", SLOW_SEARCH], environment) as terminal:
                terminal.wait_for(FIRST_QUESTION)
                time.sleep(4)  # the sources are loaded in the background by then
                terminal.press("/suggest\r")
                time.sleep(0.5)
                for key in KEYS:
                    pressed = terminal.press(key)
                    shown = terminal.started + terminal.wait_for(key, seconds=10.0)
                    samples.append(1000 * (shown - pressed))
                    time.sleep(0.25)
    return Measurement(
        percentile(samples, 95),
        tuple(samples),
        {"p50": statistics.median(samples), "max": max(samples), "keys": len(samples)},
    )
