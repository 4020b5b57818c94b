"""Where things live on this machine. Nothing is made here; whoever writes makes the folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "GOVPLAN_HOME"
_NAME = "govplan"


@dataclass(frozen=True, slots=True)
class Locations:
    """The three folders of the program; absolute, and possibly not there yet."""

    data: Path
    """What must not be lost: sessions and the person's own documents."""
    cache: Path
    """What can be made again: the search index."""
    exports: Path
    """Where a plan goes when no other place is named: a folder people find without being told."""


def find_locations(env: Mapping[str, str] | None = None) -> Locations:
    """Return the folders for this person.

    With GOVPLAN_HOME set (a leading `~` is understood, an empty value is not set): `data`, `cache` and
    `exports` below it, and nothing outside. Otherwise the places of the system (XDG_DATA_HOME and
    XDG_CACHE_HOME are honoured on Linux), and exports go to the documents folder (under its name in the
    person's language) if it exists, else to the home folder. Never to the current folder: who starts the
    app from a menu or from a project's folder does not look there.
    `env` replaces os.environ for GOVPLAN_HOME only. Raises RuntimeError if there is no home folder.
    """
    chosen = (os.environ if env is None else env).get(HOME_VARIABLE, "").strip()
    if chosen:
        home = Path(chosen).expanduser().absolute()
        return Locations(home / "data", home / "cache", home / "exports")
    import platformdirs  # 50 ms on a slow machine, and not needed with GOVPLAN_HOME

    documents = platformdirs.user_documents_path()
    return Locations(
        data=platformdirs.user_data_path(_NAME, appauthor=False).absolute(),
        cache=platformdirs.user_cache_path(_NAME, appauthor=False).absolute(),
        exports=documents if documents.is_dir() else Path.home(),
    )
