"""Documents in a conversation: added, searched, cited, listed, taken out; stopped, asked for twice, failing."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import pdf_plan

from assistant.locations import Locations
from assistant.plan.provenance import DocumentCitation
from assistant.workspace import Conversation, Progress, Request, Turn, Watch, Workspace, typed_paths


@pytest.fixture
def workspace(places: Locations, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A real workspace; search goes by words, which is quick and finds a document's own words surely."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")
    made = Workspace.open(places, lang="en")
    yield made
    made.close()


@pytest.fixture
def plan(workspace: Workspace) -> Conversation:
    conversation = workspace.new("City of Aru")
    conversation.start()
    return conversation


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "the brief.pdf"
    path.write_bytes(pdf_plan("en"))
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text("# Harbour\n\n## Tariffs\n\nHarbour tariffs are paid by telephone.\n", "utf-8")
    return path


def said(turn: Turn) -> str:
    return "\n".join(each.text for each in turn.shown).replace("\\", "")


def done(conversation: Conversation, text: str, watch: Watch | None = None) -> str:
    """What is said to a message and to what it asked for."""
    turn = conversation.say(text)
    results = [conversation.fulfil(request, watch) for request in turn.requests]
    return "\n".join(map(said, [turn, *results]))


def names(workspace: Workspace, session: str | None = None) -> list[str]:
    return [document.name for document in workspace.library.all(session)]


def test_a_document_is_added_searched_with_its_page_and_cited_in_the_plan(
    plan: Conversation, brief: Path
) -> None:
    assert "Added **the brief.pdf** for this plan: 1 page, " in done(plan, f"/add {brief}")
    plan.command("goto", "scope_in")
    found = done(plan, "/suggest renew a licence without a visit")
    assert "*the brief.pdf*, page 1" in found
    assert "Renew a licence without a visit" in found
    number = re.search(r"\*\*(\d)\. .* · your document", found)
    assert number is not None
    plan.say(f"{number[1]} but Licences of all kinds")
    document = plan.document()
    (item,) = document.plan.scope_in
    (citation,) = document.provenance[item.uid]["text"].citations
    assert isinstance(citation, DocumentCitation)
    assert citation.place == "page 1"
    assert "Renew a licence without a visit" in " ".join(citation.quote.split())


def test_where_there_are_no_pages_the_heading_is_cited(plan: Conversation, notes: Path) -> None:
    done(plan, f"/add {notes}")
    assert "*notes.md*, Harbour › Tariffs" in done(plan, "/suggest harbour tariffs by telephone")


def test_a_document_of_one_plan_is_not_found_from_another(
    workspace: Workspace, plan: Conversation, notes: Path, brief: Path
) -> None:
    done(plan, f"/add {notes}")
    assert "for all plans" in done(plan, f"/add --all {brief}")
    other = workspace.new("Other")
    other.start()
    assert names(workspace, plan.id) == ["notes.md", "the brief.pdf"]
    assert "the brief.pdf" in done(other, "/documents")
    assert "notes.md" not in done(other, "/suggest harbour tariffs by telephone")


def test_adding_again_and_a_changed_file(plan: Conversation, notes: Path) -> None:
    done(plan, f"/add {notes}")
    assert "has not changed" in done(plan, f"/add {notes}")
    notes.write_text("# Harbour\n\nTariffs are abolished.\n", "utf-8")
    assert "taken the place of the old" in done(plan, "/documents refresh")
    assert "abolished" in done(plan, "/documents show notes")


def test_a_failure_is_told_clearly_and_the_next_file_goes_in(plan: Conversation, notes: Path) -> None:
    empty = notes.with_name("empty.txt")
    empty.write_text("")
    shown = done(plan, f"/add {empty} {notes}")
    assert "There is no text in “empty.txt”" in shown
    assert "Added **notes.md**" in shown


def test_what_documents_say_is_for_nobody_else(plan: Conversation, notes: Path, places: Locations) -> None:
    done(plan, f"/add {notes}")
    kept = sorted(places.data.glob("library.sqlite3*"))
    assert kept
    assert [oct(path.stat().st_mode & 0o077) for path in kept] == ["0o0"] * len(kept)


def test_the_list_and_what_is_done_with_one_of_it(
    workspace: Workspace, plan: Conversation, notes: Path
) -> None:
    assert "no documents yet" in done(plan, "/documents")
    done(plan, f"/add {notes}")
    assert "No. 1: **notes.md**" in done(plan, "/documents list")
    assert "is a Markdown text, “Harbour”" in done(plan, "/documents 1")
    assert "Took **notes.md** out" in done(plan, "/documents remove 1")
    assert names(workspace) == []
    assert notes.exists()
    assert "There is no document “7”" in done(plan, "/documents remove 7")
    assert "`/documents`" in done(plan, "/documents remove")


def test_a_path_alone_is_no_answer(plan: Conversation, notes: Path) -> None:
    assert f"/add '{notes}'" in done(plan, f"'{notes}'")
    assert plan.document().plan.organisation.name is None
    assert done(plan, f" {notes}")
    assert plan.document().plan.organisation.name == str(notes)


def test_nothing_is_kept_for_the_sample(workspace: Workspace, notes: Path) -> None:
    sample = workspace.sample()
    sample.start()
    turn = sample.say(f"/add {notes}")
    assert turn.requests == ()
    assert "Nothing of the sample plan is kept" in said(turn)
    assert "for all plans" in done(sample, f"/add --all {notes}")


def test_progress_is_told_and_stopping_leaves_nothing(
    workspace: Workspace, plan: Conversation, brief: Path
) -> None:
    told: list[Progress] = []
    stop = threading.Event()

    def tell(progress: Progress) -> None:
        told.append(progress)
        stop.set()

    assert "Nothing of the brief.pdf was added" in done(plan, f"/add {brief}", Watch(tell, stop))
    assert (told[0].name, told[0].phase, told[0].total) == ("the brief.pdf", "reading", 1)
    assert names(workspace) == []
    assert plan.pending() == ()


def test_an_interrupted_add_is_done_on_resume_and_doing_it_twice_does_nothing(
    workspace: Workspace, plan: Conversation, notes: Path
) -> None:
    (request,) = plan.say(f"/add {notes}").requests
    back = workspace.resume("City of Aru")
    assert back.start().requests == (request,)
    assert "Added **notes.md**" in said(back.fulfil(request))
    assert back.fulfil(request).shown == ()
    assert names(workspace) == ["notes.md"]


def test_what_waits_for_a_yes_goes_on_waiting(plan: Conversation, notes: Path) -> None:
    plan.say("Ministry of Interior")
    plan.command("goto", "organisation")
    plan.say("Ministry of Justice")
    done(plan, f"/add {notes}")
    plan.say("yes")
    assert plan.document().plan.organisation.name == "Ministry of Justice"


def test_a_library_that_is_damaged_is_told_and_the_sources_still_answer(
    workspace: Workspace, plan: Conversation, notes: Path, places: Locations
) -> None:
    (places.data / "library.sqlite3").write_bytes(b"no database at all" * 500)
    assert "is damaged" in done(plan, "/documents")
    assert "is damaged" in done(plan, f"/add {notes}")
    assert "sources" in done(plan, "/suggest stakeholders")
    assert workspace.library.keeps_for(plan.id)


def test_a_copy_has_the_documents_of_its_original(
    workspace: Workspace, plan: Conversation, notes: Path
) -> None:
    done(plan, f"/add {notes}")
    copy = workspace.resume(workspace.duplicate(plan.id).id)
    done(plan, "/documents remove 1")
    assert names(workspace, copy.id) == ["notes.md"]
    assert "Harbour" in done(copy, "/suggest harbour tariffs by telephone")


@pytest.mark.parametrize(
    "typed",
    [
        "{path}",
        "  {path}  ",
        "'{path}'",
        '"{path}"',
        "{escaped}",
        "file://{quoted}",
        "file://localhost{quoted}",
        "{folder}/my?b*.pdf",
    ],
)
def test_a_path_is_understood_however_it_is_given(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "my brief (final).pdf"
    path.write_text("x")
    escaped = str(path).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")
    text = typed.format(path=path, escaped=escaped, quoted=str(path).replace(" ", "%20"), folder=tmp_path)
    assert typed_paths(text) == [path]


def test_home_apostrophes_and_several_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    kim, two = tmp_path / "Kim's plan.txt", tmp_path / "two.txt"
    for path in (kim, two):
        path.write_text("x")
    assert typed_paths("~/Kim's plan.txt") == [kim]
    assert typed_paths(f'{two} "{kim}"') == [two, kim]
    assert typed_paths(f"file://{two}\nfile://{two}") == [two, two]
    assert typed_paths("~/gone one.txt") == [tmp_path / "gone one.txt"]
    assert typed_paths("~nobody-at-all/x.txt") == [Path("~nobody-at-all/x.txt")]
    assert typed_paths("  \n ") == []


def test_names_in_another_form_of_letters_are_found(tmp_path: Path) -> None:
    """A Mac writes Hangul in pieces, and what is said in a conversation is put together."""
    folder = tmp_path / unicodedata.normalize("NFD", "계획 자료")
    folder.mkdir()
    path = folder / unicodedata.normalize("NFD", "보고서（안）.txt")
    path.write_text("x")
    assert typed_paths(f"{tmp_path}/계획 자료/보고서(안).txt") == [path]


def test_a_request_for_documents_asks_the_plans_own(plan: Conversation, workspace: Workspace) -> None:
    """The request is plain data: a list asked for by hand is answered like one that was typed."""
    (request,) = plan.say("/documents").requests
    assert replace(request) == Request(request.id, "documents", {"action": "list", "name": ""})
    shown: Any = workspace.library.carry_out(plan.id, request, Watch())
    assert shown == ("done", {"documents": []})
