"""Whether a line typed at the list of plans begins one: a bare "no", a number or a command does not.

The words are those that the conversation takes for a whole message, in all languages.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal

Beginning = Literal["plan", "nothing", "quit", "help"]
_LONGEST = 40
"""Characters; no phrase that is understood as a whole is longer."""
_COMMANDS: dict[str, Beginning] = {"/quit": "quit", "/exit": "quit", "/help": "help"}


def beginning(text: str) -> Beginning:
    """Return what `text` begins. May read a file the first time: call it off the screen's thread."""
    line = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if line.startswith("/"):
        return _COMMANDS.get(line, "nothing")
    if not any(character.isalpha() for character in line):
        return "nothing"
    if len(line) > _LONGEST:
        return "plan"
    intent = _intents().get(line.replace("’", "'").strip(" .,!?;:。！？…"), "")
    return "quit" if intent == "quit" else "nothing" if intent else "plan"


@cache
def _intents() -> dict[str, str]:
    """Return every phrase that is understood as a whole message, and the name of what it means."""
    from prompts import load_lexicon

    return {
        str(phrase).casefold(): name
        for name, languages in load_lexicon()["intents"].items()
        if name != "question"
        for phrases in languages.values()
        for phrase in phrases
    }
