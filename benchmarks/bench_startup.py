"""How soon the first screen can be used, against an empty Textual app in the same run."""

import os
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.empty_app import READY
from benchmarks.harness import Measurement, benchmark, median
from benchmarks.terminal import Terminal

ROUNDS = 9
# A character that no screen shows unless it was typed.
KEY = "Ψ"
# The first question is about the organisation; without its first letter, which may be a capital.
FIRST_QUESTION = "rganisation"

EMPTY = [sys.executable, "-m", "benchmarks.empty_app"]
GOVPLAN = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]


def seconds_to_usable(command: Sequence[str], painted: str) -> float:
    """Start `command` in a fresh process with a new home folder; the seconds until its screen can be used.

    That is when `painted` is on the screen and a key that is pressed over and over from the start shows there.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "GOVPLAN_HOME": home, "LC_ALL": "C.UTF-8"}
        with Terminal(command, environment) as terminal:
            return terminal.wait_for(painted, KEY, typing=KEY)


@benchmark(
    "startup_ratio",
    unit="x",
    aim=2.0,
    what="first usable screen, as a ratio to an empty Textual app in the same run",
)
def startup() -> Measurement:
    seconds_to_usable(EMPTY, READY)  # once unmeasured: byte-code and the file cache
    seconds_to_usable(GOVPLAN, FIRST_QUESTION)
    empty, govplan = [], []
    for _ in range(ROUNDS):
        empty.append(seconds_to_usable(EMPTY, READY))
        govplan.append(seconds_to_usable(GOVPLAN, FIRST_QUESTION))
    ratios = tuple(ours / theirs for ours, theirs in zip(govplan, empty, strict=True))
    return Measurement(
        median(govplan) / median(empty),
        ratios,
        {"govplan, s": median(govplan), "empty app, s": median(empty), "rounds": ROUNDS},
    )
