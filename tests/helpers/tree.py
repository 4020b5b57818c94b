"""The files of this checkout, as the tests about the house see them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("assistant", "knowledge", "prompts", "tui")

# Made here by tools; never part of a commit.
_MADE = {"build", "dist", "htmlcov", "__pycache__", "results"}


def files() -> Iterator[Path]:
    """Every file that a commit could hold: hidden folders (but .ci) and what tools make are left out."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            f
            for f in folders
            if f == ".ci" or not (f.startswith(".") or f in _MADE or f.endswith(".egg-info"))
        ]
        for name in names:
            if not name.startswith(".") and not name.endswith(".pyc"):
                yield Path(folder) / name


def product_files() -> Iterator[Path]:
    """Every file below the four packages."""
    return (path for path in files() if path.relative_to(ROOT).parts[0] in ROOMS)


def product_modules() -> Iterator[Path]:
    """Every Python file below the four packages."""
    return (path for path in product_files() if path.suffix == ".py")
