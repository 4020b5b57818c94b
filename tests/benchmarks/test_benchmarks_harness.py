"""The figures are found, judged and written down; the terminal measures a real program."""

import os
import sys

import pytest

from benchmarks.bench_startup import EMPTY, seconds_to_usable
from benchmarks.empty_app import READY
from benchmarks.harness import (
    Benchmark,
    Measurement,
    Result,
    Verdict,
    benchmark,
    find_benchmarks,
    percentile,
    table,
)
from benchmarks.machine import facts
from benchmarks.terminal import NotSeenError, Terminal


def result(value: float, aim: float = 2.0) -> Result:
    known = Benchmark("startup_ratio", "x", aim, "first screen", lambda: Measurement(value))
    return Result(known, known.measure())


def test_every_benchmark_is_found_once():
    assert "startup_ratio" in find_benchmarks()
    with pytest.raises(ValueError, match="two benchmarks"):
        benchmark("startup_ratio", unit="x", aim=1, what="again")(lambda: Measurement(1))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(1.5, Verdict.MET), (2.0, Verdict.MET), (2.1, Verdict.NEAR), (3.0, Verdict.NEAR), (3.1, Verdict.MISSED)],
)
def test_a_figure_may_miss_its_aim_by_half(value, verdict):
    assert result(value).verdict is verdict


def test_a_percentile_is_one_of_the_samples():
    assert percentile(range(1, 101), 95) == 95
    assert percentile([7.0], 95) == 7.0
    assert percentile([3, 1, 2], 50) == 2


def test_the_table_has_a_line_for_each_figure():
    assert table([result(1.234), result(9)]).splitlines()[2:] == [
        "| first screen (`startup_ratio`) | 1.23 x | ≤ 2 x | met |  |",
        "| first screen (`startup_ratio`) | 9 x | ≤ 2 x | missed |  |",
    ]


def test_the_machine_is_described_without_a_name():
    described = facts()
    assert described["python"]
    assert os.uname().nodename not in described.values()


def test_the_yardstick_paints_and_answers_a_key():
    assert 0 < seconds_to_usable(EMPTY, READY) < 60


def test_a_program_that_ends_early_is_reported():
    with (
        Terminal([sys.executable, "-c", "print('only this')"], os.environ) as terminal,
        pytest.raises(NotSeenError, match="only this"),
    ):
        terminal.wait_for("something else", seconds=30)
