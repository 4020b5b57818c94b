"""What surrounds a command: a terminal or none, the app, an interrupt, a machine without a home."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import tui.app
from tui.commands import checks, sessions
from tui.commands.call import Call
from tui.commands.registry import INTERRUPTED
from tui.plain.lines import Message, TerminalLines


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A terminal, and what the app is opened with."""
    calls: list[dict[str, Any]] = []

    def run_app(**options: Any) -> int:
        calls.append(options)
        return 0

    monkeypatch.setattr(tui.app, "run_app", run_app)
    monkeypatch.setattr(Call, "at_terminal", property(lambda self: True))
    return calls


def test_govplan_alone_opens_the_app(govplan, opened) -> None:
    assert govplan().code == 0
    assert govplan("--lang", "en").code == 0
    assert opened == [{"session": None, "lang": None}, {"session": None, "lang": "en"}]


@pytest.mark.parametrize("words", [("open", "DEMO"), ("chat", "demo")])
def test_a_session_is_opened_by_its_id(govplan, opened, words: tuple[str, str]) -> None:
    govplan("new", "demo")
    (session,) = govplan("list", "--json").json["sessions"]
    opened.clear()
    assert govplan(*words).code == 0
    assert [call["session"] for call in opened] == [session["id"]]


def test_a_new_session_is_opened_at_once(govplan, opened) -> None:
    ran = govplan("new", "demo", "--lang", "en")
    (session,) = govplan("list", "--json").json["sessions"]
    assert opened == [{"session": session["id"], "lang": "en"}]
    assert ran.out == ""


def test_a_session_keeps_the_language_it_was_begun_in(govplan) -> None:
    govplan("new", "demo", "--lang", "en")
    assert govplan("list", "--json").json["sessions"][0]["turns"] == 1


def test_a_language_that_is_not_complete_is_refused_with_a_reason(
    govplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prompts.Catalogue.languages", lambda self: ("en",))
    ran = govplan("new", "demo", "--lang", "ko")
    assert ran.code == 1
    assert "not complete yet" in ran.err


def test_ctrl_c_in_any_command_ends_it_quietly(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sessions, "_row", interrupted)
    govplan("new", "demo")
    ran = govplan("list")
    assert (ran.code, ran.out, ran.err) == (INTERRUPTED, "", "")


def test_without_a_home_folder_it_says_what_to_set(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr("assistant.locations.find_locations", homeless)
    ran = govplan("list")
    assert ran.code == 3
    assert "GOVPLAN_HOME" in ran.err


class Screen(io.TextIOWrapper):
    """Standard output that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


def test_a_file_shown_at_a_terminal_cannot_steer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    Call().raw(b'{"title": "a\x1b[2Jb"}\n')
    screen.flush()
    assert screen.buffer.getvalue() == b'{"title": "ab"}\n'  # type: ignore[attr-defined]


def stand_in(message: str, /, **params: object) -> str:
    return message


@pytest.mark.parametrize(
    ("encoding", "size", "message"),
    [
        ("utf-8", (120, 36), "cli.doctor.terminal.detail"),
        ("utf-8", (20, 5), "cli.doctor.terminal.small"),
        ("ascii", (120, 36), "cli.doctor.terminal.encoding"),
    ],
)
def test_the_doctor_sees_the_terminal(
    monkeypatch: pytest.MonkeyPatch, encoding: str, size: tuple[int, int], message: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Screen(encoding))
    monkeypatch.setattr(
        checks.shutil, "get_terminal_size", lambda: SimpleNamespace(columns=size[0], lines=size[1])
    )
    assert checks.terminal(stand_in).detail == message  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("env", "colours"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "dumb"}, "0"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "0"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16777216"),
    ],
)
def test_the_doctor_counts_colours(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], colours: str
) -> None:
    for name in ("TERM", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Screen())
    said = checks.terminal(lambda message, /, **params: str(params["colours"]))  # type: ignore[arg-type]
    assert said.detail == colours


def test_a_data_folder_that_may_not_be_written_is_bad(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.os, "access", lambda path, mode: False)
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")
    assert {check["key"]: check["status"] for check in govplan("doctor", "--json").json["checks"]}[
        "data"
    ] == "bad"


def typed(monkeypatch: pytest.MonkeyPatch, answers: Callable[[str], str]) -> TerminalLines:
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setattr("builtins.input", answers)
    return TerminalLines(sys.stdin, ["said before", "two\nlines"], ["/help", "/undo"])


def test_a_line_at_a_terminal_may_hold_several_that_were_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(monkeypatch, lambda prompt: "one").read("> ") == Message("one")
    assert typed(monkeypatch, lambda prompt: "one\ntwo").read("> ") == Message("one\ntwo", pasted=True)


def test_history_holds_the_lines_said_before_and_tab_knows_the_commands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readline = pytest.importorskip("readline")
    typed(monkeypatch, lambda prompt: "").close()
    assert [readline.get_history_item(n + 1) for n in range(readline.get_current_history_length())] == [
        "said before"
    ]
    complete = readline.get_completer()
    assert [complete("/u", 0), complete("/u", 1), complete("u", 0)] == ["/undo", None, None]


def test_the_end_of_the_input_at_a_terminal_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str) -> str:
        raise EOFError

    assert typed(monkeypatch, ended).read("> ") is None
