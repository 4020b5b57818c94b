"""`knowledge add|list|show|remove|refresh`: real small files, several at once, failures one by one, Ctrl+C, a kill."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from helpers.documents import TEXTS, pdf_plan

from assistant.workspace import Progress, Watch
from knowledge.library.documents import Documents
from tui.commands.call import Call
from tui.commands.watching import Meter, stoppable

KOREAN = TEXTS["ko"]


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedder: loading one takes seconds, and what a document is understood as is the same."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """One small document of each format that is read."""
    folder = tmp_path / "my papers"
    folder.mkdir()
    word = docx.Document()
    word.add_heading("Digital Strategy of Aru", 1)
    word.add_heading("Risks", 2)
    word.add_paragraph("Two thirds of the registry staff retire before 2029.")
    word.save(str(folder / "Aru plan.docx"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Indicator", "Baseline", "Target"])
    sheet.append(["Permits decided online", 12, 40])
    book.save(folder / "indicators.xlsx")
    (folder / "plan.pdf").write_bytes(pdf_plan("ko"))
    (folder / "page.html").write_text(
        "<!doctype html><title>Harbour</title><h1>Harbour fees</h1><p>Fees are paid by telephone.</p>",
        "utf-8",
    )
    (folder / "notes.md").write_text("# Budget\n\nThe envelope is 4 million euros.\n", "utf-8")
    (folder / "nfc.txt").write_text("Ghi chú: gia hạn giấy phép không cần đến trụ sở.\n", "utf-8")
    (folder / "cp949.txt").write_bytes("디지털정부 계획\n\n주소 정보를 정비한다.\n".encode("cp949"))
    return {path.name: path for path in folder.iterdir()}


def test_every_format_goes_in_and_is_found(govplan, files) -> None:
    ran = govplan("knowledge", "add", *files.values())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("Added ") == len(files)
    listed = govplan("knowledge", "list", "--json").json["documents"]
    assert {each["name"]: each["format"] for each in listed} == {
        "Aru plan.docx": "docx",
        "indicators.xlsx": "xlsx",
        "plan.pdf": "pdf",
        "page.html": "html",
        "notes.md": "markdown",
        "nfc.txt": "text",
        "cp949.txt": "text",
    }
    for words, name in (
        ("registry staff retire", "Aru plan.docx"),
        ("permits decided online baseline target", "indicators.xlsx"),
        ("harbour fees paid by telephone", "page.html"),
        ("envelope of 4 million euros", "notes.md"),
        ("gia hạn giấy phép không cần đến trụ sở", "nfc.txt"),
        ("주소 정보 정비", "cp949.txt"),
    ):
        hits = govplan("knowledge", "search", words, "-k", "5", "--json").json["hits"]
        assert name in [hit["label"] for hit in hits], words


def test_a_hit_says_on_which_page_it_stands(govplan, files) -> None:
    govplan("knowledge", "add", files["plan.pdf"])
    ran = govplan("knowledge", "search", KOREAN["items"][0])
    assert "[plan.pdf, page 1]" in ran.out
    (hit, *_) = govplan("knowledge", "search", KOREAN["items"][0], "--json").json["hits"]
    assert (hit["place"]["page"], hit["lines"]) == (1, None)
    assert hit["place"]["document"] == govplan("knowledge", "list", "--json").json["documents"][0]["sha256"]


def test_one_bad_file_does_not_stop_the_others(govplan, files, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    ran = govplan("knowledge", "add", files["notes.md"], empty, tmp_path / "gone.pdf", files["page.html"])
    assert ran.code == 1
    assert "Added notes.md" in ran.out
    assert "Added page.html" in ran.out
    assert "empty.txt" in ran.err
    assert "gone.pdf" in ran.err


def test_a_folder_is_refused_with_the_way_to_do_it(govplan, files) -> None:
    folder = files["notes.md"].parent
    ran = govplan("knowledge", "add", folder)
    assert ran.code == 1
    assert f"govplan knowledge add '{folder}'/*" in ran.err


def test_adding_again_does_nothing_and_a_changed_file_replaces_its_text(govplan, files) -> None:
    notes = files["notes.md"]
    govplan("knowledge", "add", notes)
    assert "has not changed" in govplan("knowledge", "add", notes).out
    notes.write_text("# Budget\n\nThe envelope is 9 million euros.\n", "utf-8")
    assert "takes the place of the old" in govplan("knowledge", "add", notes).out
    shown = govplan("knowledge", "show", "notes.md").out
    assert "9 million" in shown
    assert "4 million" not in shown
    assert len(govplan("knowledge", "list", "--json").json["documents"]) == 1


def test_json_tells_of_each_file_what_came_of_it(govplan, files, tmp_path: Path) -> None:
    ran = govplan("knowledge", "add", files["notes.md"], tmp_path / "gone.pdf", "--json")
    assert ran.code == 1
    added, failed = ran.json["files"]
    assert (added["outcome"], added["document"]["name"]) == ("added", "notes.md")
    assert (failed["outcome"], failed["code"], failed["document"]) == ("failed", "missing", None)
    assert "gone.pdf" in failed["reason"]


def test_a_wrong_ending_is_said_and_does_no_harm(govplan, files) -> None:
    disguised = files["plan.pdf"].rename(files["plan.pdf"].with_suffix(".txt"))
    ran = govplan("knowledge", "add", disguised)
    assert ran.code == 0
    assert "Inside, “plan.txt” is a PDF document" in ran.err


def test_documents_belong_to_one_session_or_to_all(govplan, files) -> None:
    govplan("new", "Aru")
    govplan("new", "Bela")
    assert "for “Aru”" in govplan("knowledge", "add", files["notes.md"], "--session", "Aru").out
    govplan("knowledge", "add", files["page.html"])
    assert _names(govplan("knowledge", "list", "--session", "aru", "--json")) == ["notes.md", "page.html"]
    assert _names(govplan("knowledge", "list", "--session", "Bela", "--json")) == ["page.html"]
    search = ("knowledge", "search", "envelope of 4 million euros", "--json", "-k", "5")
    found = [hit["label"] for hit in govplan(*search, "--session", "Aru").json["hits"]]
    assert "notes.md" in found
    assert "notes.md" not in [hit["label"] for hit in govplan(*search).json["hits"]]
    assert govplan("knowledge", "add", files["notes.md"], "--session", "nobody").code == 1


def test_a_session_that_is_put_away_keeps_its_documents_and_a_copy_has_them_too(govplan, files) -> None:
    govplan("new", "Aru")
    govplan("knowledge", "add", files["notes.md"], "--session", "Aru")
    govplan("duplicate", "Aru", "Aru two")
    assert _names(govplan("knowledge", "list", "--session", "Aru two", "--json")) == ["notes.md"]
    ran = govplan("delete", "Aru")
    assert "1 document" in ran.out
    assert "for “Aru”" in govplan("knowledge", "list").out
    govplan("restore", "Aru")
    assert _names(govplan("knowledge", "list", "--session", "Aru", "--json")) == ["notes.md"]


def test_show_says_what_was_understood(govplan, files) -> None:
    govplan("knowledge", "add", files["Aru plan.docx"])
    shown = govplan("knowledge", "show", "aru p").out
    assert "Digital Strategy of Aru" in shown
    assert "Risks]" in shown
    data = govplan("knowledge", "show", "1", "--json").json
    assert data["document"]["name"] == "Aru plan.docx"
    assert any("Risks" in passage["headings"] for passage in data["passages"])


def test_remove_takes_it_out_of_the_search_and_leaves_the_file(govplan, files) -> None:
    govplan("knowledge", "add", files["notes.md"])
    assert govplan("knowledge", "remove", "notes").code == 0
    assert files["notes.md"].exists()
    assert "no documents yet" in govplan("knowledge", "list").out
    again = govplan("knowledge", "remove", "notes")
    assert again.code == 1
    assert "no document “notes”" in again.err


def test_a_name_that_fits_several_documents_is_refused(govplan, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.md").write_text(f"# Report {folder}\n\nText of {folder}.\n", "utf-8")
        govplan("knowledge", "add", tmp_path / folder / "report.md")
    ran = govplan("knowledge", "remove", "report.md")
    assert ran.code == 1
    assert "1 report.md, 2 report.md" in ran.err
    assert govplan("knowledge", "remove", "2").code == 0


def test_refresh_says_of_each_document_what_came_of_it(govplan, files) -> None:
    names = ("notes.md", "page.html", "nfc.txt", "Aru plan.docx")
    govplan("knowledge", "add", *(files[name] for name in names))
    files["page.html"].write_text("<!doctype html><h1>Harbour fees</h1><p>Fees are abolished.</p>", "utf-8")
    files["nfc.txt"].unlink()
    files["Aru plan.docx"].write_bytes(files["Aru plan.docx"].read_bytes()[:400])
    ran = govplan("knowledge", "refresh", "--json")
    assert ran.code == 1
    outcomes = {each["document"]["name"]: (each["outcome"], each["code"]) for each in ran.json["documents"]}
    assert outcomes == {
        "notes.md": ("same", ""),
        "page.html": ("replaced", ""),
        "nfc.txt": ("missing", "missing"),
        "Aru plan.docx": ("failed", "damaged"),
    }
    assert "abolished" in govplan("knowledge", "show", "page.html").out
    assert "gia hạn" in govplan("knowledge", "show", "nfc.txt").out
    said = govplan("knowledge", "refresh")
    assert "no longer where it was" in said.out
    assert "damaged" in said.err


def test_ctrl_c_while_a_file_is_read_leaves_nothing_of_it(
    govplan, files, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Documents.add

    def add(self: Documents, path: Path, **options: Any) -> Any:
        if path.name == "page.html":
            os.kill(os.getpid(), signal.SIGINT)
        return real(self, path, **options)

    monkeypatch.setattr(Documents, "add", add)
    ran = govplan("knowledge", "add", files["notes.md"], files["page.html"], files["nfc.txt"])
    assert ran.code == 130
    assert "Stopped. 1 file before that is in" in ran.err
    assert _names(govplan("knowledge", "list", "--json")) == ["notes.md"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_ends_at_once() -> None:
    with stoppable() as watch:
        os.kill(os.getpid(), signal.SIGINT)
        assert watch.stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_the_bar_fits_eighty_columns_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("COLUMNS", "80")
        meter = Meter(Call())
        tell = meter.watching(Watch()).tell
        for done in range(5):
            tell(Progress("보고서 " * 20 + ".pdf", "reading", done, 4))
        meter.clear()
    drawn = _all_of(ours)
    from rich.cells import cell_len

    assert "[" in drawn
    assert "read 2 of 4" in drawn
    assert max(cell_len(part) for part in drawn.split("\r")) <= 79
    assert drawn.endswith("\r")
    assert not drawn.rstrip("\r").rpartition("\r")[2].strip()


def test_no_bar_where_nobody_looks(govplan, files) -> None:
    assert govplan("knowledge", "add", files["plan.pdf"]).err == ""


_ADD = "import sys; from tui.cli import main; sys.exit(main(['knowledge', 'add', *sys.argv[1:]]))"
_KILLED = """
import os, signal, sys
from knowledge.library import database
real = database._insert
def insert(connection, document, passage):
    real(connection, document, passage)
    if passage.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
database._insert = insert
""" + _ADD  # fmt: skip


def _start(code: str, *paths: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, paths)],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.slow
def test_a_process_killed_while_it_stores_leaves_the_old_state(govplan, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# Old\n\nThe old text.\n", "utf-8")
    govplan("knowledge", "add", report)
    parts = (f"# Part {n}\n\n" + f"The new text of part {n}. " * 60 for n in range(6))
    report.write_text("\n\n".join(parts), "utf-8")
    process = _start(_KILLED, report)
    process.communicate(timeout=90)
    assert process.returncode == -signal.SIGKILL
    shown = govplan("knowledge", "show", "report.md")
    assert "The old text." in shown.out
    assert "The new text" not in shown.out
    assert govplan("knowledge", "add", report).code == 0
    assert "The old text." not in govplan("knowledge", "show", "report.md").out


@pytest.mark.slow
def test_two_processes_that_add_the_same_file_leave_it_once(govplan, files) -> None:
    both = [_start(_ADD, files["plan.pdf"]) for _ in range(2)]
    readers = [threading.Thread(target=process.communicate, kwargs={"timeout": 90}) for process in both]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [process.returncode for process in both] == [0, 0]
    assert _names(govplan("knowledge", "list", "--json")) == ["plan.pdf"]
    passages = govplan("knowledge", "show", "plan.pdf", "--json").json["passages"]
    assert [passage["number"] for passage in passages] == list(range(1, len(passages) + 1))


def _all_of(terminal: int) -> str:
    """What was written to a terminal whose other end is closed; it comes in pieces."""
    pieces = []
    with suppress(OSError):  # Linux says the end so
        while piece := os.read(terminal, 4096):
            pieces.append(piece)
    os.close(terminal)
    return b"".join(pieces).decode()


def _names(ran: Any) -> list[str]:
    return [each["name"] for each in ran.json["documents"]]
