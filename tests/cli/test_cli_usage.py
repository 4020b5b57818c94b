"""What the command line says about itself, and how it takes a line that it does not understand."""

from __future__ import annotations

import re

import pytest

from tui.commands.registry import commands
from tui.commands.wording import wanted_language


def test_help_lists_every_command_with_a_line(govplan) -> None:
    ran = govplan("--help")
    assert ran.code == 0
    assert ran.err == ""
    for name in commands():
        assert re.search(rf"^  {name or 'govplan'} +\S", ran.out, re.MULTILINE), name


@pytest.mark.parametrize("name", [name for name in commands() if name])
def test_each_command_explains_itself_and_its_arguments(govplan, name: str) -> None:
    ran = govplan(*name.split(), "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: govplan {name}")
    for item in commands()[name].arguments:
        flag = item.flags[-1] if item.flags[0].startswith("-") else item.options["metavar"]
        assert flag in ran.out


def test_help_comes_in_the_order_people_try(govplan) -> None:
    assert govplan("help").out == govplan("-h").out == govplan("--help").out
    assert govplan("help", "list").out == govplan("list", "-h").out


def test_after_two_dashes_help_is_a_word(govplan) -> None:
    assert govplan("delete", "--", "--help").code == 1


def test_version_names_the_program_and_a_number(govplan) -> None:
    ran = govplan("--version")
    assert ran.code == 0
    assert re.fullmatch(r"govplan (unknown|\d+(\.\w+)+)\n", ran.out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lsit"], "Did you mean: list?"),
        (["xyzzy"], "There is no command “xyzzy”"),
        (["knowledge"], "knowledge search"),
        (["knowledge", "serach"], "knowledge search"),
        (["show"], "SESSION"),
        (["list", "--nope"], "--nope"),
        (["--nope"], "--nope"),
        (["export", "demo", "--format", "docx"], "json, markdown"),
        (["show", "demo", "--json", "--markdown"], "--json, --markdown"),
        (["knowledge", "search", "x", "--step", "11"], "1-10"),
        (["knowledge", "search", "x", "-k", "0"], "1-50"),
        (["chat", "demo", "--plain", "--lang", "en"], "--new"),
    ],
)
def test_a_line_that_is_not_understood_says_what_would_be(govplan, words: list[str], said: str) -> None:
    ran = govplan(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err


@pytest.mark.parametrize("words", [[], ["open", "demo"], ["chat", "demo"]])
def test_without_a_terminal_the_app_says_what_works_instead(govplan, words: list[str]) -> None:
    govplan("new", "demo")
    ran = govplan(*words)
    assert ran.code == 1
    assert "--plain" in ran.err


def test_a_language_that_nobody_speaks_is_refused_with_those_on_offer(govplan) -> None:
    ran = govplan("new", "demo", "--lang", "tlh")
    assert ran.code == 1
    assert "en" in ran.err
    assert govplan("list", "--json").json == {"sessions": []}


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "vi_VN"}, "vi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "en_GB.UTF-8@euro"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "GOVPLAN_LANG": "vi"}, "vi"),
        ({"GOVPLAN_LANG": "ko-KR"}, "ko"),
        ({"LANG": "../../etc"}, "en"),
    ],
)
def test_the_language_that_is_wanted_is_read_off_the_environment(env: dict[str, str], lang: str) -> None:
    assert wanted_language(env) == lang


@pytest.mark.parametrize(("lang", "line"), [("ko_KR.UTF-8", "한국어"), ("vi_VN.UTF-8", "tiếng Việt")])
def test_whose_language_is_not_complete_yet_is_told_so_in_that_language(
    govplan, monkeypatch: pytest.MonkeyPatch, lang: str, line: str
) -> None:
    monkeypatch.setattr("prompts.Catalogue.languages", lambda self: ("en",))
    monkeypatch.setenv("LC_ALL", lang)
    told = govplan("--help").out
    assert sum(line in each for each in told.splitlines()) == 1


def test_a_new_plain_conversation_says_it_once_and_an_old_one_not_again(
    govplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prompts.Catalogue.languages", lambda self: ("en",))
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert govplan("chat", "demo", "--plain", "--new").out.count("한국어로") == 1
    assert "한국어로" not in govplan("chat", "demo", "--plain").out
