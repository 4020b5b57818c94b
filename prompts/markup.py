"""Text that people typed, made safe to stand in Markdown: it shows as it was typed and does nothing."""

from __future__ import annotations

import re

_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that make text run backwards over what stands beside it."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$]")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_LINK = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=www)\.|@(?=\w)", re.IGNORECASE)
"""What renderers turn into links without being asked: ``https://``, ``www.``, ``name@place``."""
_START = re.compile(r"^(?:(?=[-+:](?:\s|$)|-[-\s]|[=#])|(\d{1,9})(?=[.)](?:\s|$)))")
"""Before this a backslash is due: what makes a list, a heading, a rule or a definition at the start of a line."""
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~%/?=&+,;:@#-]*)?")


def inline(text: str) -> str:
    """Text on one line, for a table's cell, a heading or within a line."""
    return _line(" ".join(text.split()))


def block(text: str) -> str:
    """Text as a paragraph; its line breaks are kept, its blank lines are not."""
    lines = (_line(" ".join(line.split())) for line in text.splitlines())
    return "\\\n".join(line for line in lines if line)


def web_address(text: str) -> str:
    """A link that shows its own address; anything that is not plainly one stays text."""
    return f"<{text}>" if _PLAIN_URL.fullmatch(text) else inline(text)


def _line(text: str) -> str:
    text = _HIDDEN.sub("", text).strip()
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(r"\\&", text)
    text = _LINK.sub(r"\\\g<0>", text)
    text = re.sub(r"#+$", lambda match: match[0].replace("#", "\\#"), text)
    return _START.sub(lambda match: f"{match[1] or ''}\\", text)
