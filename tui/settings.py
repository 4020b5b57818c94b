"""What a person sets about the screen: `keys.toml` (written by hand) and the theme (remembered by us).

    # keys.toml, in the data folder (`govplan doctor` names it)
    newline = "ctrl+o"
    send = "ctrl+s"

A file that cannot be read as that is reported by its name, never fatal: the keys stay as they are.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tui.keys import KEYS

KEYS_FILE = "keys.toml"
THEME_FILE = "theme.txt"


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """What was found. `bad` names what could not be used: the file, or ids that no key has."""

    keymap: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    bad: tuple[str, ...] = ()


def load(folder: Path) -> ScreenSettings:
    """Read both files of `folder`; a missing file is no setting."""
    keymap, bad = _keymap(folder / KEYS_FILE)
    theme = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        theme = (folder / THEME_FILE).read_text(encoding="utf-8").strip()
    return ScreenSettings(keymap, theme, bad)


def remember_theme(folder: Path, theme: str) -> bool:
    """Write the theme; whether that worked. A disk that refuses costs a preference, nothing else."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".theme")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(theme + "\n")
        Path(name).replace(folder / THEME_FILE)
    except OSError:
        return False
    return True


def _keymap(path: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the known ids with their keys, and what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}, (KEYS_FILE,)
    known = {key.id for key in KEYS}
    good = {
        name: keys for name, keys in data.items() if name in known and isinstance(keys, str) and keys.strip()
    }
    return good, tuple(sorted(set(data) - set(good)))
