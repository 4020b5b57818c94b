"""Cells, glyphs, Markdown and tables: every line fits its width in cells, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.cells import beside, fit, pad
from tui.glyphs import ASCII, UNICODE, choose
from tui.prose import blocks, lay_out, paragraphs

WIDE = st.text(st.sampled_from("ab 한국어 전자정부 é…漢 "), max_size=60)


@given(WIDE, st.integers(0, 40))
def test_a_cut_text_is_never_wider_than_its_room(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width
    assert cell_len(pad(text, width)) == width


@given(WIDE, st.integers(1, 40))
def test_two_texts_on_a_line_fill_it_exactly_or_the_left_one_stays(left: str, width: int) -> None:
    assert cell_len(beside(left, "3/4", width)) <= width
    if width > 5:
        assert beside(left, "3/4", width).endswith(" 3/4")


@pytest.mark.parametrize(
    ("environ", "ascii_only"),
    [
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "ko_KR.utf8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "C"}, True),
        ({}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "C", "GOVPLAN_GLYPHS": "unicode"}, False),
        ({"LANG": "C.UTF-8", "GOVPLAN_GLYPHS": "ascii"}, True),
    ],
)
def test_marks_follow_the_locale(environ: dict[str, str], ascii_only: bool) -> None:
    assert choose(environ).ascii is ascii_only


def test_our_own_wording_becomes_ascii_where_it_must() -> None:
    assert ASCII.plain("“a” – b… ✓") == '"a" - b... +'
    assert UNICODE.plain("“a”") == "“a”"


def lines(markdown: str, width: int = 30) -> list[str]:
    return [line.plain for line in lay_out(blocks(markdown, UNICODE), width)]


def test_lists_hang_and_nest() -> None:
    assert lines("- one two three four five six\n  - seven\n- eight", 20) == [
        "• one two three four",
        "  five six",
        "  ◦ seven",
        "• eight",
    ]
    assert lines("9. nine\n10. ten\n\n    more") == ["9. nine", "10. ten", "", "    more"]


def test_markup_that_is_not_markdown_is_shown_as_typed() -> None:
    assert lines("[bold]a[/] <b>c</b> \\*d\\*", 60) == ["[bold]a[/] <b>c</b> *d*"]


def test_a_link_shows_its_address_and_an_image_its_description() -> None:
    assert lines("[law](http://a.b/c) ![seal](x.png)", 60) == ["law (http://a.b/c) seal"]
    assert lines("<http://a.b/c>", 60) == ["http://a.b/c"]


def test_quotes_code_headings_and_rules() -> None:
    assert lines("# Head\n\n> said\n\n```\na  b\n```\n\n---") == ["Head", "", "▏ said", "", "a  b", "", "───"]


def test_columns_of_a_table_line_up_by_cells() -> None:
    shown = lines("| 이름 | Role |\n|---|---|\n| 한국어 | chair |\n| Ann | member |", 30)
    assert shown == ["이름    Role", "──────  ──────", "한국어  chair", "Ann     member"]


def test_a_table_without_room_becomes_records() -> None:
    shown = lines("| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |", 12)
    assert shown == ["A: 1", "B: 2", "C: 3", "", "A: 4", "B: 5", "C: 6"]


MARKDOWN = st.lists(
    st.sampled_from(
        ["- item 한국어 전자정부 text", "  - nested", "1. one", "> quote", "# head", "text *with* `code`", "",
         "| a | b |", "|---|---|", "| 한국 | 2 |", "```", "[x](http://y)", "***", "<b>", "\\", "`", "[", "| | |"]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


@given(MARKDOWN, st.integers(8, 60))
def test_no_line_is_wider_than_the_screen(markdown: str, width: int) -> None:
    for line in lay_out(blocks(markdown, UNICODE), width):
        assert cell_len(line.plain) <= width


@given(st.text(max_size=300))
def test_any_text_can_be_laid_out(text: str) -> None:
    assert lay_out(blocks(text, ASCII), 20)
    assert lay_out(paragraphs(text), 20)


@given(st.text(st.sampled_from("abc한 "), max_size=80))
def test_a_persons_line_loses_no_letter_by_wrapping(text: str) -> None:
    drawn = "".join(line.plain for line in lay_out(paragraphs(text), 12))
    assert drawn.replace(" ", "") == text.replace(" ", "")
