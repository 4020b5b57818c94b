"""A whole first plan through the plain conversation, and what becomes of it when the process is killed."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STORY = ROOT / "tests" / "stories" / "guided-first-plan.yaml"


@cache
def answers() -> tuple[str, ...]:
    """What the civil servant of the guided story says."""
    return tuple(str(turn["say"]) for turn in yaml.safe_load(STORY.read_text("utf-8"))["turns"])


def as_input(answer: str) -> str:
    """An answer as plain mode takes it."""
    return f"/paste\n{answer}\n/end\n" if "\n" in answer else f"{answer}\n"


def texts(value: Any) -> set[str]:
    """Every text in a plan."""
    if isinstance(value, dict):
        return set().union(*map(texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(texts, value)) if value else set()
    return {value} if isinstance(value, str) else set()


def test_a_first_plan_is_made_exported_imported_and_is_the_same(govplan, tmp_path: Path) -> None:
    talk = govplan("chat", "demo", "--plain", "--new", sent="".join(map(as_input, answers())))
    assert talk.code == 0
    assert talk.err == ""
    assert "\x1b" not in talk.out
    assert not re.search(r"[│─┌]", talk.out)
    last = talk.out.rstrip().splitlines()[-1]
    assert last == "To go on: govplan chat demo --plain"

    (session,) = govplan("list", "--json").json["sessions"]
    assert session["filled"] == session["needed"]
    assert session["step"] == 0

    file = tmp_path / "demo.json"
    assert govplan("export", "demo", "-o", file).code == 0
    assert govplan("import", file, "--name", "again").code == 0
    first, second = (govplan("show", name, "--json").json for name in ("demo", "again"))
    assert first == second == json.loads(file.read_text())
    assert {"Town of Elmford", "Permits in one visit", "One customer list"} <= texts(first["plan"])

    welcome = govplan("chat", "demo", "--plain")
    assert "Welcome back" in welcome.out


def test_what_was_said_before_can_be_undone_after_coming_back(govplan) -> None:
    govplan("chat", "demo", "--plain", "--new", sent="Town of Elmford\n")
    govplan("chat", "demo", "--plain", sent="/undo\n")
    assert "Town of Elmford" not in texts(govplan("show", "demo", "--json").json["plan"])
    govplan("chat", "demo", "--plain", sent="/redo\n")
    assert "Town of Elmford" in texts(govplan("show", "demo", "--json").json["plan"])


def test_chat_begins_a_session_only_when_asked_to(govplan) -> None:
    assert govplan("chat", "demo", "--plain").code == 1
    assert govplan("chat", "demo", "--plain", "--new").code == 0
    again = govplan("chat", "demo", "--plain", "--new")
    assert again.code == 1
    assert "“demo”" in again.err
    assert len(govplan("list", "--json").json["sessions"]) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\n",
        b"\xff\xfe\xfd\n",
        b"\x1b[2J\x1b]0;owned\x07 \x9b31m\n",
        "\u202eright to left\u202c \u200b\ufeff\n".encode(),
        b"<script>[bold]x[/bold] | a | b |\n# heading\n",
        b"/\n//\n/goto\n/goto 99\n/nope\n/export /nowhere/at/all.json\n",
        b"\r\r\n\r",
        b"/paste\nnever ended",
        b"/end\n",
        "é".encode("utf-16"),
    ],
)
def test_odd_input_ends_well_and_reaches_no_terminal(govplan, sent: bytes) -> None:
    ran = govplan("chat", "demo", "--plain", "--new", sent=sent + b"\nTown of Elmford\n/quit\n")
    assert ran.code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.out)
    assert govplan("show", "demo", "--json").code == 0


def test_five_megabytes_on_a_line_are_survived_and_the_talk_goes_on(govplan) -> None:
    ran = govplan("chat", "demo", "--plain", "--new", sent=b"word " * 1_000_000 + b"\nTown of Elmford\n")
    assert ran.code == 0
    assert "Town of Elmford" in texts(govplan("show", "demo", "--json").json["plan"])


def in_a_process(*words: str, sent: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "tui.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, input=sent, text=True, stderr=subprocess.PIPE, timeout=60, **options
    )


def test_when_replies_cannot_be_written_it_stops_and_what_was_said_is_kept(govplan) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = in_a_process("chat", "demo", "--plain", "--new", sent="Town of Elmford\n", stdout=full)
    assert ran.returncode == 1
    assert "could not be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert govplan("show", "demo", "--json").code == 0


def test_when_nobody_reads_any_more_it_ends_quietly(govplan) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = in_a_process("chat", "demo", "--plain", "--new", sent="Town of Elmford\n", stdout=writer)
    os.close(writer)
    assert ran.returncode == 141
    assert ran.stderr == ""


def test_without_any_input_it_greets_and_ends(govplan) -> None:
    ran = in_a_process("chat", "demo", "--plain", "--new", sent="", stdout=subprocess.PIPE)
    assert ran.returncode == 0
    closed = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m tui.cli chat demo --plain <&-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert closed.returncode == 0, closed.stderr
    assert "Welcome back" in closed.stdout


def test_a_terminal_without_unicode_gets_question_marks_and_no_error(
    govplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ran = in_a_process("chat", "demo", "--plain", "--new", sent="엘름퍼드\n", stdout=subprocess.PIPE)
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert "엘름퍼드" in texts(govplan("show", "demo", "--json").json["plan"])


SHORT = (
    ("Town of Elmford", "Town of Elmford"),
    ("the whole of Elmford valley", "the whole of Elmford valley"),
    ("2027 to 2030", "2027"),
    ("Elmford Digital Plan", "Elmford Digital Plan"),
    ("People still come to the town hall three times for one permit.", "town hall three times"),
    ("everything at the town hall; the website", "the website"),
    ("The schools; the waterworks", "the waterworks"),
    ("talk to at least 200 residents", "200 residents"),
)
"""What is said, and what of it must be in the plan once it has been acknowledged."""


def script() -> bytes:
    """Every answer, and after it a command that does not exist: the reply repeats it, so it marks how far we are."""
    return "".join(f"{said}\n/mark{number}\n" for number, (said, _) in enumerate(SHORT)).encode()


def killed_after(name: str, lines: int) -> list[int]:
    """Start a conversation, kill it when so many lines of it were read, and return the marks that were reached."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "chat", name, "--plain", "--new"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(script())
    process.stdin.flush()  # and left open: the end of the input must not end it before we do
    read = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    read += process.stdout.readlines()  # written before it was killed, and so acknowledged too
    process.stdin.close()
    process.stdout.close()
    assert process.wait(30) == -signal.SIGKILL
    return [int(mark) for mark in re.findall(r"/mark(\d+)", b"".join(read).decode())]


def test_when_the_disk_fills_up_it_stops_and_keeps_what_was_acknowledged(govplan) -> None:
    limit = 200_000  # room for the database to open, and for some turns
    ran = in_a_process(
        "chat",
        "demo",
        "--plain",
        "--new",
        sent=script().decode() + "/why\n" * 300,
        stdout=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert ran.returncode == 3
    assert "was not saved" in ran.stderr
    assert "Traceback" not in ran.stderr
    marks = {int(mark) for mark in re.findall(r"/mark(\d+)", ran.stdout)}
    assert marks
    plan = json.dumps(govplan("show", "demo", "--json").json["plan"], ensure_ascii=False)
    assert all(SHORT[mark][1] in plan for mark in marks)


@pytest.mark.slow
def test_killed_at_any_moment_no_acknowledged_answer_is_lost(govplan) -> None:
    seed = int.from_bytes(os.urandom(4))
    chance = random.Random(seed)
    reached = []
    for number in range(10):
        name = f"talk {number}"
        marks = killed_after(name, chance.randrange(1, 90) if number else 80)
        plan = json.dumps(govplan("show", name, "--json").json["plan"], ensure_ascii=False)
        for mark in marks:
            assert SHORT[mark][1] in plan, f"seed {seed}: answer {mark} was acknowledged and is lost"
        assert govplan("chat", name, "--plain").code == 0
        reached.append(len(marks))
    assert max(reached) > 0
    assert govplan("doctor", "--json").json["checks"][3]["status"] == "ok"
