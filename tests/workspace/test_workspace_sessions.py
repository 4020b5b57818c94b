"""Sessions as a person handles them: named, copied, put aside, brought back, imported, exported."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assistant.formats.files import ExportError, ImportFileError
from assistant.plan.document import DocumentError, load_document
from assistant.samples import load_sample
from assistant.sessions import UnknownSession
from assistant.workspace import Workspace


def test_a_new_session_is_named_by_its_day(memory: Workspace) -> None:
    assert memory.new().name == "Plan of 2026-11-21"
    assert memory.new().name == "Plan of 2026-11-21 (2)"


def test_cards_say_how_far_a_plan_is(memory: Workspace) -> None:
    conversation = memory.new("Marrow Bay")
    conversation.start()
    conversation.say("City of Marrow Bay")
    (card,) = memory.sessions()
    assert (card.name, card.turns, card.step) == ("Marrow Bay", 2, 1)
    assert 0 < card.filled < card.needed


def test_rename_duplicate_delete_restore_purge(memory: Workspace) -> None:
    conversation = memory.new("one")
    conversation.start()
    conversation.say("City of Marrow Bay")
    assert memory.rename(conversation.id, "first").name == "first"
    copy = memory.duplicate("first")
    assert copy.name == "first (copy)"
    assert memory.resume(copy.name).document() == conversation.document()
    memory.resume(copy.name).say("Somewhere else")
    assert memory.resume("first").document().plan.jurisdiction is None
    memory.delete(copy.id)
    assert [card.name for card in memory.sessions()] == ["first"]
    assert [card.name for card in memory.sessions(deleted=True)] == ["first (copy)"]
    assert memory.restore(copy.id).name == "first (copy)"
    memory.delete(copy.id)
    memory.purge(copy.id)
    assert memory.sessions(deleted=True) == []
    with pytest.raises(UnknownSession):
        memory.resume("first (copy)")


def test_the_sample_can_be_played_with_and_leaves_no_trace(memory: Workspace) -> None:
    sample = memory.sample()
    assert "nothing that you do here is kept" in sample.start().shown[0].text
    sample.command("goto", "4")
    sample.say("Another goal")
    assert sample.document() != load_sample("en")
    assert memory.sessions() == []
    assert memory.sample().document() == load_sample("en")


def test_a_workspace_in_memory_says_so_and_keeps_nothing(home: Path) -> None:
    workspace = Workspace.open_in_memory()
    workspace.new("gone").start()
    assert workspace.in_memory
    assert not list(home.rglob("*.db"))
    workspace.close()


def test_json_out_and_in_again_is_the_same_plan(memory: Workspace, tmp_path: Path) -> None:
    sample = memory.new("sample", document=load_sample("en"))
    sample.start()
    path = memory.export("sample", "json", tmp_path / "plan.json")
    back = memory.import_file(path)
    assert back.document() == sample.document()
    assert back.name == "plan"
    assert len(back.transcript()) > 0


@pytest.mark.parametrize(
    "title",
    ["a/b\\c", "..", ".", "CON: \x00<>|?*", "   ", "가" * 200, "x" * 300, "plan.json", "~", "-rf", "e\u0301", "\u202egnp", "{title}"],
)  # fmt: skip
def test_an_export_has_a_name_that_any_file_system_takes(
    title: str, memory: Workspace, tmp_path: Path
) -> None:
    document = load_sample("en")
    document = document.model_copy(update={"plan": document.plan.model_copy(update={"title": title})})
    memory.new("weird", document=document).start()
    names = set()
    for _ in range(3):
        path = memory.export("weird", "json")
        assert path.parent == tmp_path / "exports"
        assert path.suffix == ".json"
        assert len(os.fsencode(path.name)) <= 140
        assert not set(path.name) & set('/\\<>:"|?*\x00')
        names.add(path.name)
    assert len(names) == 3, "an export never meets another"
    assert load_document(path.read_bytes()).plan.title == title


def test_an_export_never_overwrites_unasked(memory: Workspace, tmp_path: Path) -> None:
    memory.new("plan").start()
    path = tmp_path / "mine.md"
    path.write_text("mine")
    with pytest.raises(ExportError) as caught:
        memory.export("plan", "markdown", path)
    assert str(path) in (memory.error_text(caught.value) or "")
    assert path.read_text() == "mine"
    memory.export("plan", "markdown", path, force=True)
    assert path.read_text() != "mine"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no json", "could not be read as JSON"),
        (b"\xff\xfe\x00", "could not be read as JSON"),
        (b"[1, 2]", "not a plan of govplan"),
        (b'{"schema_version": "99.0", "plan": {}}', "newer version of govplan"),
        (b'{"schema_version": "1.0", "plan": {"uid": "_p", "colour": 1}}', "colour"),
        (b'{"schema_version": "1.0", "plan": 3}', "not a whole plan"),
    ],
)
def test_a_file_that_is_no_plan_is_told_and_makes_no_session(
    content: bytes, says: str, memory: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        memory.import_file(path)
    assert says in (memory.error_text(caught.value) or "")
    assert memory.sessions() == []


def test_a_file_that_cannot_be_read_is_told(memory: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError) as caught:
        memory.import_file(tmp_path / "nothing.json")
    assert "nothing.json" in (memory.error_text(caught.value) or "")
    with pytest.raises(ImportFileError):
        memory.import_file(tmp_path)


@pytest.mark.parametrize(
    ("wanted", "system", "chosen"),
    [("en", "ko_KR.UTF-8", "en"), (None, "ko_KR.UTF-8", "en"), ("ko", "", "en"), ("xx", "", "en"), (None, "C.UTF-8", "en")],
)  # fmt: skip
def test_only_a_complete_language_is_chosen(
    wanted: str | None, system: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    workspace = Workspace.open_in_memory(lang=wanted)
    assert workspace.lang == chosen
    assert workspace.new().lang == chosen
    workspace.close()


def test_a_complete_language_of_the_system_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "languages", ("en", "ko"))
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    workspace = Workspace.open_in_memory()
    assert workspace.lang == "ko"
    workspace.close()


def test_a_long_text_is_kept_in_a_file_and_fills_nothing(memory: Workspace, tmp_path: Path) -> None:
    conversation = memory.new("plan")
    conversation.start()
    before = conversation.document()
    text = "Chuyển đổi số 디지털 \x1b[31m digital; " * 140_000
    assert len(text.encode()) > 5_000_000
    began = time.perf_counter()
    turn = conversation.say(text)
    assert time.perf_counter() - began < 2
    (path,) = (tmp_path / "data" / "texts").iterdir()
    assert path.name.split(".")[0] in turn.shown[0].text.replace("\\", "")
    assert path.read_text("utf-8").startswith("Chuyển đổi số 디지털")
    assert conversation.document() == before
    assert conversation.cursor() == (1, "Organisation")
    conversation.say(text)
    assert len(list((tmp_path / "data" / "texts").iterdir())) == 1
    assert path.stat().st_mode & 0o077 == 0


def test_a_session_that_was_never_begun_can_be_opened(memory: Workspace) -> None:
    empty = memory.new("empty")
    back = memory.resume("empty")
    assert back.document().plan.title is None
    assert back.start().number == 1
    assert empty.id == back.id


def test_a_finished_plan_that_was_brought_is_greeted_once_and_listed_as_full(memory: Workspace) -> None:
    first = memory.new("plan", document=load_sample("en")).start()
    (card,) = memory.sessions()
    assert card.filled == card.needed > 100
    assert card.step == 0
    assert "Welcome to govplan" in first.shown[0].text
    again = memory.resume("plan")
    assert "Welcome back" in again.start().shown[0].text
    assert "did not store that" in again.say("one more thing").shown[0].text
