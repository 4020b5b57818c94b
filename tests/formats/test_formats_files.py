"""Files are written whole or not at all, never over another unasked, and read with a limit."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from helpers.wording import CATALOGUE

from assistant.formats import files
from assistant.formats.files import ExportError, ImportFileError, read_file, write_atomic


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own."""
    path = tmp_path / "files"
    path.mkdir()
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def test_a_new_file_is_written_and_its_place_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    written = write_atomic(Path("plan.json"), b"{}", overwrite=False)
    assert written == folder / "plan.json"
    assert written.read_bytes() == b"{}"
    assert written.stat().st_mode & 0o077 == 0
    assert names_in(folder) == ["plan.json"]


def test_the_home_folder_may_be_named_by_its_sign(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert write_atomic(Path("~/plan.md"), b"x", overwrite=False) == folder / "plan.md"
    assert read_file(Path("~/plan.md"), 10) == b"x"


def test_nothing_is_overwritten_unasked(folder: Path) -> None:
    path = folder / "plan.json"
    path.write_bytes(b"old")
    with pytest.raises(ExportError) as caught:
        write_atomic(path, b"new", overwrite=False)
    assert (caught.value.code, caught.value.params) == ("exists", {"path": str(path)})
    assert path.read_bytes() == b"old"


def test_when_asked_a_file_is_replaced_and_keeps_its_permissions(folder: Path) -> None:
    path = folder / "plan.json"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_atomic(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert names_in(folder) == ["plan.json"]


def test_a_file_that_appears_meanwhile_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "plan.json"
    real = files._write_beside

    def slow(target: Path, data: bytes) -> Path:
        target.write_bytes(b"theirs")
        return real(target, data)

    monkeypatch.setattr(files, "_write_beside", slow)
    with pytest.raises(ExportError) as caught:
        write_atomic(path, b"ours", overwrite=False)
    assert caught.value.code == "exists"
    assert path.read_bytes() == b"theirs"
    assert names_in(folder) == ["plan.json"]


@pytest.mark.parametrize("there", [False, True])
def test_a_file_system_without_hard_links_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def refuse(self: Path, target: Path) -> None:
        if there:
            self.write_bytes(b"theirs")
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = folder / "plan.json"
    if there:
        with pytest.raises(ExportError, match="exists"):
            write_atomic(path, b"ours", overwrite=False)
    else:
        write_atomic(path, b"ours", overwrite=False)
    assert path.read_bytes() == (b"theirs" if there else b"ours")
    assert names_in(folder) == ["plan.json"]


def test_a_copy_that_fails_halfway_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    def fail(self: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(ExportError) as caught:
        write_atomic(folder / "plan.json", b"ours", overwrite=False)
    assert caught.value.code == "other"
    assert names_in(folder) == []


def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(ExportError, match="exists"):
        write_atomic(folder, b"x", overwrite=True)


def test_a_missing_folder_is_said_and_not_made(folder: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_atomic(folder / "no" / "plan.json", b"x", overwrite=False)
    assert caught.value.code == "folder_missing"
    assert names_in(folder) == []


@as_root
def test_a_read_only_folder_is_said(folder: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(ExportError) as caught:
        write_atomic(folder / "plan.json", b"x", overwrite=False)
    assert caught.value.code == "read_only"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "other"),
    ],
)
def test_a_failing_disk_leaves_the_old_file_and_no_crumbs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = folder / "plan.json"
    path.write_bytes(b"old")

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportError) as caught:
        write_atomic(path, b"new", overwrite=True)
    assert caught.value.code == code
    assert ("detail" in caught.value.params) == (code == "other")
    assert path.read_bytes() == b"old"
    assert names_in(folder) == ["plan.json"]


@pytest.mark.parametrize("name", ["x" * 300, "plan\0.json"])
def test_a_name_that_no_file_can_have_is_said(folder: Path, name: str) -> None:
    with pytest.raises(ExportError) as caught:
        write_atomic(folder / name, b"x", overwrite=False)
    assert caught.value.code == "other"


def test_a_file_is_read_up_to_its_limit(folder: Path) -> None:
    path = folder / "plan.json"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    with pytest.raises(ImportFileError) as caught:
        read_file(path, 4)
    assert (caught.value.code, caught.value.params["limit"]) == ("too_large", "4")


def test_what_cannot_be_read_is_named(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for name, code in [("none.json", "missing"), (".", "not_a_file"), ("pipe", "not_a_file")]:
        with pytest.raises(ImportFileError) as caught:
            read_file(folder / name, 10)
        assert caught.value.code == code
    with pytest.raises(ImportFileError):
        read_file(folder / ("x" * 300), 10)


def test_a_file_that_refuses_is_said_with_the_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "plan.json"
    path.write_bytes(b"x")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ImportFileError) as caught:
        read_file(path, 10)
    assert (caught.value.code, caught.value.params["detail"]) == ("unreadable", "Permission denied")


def test_every_code_is_worded() -> None:
    for code in ("exists", "folder_missing", "read_only", "disk_full", "other"):
        assert CATALOGUE.has(f"error.export.{code}")
    for code in ("missing", "not_a_file", "too_large", "unreadable"):
        assert CATALOGUE.has(f"error.import.{code}")
