"""What a person asks for in plain words, in a message that is more than one word: to go somewhere, to put an
earlier answer right, or a question at the end of a few sentences. Such a message never fills a field.

Whole messages only: a pattern must cover everything that was said.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.dialogue.correcting import corrects
from assistant.dialogue.handlers import run_command
from assistant.dialogue.reading import Intent, normalise, read_intent
from assistant.dialogue.searching import search
from assistant.dialogue.turn import Turn
from assistant.steps import STEPS, questions

_LONGEST = 300
_GO = (
    r"(?:please |ok(?:ay)?,? |now )*(?:(?:can|could|shall) (?:we|you|i) )?(?:let'?s |let us |i(?:'d| would) like to |i want to )?"
    r"(?:please )?(?:go|jump|move|switch|skip|return|take (?:me|us)|bring me)(?: back| on| over| ahead)? to (?:the )?(?P<en>[\w &-]{1,40}?)"
    r"(?: (?:now|please|first|again|part|step|section|question|questions))*[.!?]?",
    r"(?P<ko>\d{1,2})\s*단계(?:로)?\s*(?:가|이동|돌아가|넘어가)\S*(?:\s?\S+)?[.!]?",
    r"(?:hãy |xin |vui lòng )?(?:đi|chuyển|quay lại|trở lại|sang)(?: đến| tới| sang)? bước (?P<vi>\d{1,2})(?: đi| nhé| ạ)?[.!]?",
)
_REGRET = (
    r"(?:oops|sorry|my mistake|wait|no|hm+|ah|oh|that(?: is|'s| was) (?:wrong|not right|a mistake)"
    r"|(?:the|my) (?:previous|last|earlier) answer (?:was|is) (?:wrong|not right)"
    r"|잠깐만?요?|아니요?|실수(?:예요|입니다)?|nhầm rồi|xin lỗi)"
)
_SORRY = re.compile(rf"{_REGRET}(?:\s+{_REGRET})*", re.IGNORECASE)


@cache
def _go_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _GO)


def goes_somewhere(turn: Turn, text: str) -> bool:
    """Go where a message asks to go, though it may have the shape of a question; answer whether it did."""
    line = " ".join(normalise(text).split())
    return len(line) <= _LONGEST and _goes(turn, line)


def overheard(turn: Turn, text: str) -> bool:
    """Do what a message asks for, if all of it asks for something; answer whether it did."""
    if corrects(turn, text):
        return True
    line = " ".join(normalise(text).split())
    if "\n" in text.strip() or len(line) > _LONGEST:
        return False
    return _goes(turn, line) or _takes_back(turn, line) or _asks(turn, line)


def _goes(turn: Turn, line: str) -> bool:
    for pattern in _go_patterns():
        match = pattern.fullmatch(line)
        if match is None:
            continue
        name = next(group for group in match.groupdict().values() if group).casefold()
        place = _place(name)
        if place:
            run_command(turn, "goto", place)
            return True
    return False


def _place(name: str) -> str:
    """The argument of ``/goto`` for a step's number or for the name of a step or a question."""
    number = re.fullmatch(r"(?:step |number )?(\d{1,2})", name)
    if number is not None:
        return number[1] if 1 <= int(number[1]) <= len(STEPS) else ""
    key = name.replace(" ", "_").replace("-", "_")
    for wanted in (key, f"{key}s", key.removesuffix("s")):
        if wanted in questions() or any(step.id == wanted for step in STEPS):
            return wanted
    return ""


def _takes_back(turn: Turn, line: str) -> bool:
    """An apology and then what to do: "oops, that was wrong, go back"."""
    clauses = [clause.strip() for clause in re.split(r"[,.;!]+", line) if clause.strip()]
    if len(clauses) < 2 or not all(_SORRY.fullmatch(clause) for clause in clauses[:-1]):
        return False
    intent = read_intent(clauses[-1], turn.context.lexicon)
    if intent in (Intent.BACK, Intent.UNDO):
        run_command(turn, str(intent), "")
        return True
    if any("answer" in clause for clause in clauses[:-1]):
        turn.say("aside.correction")
        run_command(turn, "back", "")
        return True
    return False


def _asks(turn: Turn, line: str) -> bool:
    """A few sentences that end in a question: "I am not sure how this works. Do I have to fill in everything?" """
    if not line.rstrip(" .!\"'”").endswith("?"):
        return False
    question = re.split(r"(?<=[.!?…])\s+", line)[-1]
    turn.say("aside.looking")
    search(turn, "question", question)
    return True
