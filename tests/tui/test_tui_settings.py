"""keys.toml and the theme; keys declared once; the terminal's abilities; the clipboard's tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import pytest
from tui_fakes import TEXTS

from tui.clipboard import copy_by_tool, system_tool
from tui.keys import KEYS, Place, bindings, hints, shown
from tui.settings import KEYS_FILE, load, remember_theme
from tui.terminal import first_theme, next_theme


def test_without_files_nothing_is_set(tmp_path: Path) -> None:
    found = load(tmp_path / "not there")
    assert (found.keymap, found.theme, found.bad) == ({}, "", ())


def test_known_keys_are_taken_and_others_named(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_text(
        'newline = "ctrl+o"\nnolike = "x"\nsend = 3\nplan = " "\n', encoding="utf-8"
    )
    found = load(tmp_path)
    assert found.keymap == {"newline": "ctrl+o"}
    assert found.bad == ("nolike", "plan", "send")


@pytest.mark.parametrize("content", [b"newline = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEYS_FILE).write_bytes(content)
    assert load(tmp_path).bad == (KEYS_FILE,)


def test_the_theme_is_remembered(tmp_path: Path) -> None:
    assert remember_theme(tmp_path / "new", "textual-light")
    assert load(tmp_path / "new").theme == "textual-light"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["theme.txt"]


def test_a_disk_that_refuses_costs_only_the_preference(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not remember_theme(tmp_path / "file", "textual-light")


def test_every_key_has_one_id_and_its_wording() -> None:
    ids = [key.id for key in KEYS]
    assert len(ids) == len(set(ids))
    for name in ids:
        assert TEXTS[f"ui.key.{name}.label"]["en"]
        assert TEXTS[f"ui.key.{name}.help"]["en"]
    worded = {name.split(".")[2] for name in TEXTS if name.startswith("ui.key.")}
    assert worded == set(ids)


def test_no_two_keys_of_one_place_are_the_same() -> None:
    for place in get_args(Place):
        used = [one for key in KEYS if key.place == place for one in key.keys.split(",")]
        assert len(used) == len(set(used)), place


def test_bindings_and_hints_derive_from_the_keys() -> None:
    assert {binding.id for binding in bindings(*get_args(Place))} == {key.id for key in KEYS}
    assert [key.id for key in hints(["composer"])] == ["send", "newline"]
    newline = next(key for key in KEYS if key.id == "newline")
    assert shown(newline, {}) == "Ctrl+J"
    assert shown(newline, {"newline": "ctrl+o,f12"}) == "Ctrl+O"


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color"}, "textual-dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "textual-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "textual-light"),
        ({"TERM": "screen-16color"}, "ansi-dark"),
        ({"TERM": "linux"}, "ansi-dark"),
        ({"TERM": "xterm-16color", "COLORFGBG": "0;default;15"}, "ansi-light"),
        ({}, "ansi-dark"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "ansi-dark"),
    ],
)
def test_the_first_theme_follows_the_terminal(environ: dict[str, str], theme: str) -> None:
    assert first_theme(environ) == theme
    assert next_theme(next_theme(theme)) == theme


@pytest.mark.skipif(sys.platform == "darwin", reason="there pbcopy is always used")
def test_the_systems_clipboard_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "wl-copy"
    tool.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert system_tool({}) is None
    command = system_tool({"WAYLAND_DISPLAY": "wayland-0"})
    assert command == ("wl-copy",)
    assert copy_by_tool("안녕", command)
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "안녕"
    assert not copy_by_tool("x", ("no-such-tool-here",))


def test_the_page_about_keys_is_up_to_date() -> None:
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    for key in KEYS:
        keys = ", ".join(f"`{one}`" for one in key.keys.split(","))
        assert f"| `{key.id}` | {keys} | {TEXTS[f'ui.key.{key.id}.help']['en']} |" in page
