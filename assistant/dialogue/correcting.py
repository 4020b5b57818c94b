""" "change the title to …", "reword the purpose: …": a single value of the plan put right from anywhere."""

from __future__ import annotations

import re

from assistant.dialogue.asking import ask, captured
from assistant.dialogue.pending import put_aside
from assistant.dialogue.reading import normalise
from assistant.dialogue.singles import place_of
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import read_value
from assistant.dialogue.writing import Touched, replace_value
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import is_empty, value_at
from assistant.steps import questions
from assistant.steps.model import Slot

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
    kind, path = question.kind, place.path
    if path not in fields_of(kind) or field_spec(kind, path).many:
        return False
    uid = turn.agenda.owner(question)
    read = read_value(
        field_spec(kind, path), Slot(path, create=True), match["value"].strip(" \"'“”"), turn.reading
    )
    mark = turn.draft.mark_of(uid, path)
    if read is None:
        turn.say("edit.unread", "error", text=match["value"][:120])
        ask(turn, again=True)
    elif is_empty(value_at(turn.index.places[uid].entity, path)) or (
        mark and mark.state.value == "suggested"
    ):
        replace_value(turn, uid, path, read)
        captured(turn, [Touched(uid, [path])])
        ask(turn, again=True)
    else:
        put_aside(turn, [(uid, path, read)])
    return True
