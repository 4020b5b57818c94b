"""Markdown in plain mode: read aloud from the first line to the last, with nothing drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.plain.linear import linear


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Step 1: *Organisation*", "Step 1: Organisation"),
        ("Two **strong** words\nin one `line`.", "Two strong words in one line."),
        ("First.\n\nSecond.", "First.\n\nSecond."),
        ("kept\\\nline break", "kept\nline break"),
        ("- one\n- two\n  - inner\n- three", "- one\n- two\n  - inner\n- three"),
        ("3. third\n4. fourth", "3. third\n4. fourth"),
        ("1. one\n\n   more of one", "1. one\n   more of one"),
        ("> a passage\n>\n> in two parts", "  a passage\n\n  in two parts"),
        ("```\ncode  as\n  it is\n```", "  code  as\n    it is"),
        ("above\n\n---\n\nbelow", "above\n\nbelow"),
        ("[the site](https://a.example)", "the site (https://a.example)"),
        ("<https://a.example>", "https://a.example"),
        ("![a picture](x.png)", "a picture"),
        ("<b>bold?</b> &amp; 5 \\* 3", "<b>bold?</b> & 5 * 3"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_what_is_heard(markdown: str, text: str) -> None:
    assert linear(markdown) == text


def test_a_table_is_one_sentence_a_row_and_an_empty_cell_is_not_read() -> None:
    table = "| Code | Title | Owner |\n|---|---|---|\n| G1 | Trust |  |\n| G2 | Speed \\| ease | CIO |\n"
    assert linear(f"Goals:\n\n{table}") == (
        "Goals:\n\nCode: G1; Title: Trust\nCode: G2; Title: Speed | ease; Owner: CIO"
    )


def test_a_table_of_two_columns_reads_as_name_and_value() -> None:
    table = "| Item | Value |\n|---|---|\n| Period | 2027–2030 |\n| Sponsor | |\n"
    assert linear(table) == "Period: 2027–2030\nSponsor"


def test_a_table_without_rows_reads_its_head() -> None:
    assert linear("| A | B |\n|---|---|\n") == "A; B"


def test_what_a_terminal_would_act_on_is_left_out() -> None:
    assert linear("safe \x1b[31mred\x1b[0m \x1b]0;title\x07\x9b2Jend\x00") == "safe red end"


@given(st.text(max_size=300))
def test_any_text_becomes_text_without_control_characters(text: str) -> None:
    heard = linear(text)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in heard)
    assert "\x1b" not in heard
    heard.encode()
