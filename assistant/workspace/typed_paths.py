"""Files as people name them: typed, quoted, dropped on a terminal, or copied in a file manager."""

from __future__ import annotations

import contextlib
import glob
import os
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assistant.dialogue.reading import normalise

_ADDRESS = "file:"


def typed_paths(typed: str) -> list[Path]:
    """The files that a text names, one or several a line; empty for a blank text.

    Understood are ``~``, quotes, backslashes before blanks (as a terminal writes a file that is dropped on it) and
    ``file:`` addresses. A line that names one existing file as it stands means that file, whatever is in its name;
    a line of several names is taken apart only if every one of them exists. ``*`` and ``?`` stand for names as in a
    shell.
    """
    return [path for line in typed.splitlines() if line.strip() for path in _in_line(line.strip())]


def _in_line(line: str) -> list[Path]:
    if not line.startswith(_ADDRESS):
        whole = existing(_expanded(line))
        if whole is not None:
            return [whole]
    words = _words(line)
    several = [_matching(word) for word in words]
    if all(several) and sum(map(len, several)) > 1:
        return [path for paths in several for path in paths]
    if len(words) == 1:
        return several[0] or [_one(words[0])]
    return [_one(line)]


def _matching(word: str) -> list[Path]:
    """The files that a word means: the one of that name, or those that fit its ``*`` and ``?``."""
    path = existing(_one(word))
    if path is not None:
        return [path]
    fitting = glob.glob(str(_expanded(word))) if glob.has_magic(word) else []  # noqa: PTH207 - takes an absolute pattern
    return [Path(each) for each in sorted(fitting)]


def _words(line: str) -> list[str]:
    """The words as a shell would see them; none where quotes are left open, as in a name with an apostrophe."""
    try:
        return shlex.split(line)
    except ValueError:
        return []


def _one(word: str) -> Path:
    if not word.startswith(_ADDRESS):
        return _expanded(word)
    with contextlib.suppress(ValueError):  # an address that is none, such as file://[
        return Path(unquote(urlsplit(word).path) or word)
    return Path(word)


def _expanded(word: str) -> Path:
    path = Path(word)
    with contextlib.suppress(RuntimeError):  # ~nobody: there is no such person here
        return path.expanduser()
    return path


def existing(path: Path) -> Path | None:
    """The path as it is on the disk; ``None`` if it is not there.

    What is said in the conversation is brought into one form of letters, while a file may be called in another
    (Korean and Vietnamese names that come from a Mac, full-width brackets): names are compared in that form.
    """
    if os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a name with a null character
        return path
    folder = path.parent if path.parent == path or path.parent == Path() else existing(path.parent)
    if folder is None or not path.name:
        return None
    wanted = normalise(path.name)
    with contextlib.suppress(OSError, ValueError):
        return next((each for each in sorted(folder.iterdir()) if normalise(each.name) == wanted), None)
    return None
