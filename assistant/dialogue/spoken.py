"""How people say short answers: "We are the City of Hue", "call it X", "residents, shops and staff"."""

from __future__ import annotations

import re
from datetime import date

from assistant.dialogue.reading import find_periods, normalise
from assistant.dialogue.reading.lists import split_inline
from assistant.steps.model import Question

_LEAD = re.compile(
    r"(?:(?:we are|we're|i am from|i'm from|i work (?:for|at)|(?:it|this|that)(?: is|'s)(?: for)?|it will be|"
    r"the plan is for|(?:let's |let us |please )?call it|(?:the|our) (?:title|name|organi[sz]ation|sponsor) is|"
    r"chúng tôi là|đây là|đó là|tên là|저희는|우리는|저는|"
    r"(?:organi[sz]ation|title|name|기관|기관명|제목|tên|tên cơ quan|tiêu đề)\s*:)\s+)(?:the\s+(?=\S))?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?<=[가-힣A-Za-z0-9)])\s?(?:입니다|이에요|예요|이라고 합니다)[.!]?$")
_QUOTED = re.compile(r"[\"“„「『'‘](?P<inside>[^\"“”「」『』]+)[\"”“」』'’][.!]?")
_LISTED = ("Stakeholder", "Goal", "Value", "Body", "Initiative", "Risk", "Item")
"""Kinds whose names are so short that three of them between commas are a list."""
_WORDS = 4
_PHRASES = ("Goal", "Initiative", "Risk", "Item")
_OPEN_PHRASE = re.compile(r"\b(?:for|of|to|with|in|by|from|among|between|cho|của|về|với)\s", re.IGNORECASE)
"""After it, what stands between commas may belong to one phrase: "permits for businesses, citizens and others"."""


def without_lead(text: str) -> str:
    """The answer without the words that only introduce it, and without quotation marks around it."""
    text = normalise(text).strip()
    lead = _LEAD.match(text)
    rest = _TAIL.sub("", text[lead.end() :] if lead else text).strip()
    if lead and rest[:1].islower():
        rest = rest[0].upper() + rest[1:]
    quoted = _QUOTED.fullmatch(rest)
    return (quoted["inside"].strip() if quoted else rest) or text


def short_names(question: Question, text: str, today: date) -> list[str]:
    """The names in "residents, shops and staff"; empty where the line may be one phrase with commas in it.

    Three short names make a list; of stakeholders two, because their names hold no commas.
    """
    if question.kind not in _LISTED or question.form != "collect" or "," not in text:
        return []
    parts = [part.rstrip(".") for part in split_inline(text)]
    if question.kind in _PHRASES and parts and _OPEN_PHRASE.search(parts[0]):
        return []
    least = 2 if question.kind == "Stakeholder" else 3
    short = all(len(part.split()) <= _WORDS and ":" not in part for part in parts)
    return parts if len(parts) >= least and short and not find_periods(text, today) else []
