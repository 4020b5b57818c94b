"""Files of people: written whole or not at all, never over another unasked, read with a limit."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path


class ExportError(OSError):
    """A file could not be written; whatever was there before is untouched.

    Attributes:
        code: ``exists``, ``folder_missing``, ``read_only``, ``disk_full`` or ``other``; worded under
            ``error.export.<code>``.
        params: ``path``, and for ``other`` the system's own ``detail``.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class ImportFileError(OSError):
    """A file could not be read.

    Attributes:
        code: ``missing``, ``not_a_file``, ``too_large`` or ``unreadable``; worded under
            ``error.import.<code>``.
        params: ``path``; for ``too_large`` the ``limit`` in bytes, for ``unreadable`` the system's ``detail``.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


_CODES = {
    errno.EEXIST: "exists",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
}
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
"""What file systems without hard links answer (FAT, some network folders)."""


def write_atomic(path: Path, data: bytes, *, overwrite: bool) -> Path:
    """Write a file by way of a temporary one beside it, so that it is there whole or not at all.

    Args:
        path: where to; a leading ``~`` is the home folder.
        data: the bytes.
        overwrite: whether a file that is already there may be replaced.

    Returns:
        The absolute path of the file.

    Raises:
        ExportError: it could not be written.
    """
    path = path.expanduser().absolute()
    try:
        if path.is_dir() or (not overwrite and os.path.lexists(path)):
            raise ExportError("exists", path=str(path))
        temporary = _write_beside(path, data)
        try:
            _put(temporary, path, overwrite)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except ExportError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise _told(error, path) from error
    return path


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, with the folders above it, if it is not there.

    Raises:
        ExportError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _told(error, folder) from error


def _told(error: Exception, path: Path) -> ExportError:
    code = _CODES.get(getattr(error, "errno", None) or 0, "other")
    detail = {"detail": str(getattr(error, "strerror", None) or error)} if code == "other" else {}
    return ExportError(code, path=str(path), **detail)


def _write_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".govplan-", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced; of a new one, for its owner alone: a plan is no public file."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    return 0o600


def _put(temporary: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        path.hardlink_to(temporary)  # unlike a rename, fails when somebody else was there first
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _copy_new(temporary, path)


def _copy_new(temporary: Path, path: Path) -> None:
    with path.open("xb") as file:
        try:
            file.write(temporary.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the file system can be asked to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_file(path: Path, limit: int) -> bytes:
    """Read a file of at most ``limit`` bytes; a leading ``~`` is the home folder.

    Raises:
        ImportFileError: it could not be read.
    """
    named = str(path)
    try:
        path = path.expanduser()
        if not path.exists():
            raise ImportFileError("missing", path=named)
        if not path.is_file():  # a device or a pipe could keep us reading for ever
            raise ImportFileError("not_a_file", path=named)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except ImportFileError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        detail = str(getattr(error, "strerror", None) or error)
        raise ImportFileError("unreadable", path=named, detail=detail) from error
    if len(data) > limit:
        raise ImportFileError("too_large", path=named, limit=str(limit))
    return data
