"""Plans as files: what is read, what is written, and what is left alone."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

OLD_PLAN = Path(__file__).parents[1] / "plan" / "files" / "plan-0.9.json"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def demo(govplan) -> str:
    """A session made from a file of an older version."""
    assert govplan("import", OLD_PLAN, "--name", "demo").code == 0
    return "demo"


def test_a_file_of_an_older_version_opens(govplan, demo: str) -> None:
    old = json.loads(OLD_PLAN.read_text())["plan"]
    new = govplan("show", demo, "--json").json
    assert new["plan"]["title"] == old["title"]
    assert new["plan"]["horizon_start"] == old["start"]


def test_what_is_exported_can_be_imported_and_is_the_same_plan(govplan, demo: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    assert govplan("export", demo, "-o", file).code == 0
    assert govplan("import", file, "--name", "again").code == 0
    assert govplan("show", "again", "--json").json == govplan("show", demo, "--json").json


def test_an_import_without_a_name_finds_one_that_is_free(govplan, demo: str) -> None:
    govplan("import", OLD_PLAN)
    govplan("import", OLD_PLAN)
    names = [session["name"] for session in govplan("list", "--json").json["sessions"]]
    assert len(set(names)) == len(names) == 3


def test_import_tells_under_which_name(govplan) -> None:
    ran = govplan("import", OLD_PLAN, "--name", "Stadt Köln 계획")
    assert "“Stadt Köln 계획”" in ran.out


NOT_PLANS = {
    "empty": b"",
    "not-json": b"Dear colleagues, here is the plan.",
    "cut-short": OLD_PLAN.read_bytes()[:300],
    "other-json": b'{"name": "package", "version": "1.0"}',
    "a-list": b"[1, 2, 3]",
    "wrong-schema": b'{"schema_version": "1.0", "plan": {"uid": "_a", "title": 5}}',
    "unknown-key": b'{"schema_version": "1.0", "plan": {"uid": "_a", "colour": "red"}}',
    "binary": bytes(range(256)) * 8,
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("kind", NOT_PLANS)
def test_a_file_that_is_not_a_plan_is_refused_and_makes_no_session(
    govplan, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / f"{kind}.json"
    file.write_bytes(NOT_PLANS[kind])
    ran = govplan("import", file)
    assert ran.code == 1
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert govplan("list", "--json").json == {"sessions": []}


def test_a_file_of_a_newer_version_is_refused_with_both_versions(govplan, tmp_path: Path) -> None:
    file = tmp_path / "newer.json"
    file.write_text('{"schema_version": "7.3", "plan": {"uid": "_a"}}')
    ran = govplan("import", file)
    assert ran.code == 1
    assert "7.3" in ran.err
    assert "1.1" in ran.err


def test_what_is_no_file_is_refused_by_its_name(govplan, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        ran = govplan("import", path)
        assert ran.code == 1
        assert str(path) in ran.err


def test_a_pipe_is_refused_at_once(govplan, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    assert govplan("import", pipe).code == 1


def test_a_huge_file_is_refused_before_it_fills_the_memory(govplan, tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as stream:
        stream.truncate(3 * 1024**3)
    ran = govplan("import", file)
    assert ran.code == 1
    assert str(file) in ran.err


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that nobody can read")
def test_a_file_that_cannot_be_read_is_refused(govplan) -> None:
    ran = govplan("import", "/proc/self/mem")
    assert ran.code == 1
    assert "/proc/self/mem" in ran.err


def test_an_import_under_a_name_in_use_is_refused(govplan, demo: str) -> None:
    ran = govplan("import", OLD_PLAN, "--name", "DEMO")
    assert ran.code == 1
    assert "“demo”" in ran.err
    assert len(govplan("list", "--json").json["sessions"]) == 1


def test_export_says_where_the_file_is(govplan, demo: str, home: Path) -> None:
    ran = govplan("export", demo)
    (file,) = (home / "exports").iterdir()
    assert ran.out == f"Written: {file}\n"
    assert json.loads(file.read_bytes())["plan"]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["-o", "p.md"], "# "),
        (["-o", "p.json"], "{"),
        (["-o", "p.txt"], "{"),
        (["-o", "p.txt", "--format", "markdown"], "# "),
        (["-o", "p.md", "--format", "JSON"], "{"),
    ],
)
def test_the_format_is_what_is_asked_for_else_what_the_file_is_called(
    govplan, demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], begins: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert govplan("export", demo, *words).code == 0
    assert (tmp_path / words[1]).read_text().startswith(begins)


def test_export_to_standard_output_is_the_file_and_nothing_else(govplan, demo: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    govplan("export", demo, "-o", file)
    assert govplan("export", demo, "-o", "-").out == file.read_text()
    assert govplan("show", demo, "--json").out == file.read_text()
    assert (
        govplan("export", demo, "-o", "-", "--format", "markdown").out
        == govplan("show", demo, "--markdown").out
    )


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(govplan, demo: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text("mine")
    ran = govplan("export", demo, "-o", file)
    assert ran.code == 1
    assert str(file) in ran.err
    assert "--force" in ran.err
    assert file.read_text() == "mine"
    assert govplan("export", demo, "-o", file, "--force").code == 0
    assert json.loads(file.read_text())["plan"]


def test_a_folder_that_is_not_there_is_named(govplan, demo: str, tmp_path: Path) -> None:
    ran = govplan("export", demo, "-o", tmp_path / "nowhere" / "plan.json")
    assert ran.code == 1
    assert "nowhere" in ran.err
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_may_not_be_written_is_named(
    govplan, demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)  # root, as whom tests may run, could write anywhere
    ran = govplan("export", demo, "-o", tmp_path / "plan.json")
    assert ran.code == 1
    assert str(tmp_path / "plan.json") in ran.err
    assert not (tmp_path / "plan.json").exists()


def test_a_name_in_any_script_is_a_name(govplan, demo: str, tmp_path: Path) -> None:
    file = tmp_path / "계획 – kế hoạch.json"
    assert str(file) in govplan("export", demo, "-o", file).out
    assert json.loads(file.read_text())["plan"]


def in_a_process(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, where limits and closed streams are real."""
    command = [sys.executable, "-m", "tui.cli", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, text=True, timeout=60, stderr=subprocess.PIPE, **options)


def test_on_a_full_disk_nothing_half_written_is_left(govplan, tmp_path: Path) -> None:
    """The limit lets the database be opened, and is too small for the plan."""
    big = json.loads(OLD_PLAN.read_text())
    big["plan"]["purpose"] = "Every counter stays open. " * 20_000
    file = tmp_path / "big.json"
    file.write_text(json.dumps(big))
    assert govplan("import", file, "--name", "big").code == 0
    folder = tmp_path / "full"
    folder.mkdir()
    limit = 200_000
    ran = in_a_process(
        "export",
        "big",
        "-o",
        folder / "plan.json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert ran.returncode == 1, ran.stderr
    assert "plan.json" in ran.stderr
    assert list(folder.iterdir()) == []


def test_output_to_a_full_disk_is_noticed(govplan, demo: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = in_a_process("show", demo, "--json", stdout=full)
    assert ran.returncode == 1
    assert "could not be written" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_reader_that_leaves_early_ends_it_quietly(govplan, home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 141
    assert err == b""


def test_the_schema_is_the_committed_one(govplan) -> None:
    committed = ROOT / "docs" / "plan.schema.json"
    assert govplan("schema").out == committed.read_text()


def test_show_reads_like_text(govplan, demo: str) -> None:
    text = govplan("show", demo).out
    assert json.loads(OLD_PLAN.read_text())["plan"]["title"] in text
    assert not any(line.startswith(("#", "|")) for line in text.splitlines())
