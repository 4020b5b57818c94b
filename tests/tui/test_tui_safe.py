"""Text from outside is neutralised before it is drawn; what a person may read stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.safe import clean, for_editing, neutral, one_line

ANY_TEXT = st.text(st.characters(), max_size=200)
RISKY = st.text(
    st.sampled_from("ab \x1b[]0;1m\x07\x9b\x9d\u202e\u2066\u200b\u200d\u200c\ud800\t\r\n\u2028한"),
    max_size=80,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("전자정부 chính phủ số", "전자정부 chính phủ số"),
        ("[bold]x[/] <b> ](http://a)", "[bold]x[/] <b> ](http://a)"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jtext", "text"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("\x1b]0;never ended", "0;never ended"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("abc\u202edcba\u202c", "abc\ufffddcba\ufffd"),
        ("a\u2066b\u2069", "a\ufffdb\ufffd"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("\u200dstart end\u200d", "start end"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_what_is_shown_for(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.one_of(ANY_TEXT, RISKY))
def test_nothing_that_steers_a_terminal_is_left_and_all_of_it_can_be_written(text: str) -> None:
    shown = clean(text)
    assert all(letter == "\n" or unicodedata.category(letter) != "Cc" for letter in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b")
    shown.encode("utf-8")
    assert clean(shown) == shown


@given(st.one_of(ANY_TEXT, RISKY))
def test_a_label_has_one_line(text: str) -> None:
    assert "\n" not in one_line(text)


@given(st.one_of(ANY_TEXT, RISKY))
def test_a_line_of_an_editor_keeps_its_length(text: str) -> None:
    line = text.replace("\n", "").replace("\r", "")
    assert len(neutral(line)) == len(line)
    assert not any(unicodedata.category(letter) == "Cc" for letter in neutral(line).replace("\t", ""))


def test_an_editor_keeps_tabs_and_directions() -> None:
    assert for_editing("a\tb\x1b[1m \u202ec\r\n") == "a\tb \u202ec\n"
