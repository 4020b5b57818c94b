"""The person's own documents: added whole or not at all, found, cited, taken out again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import hashing
from helpers.tree import ROOT

from knowledge import Cancelled, Knowledge, LibraryError
from knowledge.documents import DocumentError
from knowledge.embedding import EmbedderSettings

MINUTES = """# Minutes of the harbour board

## Quay walls

The harbour board decided to renew the quay walls at Zubrowka dock by 2031, with divers inspecting them each May.

## Ferry

Ferry passengers asked for a heated waiting room beside the lighthouse.
"""
KOREAN = "등대 정비 계획\n\n항만과는 등대의 렌즈를 매년 오월에 닦고, 고장 난 무적(霧笛)은 이틀 안에 고친다.\n"


@pytest.fixture
def minutes(tmp_path) -> Path:
    path = tmp_path / "minutes.md"
    path.write_text(MINUTES, encoding="utf-8")
    return path


@pytest.fixture
def by_words(tmp_path):
    """Own documents without an embedder."""
    knowledge = Knowledge(tmp_path / "index", embedder="none")
    yield knowledge
    knowledge.close()


@pytest.fixture
def hashed(tmp_path, monkeypatch):
    """Opens own documents with a small embedder; its index is whole when it comes back."""
    hashing.register(monkeypatch)
    opened: list[Knowledge] = []

    def open_it(name: str = "a-64") -> Knowledge:
        settings = EmbedderSettings(spec=f"hashing:{name}", batch_size=2)
        opened.append(Knowledge(tmp_path / "index", settings=lambda: settings))
        opened[-1].warm()
        assert opened[-1].wait(60)
        return opened[-1]

    yield open_it
    for knowledge in opened:
        knowledge.close()


def _own(knowledge: Knowledge, query: str, session: str | None = None, lang: str = "en"):
    found = knowledge.search(query, lang=lang, session=session, k=20)
    return [hit for hit in found if hit.kind == "document"]


def test_a_document_is_added_found_cited_and_taken_out(by_words, minutes):
    added = by_words.documents.add(minutes)
    assert (added.outcome, added.document.name, added.document.media) == ("added", "minutes.md", "markdown")
    assert added.document.passages == len(by_words.documents.passages(added.document.id)) >= 1
    hit = _own(by_words, "Zubrowka dock quay walls")[0]
    assert all(line in MINUTES for line in hit.text.splitlines())
    assert hit.place.document == hit.source == added.document.sha256
    assert (hit.lines, hit.label, hit.lang) == (None, "minutes.md", "en")
    again = by_words.hit(hit.passage_id, "ko")
    assert (again.text, again.title, again.content_hash) == (hit.text, hit.title, hit.content_hash)
    by_words.documents.remove(added.document)
    assert by_words.documents.all() == []
    assert _own(by_words, "Zubrowka dock quay walls") == []
    assert by_words.hit(hit.passage_id, "en") is None
    assert minutes.exists()


@pytest.mark.parametrize(
    "passage_id", ["own.", "own.ffff.1", "own.ffff.x", "own..1", "own", "own.ffff.", "own.1.²"]
)
def test_an_id_that_is_nobody_s_finds_nothing(by_words, minutes, passage_id):
    by_words.documents.add(minutes)
    assert by_words.hit(passage_id, "en") is None


def test_the_same_file_again_changes_nothing_wherever_it_lies(by_words, minutes):
    first = by_words.documents.add(minutes).document
    assert by_words.documents.add(minutes).outcome == "same"
    copy = minutes.with_name("copy.md")
    copy.write_bytes(minutes.read_bytes())
    assert by_words.documents.add(copy).outcome == "same"
    assert by_words.documents.all() == [first]


def test_a_changed_file_takes_the_place_of_its_old_passages(by_words, minutes):
    old = by_words.documents.add(minutes).document
    minutes.write_text("# Notes\n\nThe bakery wagon arrives at dawn.\n", encoding="utf-8")
    new = by_words.documents.add(minutes)
    assert new.outcome == "replaced"
    assert [stored.sha256 for stored in by_words.documents.all()] == [new.document.sha256] != [old.sha256]
    assert _own(by_words, "Zubrowka dock quay walls") == []
    assert "bakery wagon" in _own(by_words, "bakery wagon at dawn")[0].text


def test_looking_again_tells_what_became_of_every_file(by_words, minutes, tmp_path):
    other, gone = tmp_path / "other.txt", tmp_path / "gone.txt"
    other.write_text("The bakery wagon arrives at dawn.", encoding="utf-8")
    gone.write_text("The lamplighter comes at dusk.", encoding="utf-8")
    for path in (minutes, other, gone):
        by_words.documents.add(path)
    other.write_text("The bakery wagon arrives at noon.", encoding="utf-8")
    gone.unlink()
    found = {each.document.name: each for each in by_words.documents.refresh()}
    assert {name: each.outcome for name, each in found.items()} == {
        "minutes.md": "same",
        "other.txt": "replaced",
        "gone.txt": "missing",
    }
    assert found["gone.txt"].problem.code == "missing"
    assert _own(by_words, "lamplighter at dusk")  # its old passages stay
    assert "noon" in _own(by_words, "bakery wagon arrives")[0].text
    minutes.write_bytes(b"")
    assert by_words.documents.look_again(by_words.documents.find("minutes.md")).outcome == "failed"
    assert _own(by_words, "Zubrowka dock quay walls")


def test_documents_belong_to_one_session_or_to_all(by_words, minutes, tmp_path):
    shared = tmp_path / "shared.txt"
    shared.write_text("The lamplighter comes at dusk.", encoding="utf-8")
    one = by_words.documents.add(minutes, scope="s1").document
    by_words.documents.add(shared)
    assert [hit.label for hit in _own(by_words, "Zubrowka dock quay walls", "s1")] == ["minutes.md"]
    assert (
        _own(by_words, "Zubrowka dock quay walls", "s2") == _own(by_words, "Zubrowka dock quay walls") == []
    )
    assert _own(by_words, "lamplighter at dusk", "s2")
    assert {stored.name for stored in by_words.documents.all("s2")} == {"shared.txt"}
    assert {stored.name for stored in by_words.documents.all()} == {"minutes.md", "shared.txt"}
    assert by_words.documents.add(minutes, scope="s2").outcome == "added"
    by_words.documents.remove(one)
    assert _own(by_words, "Zubrowka dock quay walls", "s1") == []
    assert _own(by_words, "Zubrowka dock quay walls", "s2")
    assert by_words.documents.copy("s2", "s3") == 1
    assert _own(by_words, "Zubrowka dock quay walls", "s3")


def test_a_search_without_own_documents_and_one_for_kinds_leave_them_out(by_words, minutes):
    by_words.documents.add(minutes)
    for options in ({"own": False}, {"kinds": {"method", "case"}}):
        found = by_words.search("Zubrowka dock quay walls", **options)
        assert not [hit for hit in found if hit.kind == "document"]


def test_a_document_is_named_by_number_name_title_or_their_beginning(by_words, minutes, tmp_path):
    stored = by_words.documents.add(minutes).document
    other = tmp_path / "minutes-2.md"
    other.write_text("# Other\n\nThe lamplighter comes at dusk.\n", encoding="utf-8")
    second = by_words.documents.add(other).document
    names = (str(stored.id), "minutes.md", " MINUTES.md ", str(minutes), "Minutes of the", stored.sha256[:8])
    assert {by_words.documents.find(name).id for name in names} == {stored.id}
    assert by_words.documents.find("minutes-").id == second.id
    with pytest.raises(LibraryError) as ambiguous:
        by_words.documents.find("minutes")
    assert ambiguous.value.code == "ambiguous"
    assert all(name in ambiguous.value.params["names"] for name in ("minutes.md", "minutes-2.md"))
    for unknown in ("nothing", "min", "", "99"):
        with pytest.raises(LibraryError) as error:
            by_words.documents.find(unknown)
        assert error.value.code == "unknown"


def test_of_another_session_a_document_is_not_even_named(by_words, minutes):
    by_words.documents.add(minutes, scope="s1")
    assert by_words.documents.find("minutes.md", "s1").scope == "s1"
    with pytest.raises(LibraryError, match="unknown"):
        by_words.documents.find("minutes.md", "s2")


def test_a_korean_text_in_cp949_is_found_in_korean_and_quoted_verbatim(by_words, tmp_path):
    path = tmp_path / "등대.txt"
    path.write_bytes(KOREAN.encode("cp949"))
    by_words.documents.add(path)
    hit = _own(by_words, "등대 렌즈는 매년 언제 닦나요?", lang="ko")[0]
    assert (hit.lang, hit.label) == ("ko", "등대.txt")
    assert all(line in KOREAN for line in hit.text.splitlines())


def test_vietnamese_is_found_with_and_without_its_marks(by_words, tmp_path):
    path = tmp_path / "ghi.txt"
    path.write_text("Bến phà Thủ Thiêm có phòng chờ, còn ngọn hải đăng thì không.", encoding="utf-8")
    by_words.documents.add(path)
    for query in ("bến phà có phòng chờ không", "ben pha co phong cho khong"):
        assert _own(by_words, query, lang="vi")[0].lang == "vi"


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"%PDF-1.7 nothing"])
def test_a_file_that_cannot_be_read_leaves_nothing(by_words, tmp_path, content):
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError):
        by_words.documents.add(path)
    assert by_words.documents.all() == []
    assert not (tmp_path / "index" / "library.sqlite3").exists()


def test_progress_is_told_page_by_page_and_passage_by_passage(hashed, minutes):
    told = []
    hashed().documents.add(minutes, progress=lambda *at: told.append(at))
    phases = [phase for phase, _, _ in told]
    assert phases == sorted(phases, reverse=True)
    assert {"reading", "indexing"} == set(phases)
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]


def test_cancelling_between_two_batches_leaves_nothing(hashed, tmp_path):
    knowledge = hashed()
    path = tmp_path / "long.md"
    words = "The harbour board met again about berth"
    path.write_text("\n\n".join(f"## Berth {n}\n\n{words} {n}. " * 8 for n in range(30)), encoding="utf-8")
    told = []

    def cancelled() -> bool:
        return any(phase == "indexing" and done for phase, done, _ in told)

    with pytest.raises(Cancelled):
        knowledge.documents.add(path, progress=lambda *at: told.append(at), cancelled=cancelled)
    assert told[-1][1] < told[-1][2]
    assert knowledge.documents.all() == []
    with pytest.raises(Cancelled):
        knowledge.documents.add(path, cancelled=lambda: True)
    assert knowledge.documents.all() == []
    assert knowledge.documents.add(path).outcome == "added"


def test_what_was_added_without_an_embedder_is_found_by_meaning_once_one_runs(by_words, hashed, minutes):
    by_words.documents.add(minutes)
    assert _own(by_words, "Zubrowka dock quay walls")
    by_words.close()
    knowledge = hashed()
    assert (knowledge.state, knowledge.reason) == ("ready", "")
    stored = knowledge.documents.all()[0]
    assert set(_texts(knowledge, stored.id)) <= set(hashing.EMBEDDED["a"])
    assert _own(knowledge, "The harbour board decided to renew the quay walls at Zubrowka dock by 2031")


def _texts(knowledge: Knowledge, document: int) -> list[str]:
    passages = knowledge.documents.passages(document)
    return ["\n".join((*passage.headings[-2:], passage.text)) for passage in passages]


def test_an_embedder_that_fails_while_adding_leaves_the_document_to_the_words(hashed, minutes):
    knowledge = hashed()

    def fail(embedded: int) -> None:
        raise hashing.EmbedderUnavailable("no answer")

    hashing.ACTS["a"] = fail
    assert knowledge.documents.add(minutes).outcome == "added"
    assert _own(knowledge, "Zubrowka dock quay walls")
    hashing.ACTS.clear()
    assert _own(knowledge, "Zubrowka dock quay walls")


def test_a_damaged_library_is_told_and_search_goes_on_without_it(by_words, minutes, tmp_path, caplog):
    (tmp_path / "index").mkdir()
    damaged = b"not a database " * 500
    (tmp_path / "index" / "library.sqlite3").write_bytes(damaged)
    for use in (lambda: by_words.documents.add(minutes), by_words.documents.all):
        with pytest.raises(LibraryError) as error:
            use()
        assert error.value.code == "damaged"
    assert by_words.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert by_words.hit("own.abcdef.1", "en") is None
    assert "own documents are left out" in caplog.text
    assert (tmp_path / "index" / "library.sqlite3").read_bytes() == damaged


def test_a_damaged_library_does_not_keep_search_by_meaning_from_starting(tmp_path):
    (tmp_path / "library.sqlite3").write_bytes(b"not a database " * 500)
    knowledge = Knowledge(tmp_path)
    assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert (knowledge.state, knowledge.reason) == ("ready", "")
    knowledge.close()


def test_a_library_of_a_newer_version_is_left_alone(by_words, minutes, tmp_path):
    by_words.documents.add(minutes)
    by_words.close()
    with sqlite3.connect(tmp_path / "index" / "library.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LibraryError) as error:
        by_words.documents.all()
    assert error.value.code == "newer"
    assert by_words.search("SMART objectives")


def _python(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


KILLED = """
import pathlib, sys, time
from knowledge import Knowledge
from knowledge.library import database
made = database._insert
def insert(*args):
    made(*args)
    print("inserted", flush=True)
    sys.stdin.read()
    time.sleep(60)
database._insert = insert
k = Knowledge(pathlib.Path(sys.argv[1]), embedder="none")
k.documents.add(pathlib.Path(sys.argv[2]))
"""


def test_who_is_killed_while_adding_leaves_the_old_state(by_words, minutes, tmp_path):
    before = by_words.documents.add(minutes).document
    minutes.write_text("# Notes\n\nThe bakery wagon arrives at dawn.\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "index"), str(minutes)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "inserted\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert by_words.documents.all() == [before]
    assert _own(by_words, "Zubrowka dock quay walls")
    assert _own(by_words, "bakery wagon at dawn") == []
    assert by_words.documents.add(minutes).outcome == "replaced"


ADDS = """
import pathlib, sys
from knowledge import Knowledge
k = Knowledge(pathlib.Path(sys.argv[1]), embedder="none")
for path in sys.argv[2:]:
    print(k.documents.add(pathlib.Path(path)).outcome)
k.close()
"""


def test_two_processes_that_add_the_same_files_store_each_once(by_words, tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(8)]
    for number, path in enumerate(paths):
        path.write_text(f"The lamplighter of street {number} comes at dusk.", encoding="utf-8")
    running = [_python(ADDS, tmp_path / "index", *paths) for _ in range(2)]
    for process, (out, err) in [(process, process.communicate()) for process in running]:
        assert (process.returncode, "Error" in err) == (0, False), err
        assert set(out.split()) <= {"added", "same", "replaced"}
    assert sorted(stored.name for stored in by_words.documents.all()) == sorted(path.name for path in paths)
    assert len({hit.passage_id for hit in _own(by_words, "lamplighter comes at dusk")}) == len(paths)


CHANGES = """
import pathlib, sys
from knowledge import Knowledge
k = Knowledge(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(int(sys.argv[2])):
    path = pathlib.Path(sys.argv[3])
    path.write_text(f"The lamplighter of street {turn} comes at dusk.", encoding="utf-8")
    added = k.documents.add(path)
    if turn % 3 == 2:
        k.documents.remove(added.document)
print(k.state, k.reason)
k.close()
"""
LOOKS = """
import json, pathlib, sys
from knowledge import Knowledge
k = Knowledge(pathlib.Path(sys.argv[1]))
found = [bool([h for h in k.search("Zubrowka dock quay walls", k=20) if h.label == "minutes.md"])
         and k.search("SMART objectives")[0].passage_id == "visure.step4.smart" for _ in range(int(sys.argv[2]))]
print(json.dumps([len(found), sum(found), k.state, k.reason]))
k.close()
"""


@pytest.mark.slow
def test_while_one_process_changes_documents_another_loses_no_look_up(minutes, tmp_path):
    knowledge = Knowledge(tmp_path / "index")
    knowledge.documents.add(minutes)
    knowledge.close()
    changing = _python(CHANGES, tmp_path / "index", 40, tmp_path / "street.txt")
    assert changing.stdout.readline() == "ready\n"
    looking = _python(LOOKS, tmp_path / "index", 60)
    looked, changed = looking.communicate(), changing.communicate()
    assert (looking.returncode, looked[1]) == (0, "")
    assert json.loads(looked[0]) == [60, 60, "ready", ""]
    assert (changing.returncode, changed) == (0, ("ready \n", ""))
