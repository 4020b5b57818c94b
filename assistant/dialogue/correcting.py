""" "change the title to …", "reword the purpose: …": a single value of the plan put right from anywhere."""

from __future__ import annotations

import re

from assistant.dialogue.asking import ask, captured
from assistant.dialogue.filing import read_field, write_to
from assistant.dialogue.handlers import run_command
from assistant.dialogue.pending import put_aside
from assistant.dialogue.reading import normalise
from assistant.dialogue.singles import place_of
from assistant.dialogue.turn import Turn
from assistant.dialogue.writing import Writer
from assistant.steps import questions

_LONGEST = 4000
_CHANGE = re.compile(
    r"(?:no[,.]? |sorry[,.]? |please |oops[,.]? )*"
    r"(?:change|correct|set|rename|fix|make|reword|rewrite|rephrase|edit|update|replace)\s+(?:the |our |my )?"
    r"(?P<what>[\w' -]{3,40}?)(?:\s+(?:to|into|as|with|by)\s*:?\s+|\s*[:：]\s*)(?P<value>\S.*)",
    re.IGNORECASE,
)


def corrects(turn: Turn, text: str) -> bool:
    """Put a single value right, if the whole message asks for that; answer whether it did.

    An accepted value waits for a yes, as it always does.
    """
    line = normalise(text).strip()
    match = _CHANGE.fullmatch(line) if len(line) <= _LONGEST else None
    place = place_of(match["what"], turn.context.lexicon) if match else None
    if match is None or place is None:
        return False
    question = questions()[place.question]
    if question.form == "collect" or place.path not in ("", *(slot.path for slot in question.slots)):
        run_command(turn, "goto", question.id)  # a list is changed where it stands, entry by entry
        return True
    record = read_field(turn, question, place.path, match["value"].strip(" \"'“”"))
    writer = Writer(turn)
    if not record.values or record.unread:
        turn.say("edit.unread", "error", text=match["value"][:120])
        ask(turn, again=True)
        return True
    result = write_to(turn, turn.agenda.owner(question), record, writer)
    captured(turn, writer.touched)
    if result.replaced:
        put_aside(turn, result.replaced)
    else:
        ask(turn, again=True)
    return True
