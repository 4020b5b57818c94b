"""docs/cli.md says what is so: every command stands in it, and its JSON examples have the shape of the real output."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import pdf_plan

from tui.commands.registry import commands

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


@cache
def page() -> str:
    return PAGE.read_text("utf-8")


@cache
def example(command: str) -> Any:
    """The JSON below the heading of a command."""
    section = page().split(f"### `govplan {command}`\n", 1)[1]
    return json.loads(section.split("```json\n", 1)[1].split("```", 1)[0])


def shape(value: Any) -> Any:
    """What kind of thing stands where."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


@pytest.mark.parametrize("command", commands().values(), ids=lambda command: command.name or "govplan")
def test_every_command_and_option_is_on_the_page(command) -> None:
    rows = [line for line in page().splitlines() if line.startswith(f"| `govplan {command.name}".rstrip())]
    assert rows
    for argument in command.arguments:
        names = {*argument.flags, argument.options.get("metavar")}
        assert any(name and name in row for row in rows for name in names), argument


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedder: loading one takes seconds, and the shape of the output is the same."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")


def test_the_list_is_as_documented(govplan) -> None:
    govplan("new", "City of Aru")
    assert shape(govplan("list", "--json").json) == shape(example("list --json"))


def test_the_search_is_as_documented(govplan) -> None:
    ran = govplan("knowledge", "search", "How do we involve citizens?", "--json")
    assert ran.code == 0
    documented = example("knowledge search TEXT --json")
    assert list(ran.json) == list(documented)
    (shown,) = documented[
        "hits"
    ]  # what a passage does not have is null, so that types differ between passages
    assert all(list(hit) == list(shown) for hit in ran.json["hits"])
    assert ran.json["hits"]
    assert {type(value) for value in shown.values()} >= {str, list, float, type(None)}


def test_the_documents_are_as_documented(govplan, tmp_path) -> None:
    brief = tmp_path / "brief.pdf"
    brief.write_bytes(pdf_plan("en"))
    ran = {
        "knowledge add FILE... --json": govplan("knowledge", "add", brief, "--json"),
        "knowledge list --json": govplan("knowledge", "list", "--json"),
        "knowledge show DOC --json": govplan("knowledge", "show", "1", "--json"),
        "knowledge refresh --json": govplan("knowledge", "refresh", "--json"),
    }
    for name, each in ran.items():
        assert shape(each.json) == shape(example(name)), name


def test_the_doctor_is_as_documented(govplan) -> None:
    ran = govplan("doctor", "--json").json
    assert shape(ran) == shape(example("doctor --json"))
    listed = re.search(r"The checks are (.*)\.", page())
    assert listed is not None
    assert re.findall(r"`(\w+)`", listed[1]) == [check["key"] for check in ran["checks"]]


@pytest.mark.parametrize("code", [0, 1, 2, 3, 130, 141])
def test_every_exit_code_is_explained(code: int) -> None:
    assert f"| {code} | " in page()
