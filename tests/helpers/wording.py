"""A strict wording for tests of formats: English, straight from the message files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

MESSAGES = Path(__file__).parents[2] / "prompts" / "messages"


@cache
def messages(*names: str) -> dict[str, Any]:
    """The messages of those files (all for no name) by id."""
    found: dict[str, Any] = {}
    for path in [MESSAGES / f"{name}.yaml" for name in names] or sorted(MESSAGES.rglob("*.yaml")):
        found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def parameters(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def english(message: str, params: Mapping[str, Any], /) -> str:
    """The English sentence; a missing or an unknown parameter is an error."""
    text = messages("document", "fields", "choices", "review")[message]["en"]
    if isinstance(text, dict):
        return str(text["one" if params["count"] == 1 else "other"])
    assert parameters(text) == set(params), message
    return str(text.format(**params))
