"""The figures are found, judged and written down; the terminal measures a real program."""

import os
import sys

import pytest

from benchmarks.__main__ import chosen
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
from benchmarks.hashing import HashingEmbeddings
from benchmarks.machine import facts
from benchmarks.page import PARTS, Measured, page, record, recorded
from benchmarks.reports import words_of, write_markdown, write_pdf
from benchmarks.terminal import NotSeenError, Terminal
from knowledge.documents import chunk, read_document


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


def test_the_page_has_a_table_a_part_and_says_what_was_measured_elsewhere(tmp_path):
    rates = Benchmark("rates", "%", 5, "found", lambda: Measurement(1), "rates", "make bench-st")
    here = {
        "date": "2026-11-22",
        "processor": "P",
        "memory": "1 GiB",
        "python": "3.11",
        "load before the run": "0.1",
    }
    figures = {
        "startup_ratio": Measured(result(1), here),
        "rates": Measured(Result(rates, Measurement(2, (), {"en": "0.9"})), here | {"processor": "Q"}),
    }
    written = page(figures)
    assert (
        written.index("## The app") < written.index("(`startup_ratio`)") < written.index("## What is found")
    )
    assert "- `rates` was measured with `make bench-st` on 2026-11-22, load 0.1, Q, 1 GiB." in written
    assert "`startup_ratio` was measured" not in written

    file = tmp_path / "figures.json"
    record(figures, file)
    known = {name: found.result.benchmark for name, found in figures.items()}
    assert page(recorded(known, file)) == page({name: figures[name] for name in sorted(figures)})
    assert recorded({}, file) == {}


def test_every_part_of_a_figure_is_on_the_page():
    assert {found.part for found in find_benchmarks().values()} <= PARTS.keys()


def test_what_takes_long_is_measured_only_by_its_full_name():
    long = Benchmark("search_large", "ms", 5, "large", lambda: Measurement(1), alone="command")
    short = Benchmark("search_small", "ms", 5, "small", lambda: Measurement(1))
    known = {"search_large": long, "search_small": short}
    assert chosen([], known) == chosen(["search"], known) == [short]
    assert chosen(["search_large"], known) == [long]
    with pytest.raises(SystemExit, match="no benchmark begins with sea_large"):
        chosen(["sea_large"], known)


def test_synthetic_reports_and_vectors_are_the_same_each_time(tmp_path):
    first, second = (write_markdown(_made(tmp_path / name), 3, 4) for name in "ab")
    assert [path.read_text("utf-8") for path in first] == [path.read_text("utf-8") for path in second]
    assert [len(chunk(read_document(path))) for path in first] == [4, 4, 4]
    near, same, other = (HashingEmbeddings().embed_query(text) for text in ("a plan", "a plan", "two risks"))
    assert near == same
    assert abs(sum(a * b for a, b in zip(near, other, strict=True))) < 0.3


def test_a_synthetic_report_is_a_pdf_that_is_read(tmp_path):
    document = read_document(write_pdf(tmp_path / "report.pdf", "ko", 2))
    assert document.pages == 2
    assert set(document.blocks[1].text.replace(".", "").split()) <= {
        word.replace(".", "") for word in words_of("ko")
    }


def _made(folder):
    folder.mkdir()
    return folder
