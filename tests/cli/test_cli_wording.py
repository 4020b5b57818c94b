"""The sentences of the command line: each that is used is written, and each that is written is used."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tui.commands.registry import commands

ROOT = Path(__file__).parents[2]
SOURCES = [
    ROOT / "tui" / "cli.py",
    *(ROOT / "tui" / "commands").glob("*.py"),
    *(ROOT / "tui" / "plain").glob("*.py"),
]


def written() -> dict[str, dict[str, object]]:
    return yaml.safe_load((ROOT / "prompts" / "messages" / "cli.yaml").read_text("utf-8"))


def used() -> tuple[set[str], list[re.Pattern[str]]]:
    """Ids that stand in the code, and patterns for those that are put together."""
    found = {
        match
        for path in SOURCES
        for match in re.findall(r"[\"'](cli\.[\w.{}!-]+)[\"']", path.read_text("utf-8"))
    }
    whole = {name for name in found if "{" not in name}
    for command in commands().values():
        whole |= {command.help, *(item.help for item in command.arguments)}
    parts = [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name))) for name in found - whole]
    return whole, parts


def test_every_sentence_that_is_used_is_written() -> None:
    assert used()[0] - written().keys() == set()


def test_every_sentence_that_is_written_is_used() -> None:
    whole, parts = used()
    left = [
        name for name in written() if name not in whole and not any(part.fullmatch(name) for part in parts)
    ]
    assert left == []


def test_every_sentence_has_its_english() -> None:
    assert [name for name, texts in written().items() if "en" not in texts] == []
