"""Copying: through the terminal (OSC 52, which works over SSH) and through the tools of the system."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping

_SECONDS = 2.0
_TOOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def system_tool(environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that fills the clipboard of this machine, if there is one to be used."""
    if sys.platform == "darwin":
        return ("pbcopy",)
    for variable, command in _TOOLS:
        if environ.get(variable) and shutil.which(command[0]):
            return command
    return None


def copy_by_tool(text: str, command: tuple[str, ...]) -> bool:
    """Hand `text` to `command`; whether it took it. Blocks for up to two seconds: not for the screen's thread."""
    try:
        done = subprocess.run(
            command, input=text.encode("utf-8", "replace"), timeout=_SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
