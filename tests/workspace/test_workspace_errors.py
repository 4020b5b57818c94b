"""Every error of ours has wording, with exactly the parameters that the error carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.formats.files import ExportError, ImportFileError
from assistant.plan.document import DocumentError
from assistant.sessions import errors
from assistant.workspace import Workspace
from knowledge import KnowledgeError

FILE = Path("/home/person/plans/govplan.db")
OURS: list[Exception] = [
    errors.UnknownSession("plna"),
    errors.UnknownSession("plna", ("plan", "plane")),
    errors.AmbiguousSession("plan", (("a1b2", "plan"), ("c3d4", "Plan"))),
    errors.SessionExists("a1b2"),
    errors.NotDeleted("a1b2", "plan"),
    errors.Conflict(7, 6),
    errors.FolderMissing(FILE),
    errors.ReadOnly(FILE),
    errors.DiskFull(FILE),
    errors.DeviceError(FILE, "EIO"),
    errors.Locked(FILE),
    errors.FileGone(FILE),
    errors.Corrupt(FILE, "page 4"),
    errors.NewerDatabase(FILE, 9, 1),
    *(
        ExportError(code, path="/x/plan.md")
        for code in ("exists", "folder_missing", "read_only", "disk_full")
    ),
    ExportError("other", path="/x/plan.md", detail="EIO"),
    *(ImportFileError(code, path="/x/plan.json") for code in ("missing", "not_a_file")),
    ImportFileError("too_large", path="/x/plan.json", limit="100"),
    ImportFileError("unreadable", path="/x/plan.json", detail="EIO"),
    DocumentError("not_json", problem="line 1"),
    DocumentError("not_a_plan"),
    DocumentError("newer", version="9.0", supported="1.0"),
    DocumentError("invalid", place="plan.goals", problem="no list", count="2"),
]


@pytest.mark.parametrize(
    "error", OURS, ids=lambda error: f"{type(error).__name__} {getattr(error, 'code', '')}"
)
def test_an_error_is_told_in_a_sentence(error: Exception, memory: Workspace) -> None:
    text = memory.error_text(error)
    assert text
    assert text.endswith((".", "?"))
    assert "{" not in text
    assert "Error" not in text


def test_every_kind_of_store_error_is_among_them() -> None:
    def leaves(kind: type[errors.StoreError]) -> set[type[errors.StoreError]]:
        below = kind.__subclasses__()
        return set().union(*map(leaves, below)) if below else {kind}

    told = {type(error) for error in OURS}
    assert {kind for kind in leaves(errors.StoreError) if kind.__module__ == errors.__name__} <= told


@pytest.mark.parametrize("version", ["0.1", "abc", "", "0"])
def test_a_format_that_never_existed_is_told_too(version: str, memory: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(f'{{"schema_version": "{version}", "plan": {{"uid": "_p"}}}}')
    with pytest.raises(DocumentError) as caught:
        memory.import_file(path)
    assert "not a plan of govplan" in (memory.error_text(caught.value) or "")


def test_what_is_not_ours_has_no_text(memory: Workspace) -> None:
    assert memory.error_text(ValueError("x")) is None


def test_an_error_of_the_knowledge_base_is_told_in_a_sentence(memory: Workspace) -> None:
    text = memory.error_text(KnowledgeError("chroma: no such table: x"))
    assert text is not None
    assert "could not be searched" in text
    assert "chroma" not in text
