"""Replies at a terminal are broken between words, by cells, and lists keep their shape."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.plain.wrapping import NARROWEST, wrapped


def test_a_paragraph_breaks_between_words() -> None:
    assert wrapped("one two three four five six", 20) == "one two three four\nfive six"


def test_an_item_of_a_list_keeps_a_hanging_indent() -> None:
    assert wrapped("- one two three four five six", 20) == "- one two three four\n  five six"
    assert wrapped("12. one two three four five", 20) == "12. one two three\n    four five"
    assert wrapped("  - one two three four five", 20) == "  - one two three\n    four five"


def test_hangul_counts_two_cells() -> None:
    assert wrapped("전자정부 전략계획 전자정부", 20) == "전자정부 전략계획\n전자정부"


def test_what_is_longer_than_a_line_stays_whole_and_lines_that_fit_stay_as_they_are() -> None:
    path = "/home/planner/Documents/govplan/plan.json"
    assert wrapped(f"Written: {path} today", 20) == f"Written:\n{path}\ntoday"
    assert wrapped("a  b\n\n   c", 20) == "a  b\n\n   c"


def test_without_a_width_nothing_is_wrapped() -> None:
    assert wrapped("word " * 50, 0) == "word " * 50


@given(
    st.lists(st.text("ab가ếx", min_size=1, max_size=9), min_size=1, max_size=40),
    st.integers(NARROWEST, 90),
    st.sampled_from(["", "- ", "3. ", "  - "]),
)
def test_no_word_is_lost_and_no_line_is_too_wide(words: list[str], width: int, mark: str) -> None:
    lines = wrapped(mark + " ".join(words), width).split("\n")
    assert " ".join(lines).split() == [*mark.split(), *words]
    assert all(cell_len(line) <= width for line in lines)
    assert all(line.startswith(" " * len(mark)) for line in lines[1:])
