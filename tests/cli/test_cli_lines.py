"""Messages on standard input, as people and scripts really send them."""

import io

import pytest

from tui.plain import lines as module
from tui.plain.lines import Message, PipedLines, next_message


def read_all(data: bytes) -> list[Message]:
    lines = PipedLines(io.TextIOWrapper(io.BytesIO(data)))
    found = []
    while (message := next_message(lines, "> ", "... ")) is not None:
        found.append(message)
    return found


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"no line end", ["no line end"]),
        (b"dos\r\nmac\runix\n", ["dos", "mac", "unix"]),
        ("\ufeffafter a mark\n".encode(), ["after a mark"]),
        ("디지털 정부\nChính phủ số\n".encode(), ["디지털 정부", "Chính phủ số"]),
        (b"a\x00b\n", ["a\x00b"]),
        (b"\n\n", ["", ""]),
        (b"", []),
    ],
)
def test_a_line_is_a_message(data: bytes, texts: list[str]) -> None:
    assert [message.text for message in read_all(data)] == texts


def test_what_is_not_utf8_is_replaced_and_noticed() -> None:
    lines = PipedLines(io.TextIOWrapper(io.BytesIO(b"fine\n\xbd\xc5 bad\n")))
    assert next_message(lines, "", "") == Message("fine")
    assert not lines.damaged
    assert next_message(lines, "", "") == Message("\ufffd\ufffd bad")
    assert lines.damaged


def test_a_paste_is_one_message_with_its_empty_lines() -> None:
    sent = b"/paste\nfirst\n\n  - second\n/END \nnext\n"
    assert read_all(sent) == [Message("first\n\n  - second", pasted=True), Message("next")]


def test_a_paste_that_is_never_ended_is_sent_at_the_end_of_the_input() -> None:
    assert read_all(b"/paste\nfirst\nsecond") == [Message("first\nsecond", pasted=True)]


@pytest.mark.parametrize("line", [" /paste", "//paste", "/paste now", "/pasted"])
def test_only_the_word_alone_begins_a_paste(line: str) -> None:
    assert read_all(f"{line}\nnext\n".encode()) == [Message(line), Message("next")]


def test_five_megabytes_on_one_line_are_one_message() -> None:
    (message,) = read_all(b"x" * 5_000_000 + b"\n")
    assert len(message.text) == 5_000_000
    assert not message.dropped


def test_a_line_beyond_the_limit_is_read_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 10)
    assert read_all(b"0123456789\n" + b"x" * 35 + b"\nnext\n") == [
        Message("0123456789"),
        Message("", dropped=True),
        Message("next"),
    ]


def test_a_paste_beyond_the_limit_is_read_over_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 10)
    assert read_all(b"/paste\n12345\n12345\n123\n/end\nnext\n") == [
        Message("", pasted=True, dropped=True),
        Message("next"),
    ]


def test_the_underlying_stream_stays_open() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"one\n"))
    lines = PipedLines(stream)
    lines.read("")
    lines.close()
    assert not stream.buffer.closed
