"""`govplan(...)`: the command line as people call it, in a data folder of its own."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prompts import Catalogue
from tui.cli import main


@dataclass(frozen=True)
class Ran:
    """What one run gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Govplan = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that speaks English; a sentence that lacks a parameter is an error."""
    monkeypatch.delenv("GOVPLAN_LANG", raising=False)
    monkeypatch.setattr(Catalogue, "strict", True)


@pytest.fixture
def govplan(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Govplan:
    """Run a command: `govplan("list", "--json")`; `sent` is what comes on standard input."""

    def run(*words: str | Path, sent: str | bytes = b"") -> Ran:
        data = sent.encode() if isinstance(sent, str) else sent
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            capsys.readouterr()
            code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
