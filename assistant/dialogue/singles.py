"""What there is only one of in a plan, and the plan's own lists, named by their label: ``Title: …``, ``Out of scope: …``.

One table says what people call them and where they stand; answers and corrections ("change the title to …") share it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.dialogue.reading import Lexicon, Table, normalise, read_money, read_table
from assistant.dialogue.reading.lexicon import fold
from assistant.dialogue.reading.lists import split_outside
from assistant.steps import Question, questions

_PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "organisation/organisation.name": (
        "organisation",
        (
            "organisation", "organization", "organisation name", "organization name", "name of the organisation",
            "name of the organization",
        ),
    ),
    "organisation/organisation.acronym": ("acronym", ("acronym", "abbreviation")),
    "organisation/organisation.level": ("", ("level of government", "government level")),
    "title/title": ("title", ("title", "plan title", "title of the plan", "name of the plan")),
    "purpose/purpose": ("purpose", ("purpose", "purpose of the plan", "plan purpose")),
    "territory/jurisdiction": ("jurisdiction", ("territory", "jurisdiction", "country")),
    "horizon/horizon_start": ("", ("start", "start year", "start date")),
    "horizon/horizon_end": ("", ("end", "end year", "end date")),
    "horizon/": ("period", ("horizon", "planning horizon", "time horizon", "plan period", "planning period", "period")),
    "budget_envelope/budget_envelope": ("budget", ("budget", "total budget", "budget envelope", "overall budget")),
    "budget_envelope/currency": ("currency", ("currency",)),
    "sponsor/sponsor": ("sponsor", ("sponsor", "executive sponsor", "political sponsor")),
    "vision/statement": ("vision", ("vision", "vision statement", "our vision")),
    "vision_themes/target_year": ("target_year", ("target year", "vision year")),
    "vision_themes/themes": ("", ("vision themes", "themes of the vision")),
    "mission/statement": ("mission", ("mission", "mission statement", "our mission")),
    "scope_in/": ("in_scope", ("scope", "in scope", "scope in", "within scope", "included in scope")),
    "scope_out/": ("out_of_scope", ("out of scope", "scope out", "not in scope", "outside the scope", "exclusions")),
    "constraints/": ("constraints", ("constraints", "constraint")),
    "assumptions/": ("assumptions", ("assumptions", "assumption")),
    "legal_basis/": ("legal_basis", ("legal basis", "legal bases", "legal mandate")),
}  # fmt: skip
"""``question/field`` (no field: the whole question): its label in the lexicon, whose words of other languages count too,
and what it is called in English, where the words of the lexicon are too common to stand for it everywhere."""
_SCOPE = ("scope_in", "scope_out")
_LINE = re.compile(
    r"\s*(?:[-*•]\s+)?(?:\*\*|__)?(?P<label>[^:：\t|*_\n]{2,40}?)\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*"
    r"(?P<value>.*?)\s*"
)
_HEADING = re.compile(r"\s*#{1,6}\s+(?P<label>[^\n]{2,40}?)\s*[:：]?\s*(?P<value>)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a labelled text goes: a question, and the field of it; no field for the whole question."""

    question: str
    path: str


@dataclass(slots=True)
class Block:
    """A label with its text; without a place, lines that have no label."""

    place: Place | None
    text: str


@lru_cache(maxsize=2)
def places(lexicon: Lexicon) -> Mapping[str, Place]:
    """Where each label stands, by its folded words."""
    found: dict[str, Place] = {}
    for where, (label, english) in _PLACES.items():
        question, _, path = where.partition("/")
        others = lexicon.labels[label].words if label else ()
        for word in (*english, *(word for word in others if not word.isascii())):
            found.setdefault(word, Place(question, path))
    return found


def place_of(label: str, lexicon: Lexicon) -> Place | None:
    """Where a label stands, if it is known."""
    return places(lexicon).get(fold(label).removeprefix("the ").removeprefix("our "))


def blocks(text: str, lexicon: Lexicon) -> list[Block]:
    """The labelled parts of a message, each with the lines below it; lines before the first label stand alone."""
    lines = [line for line in normalise(text).split("\n") if line.strip()]
    if sides := _columns(text, lexicon):
        return sides
    if (rows := _pairs(text)) is not None:
        lines = rows if _labelled(rows[0], lexicon) else rows[1:]
        if not all(_labelled(line, lexicon) for line in lines):
            return [Block(None, text)]
    if len(lines) == 1:
        pieces = split_outside(lines[0], ";")
        lines = pieces if all(_labelled(piece, lexicon) for piece in pieces) else lines
    found: list[Block] = []
    for line in lines:
        block = _labelled(line, lexicon)
        if block is not None:
            found.append(block)
        elif found:
            found[-1].text = f"{found[-1].text}\n{line}".strip("\n")
        else:
            found.append(Block(None, line))
    return found


def _alone(text: str) -> Table | None:
    """The table that is all of a text."""
    table = read_table(text)
    return table if table is not None and not (table.before or table.after) else None


def _columns(text: str, lexicon: Lexicon) -> list[Block]:
    """``In scope | Out of scope``: a table whose headings are lists of the plan, a column each."""
    table = _alone(text)
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n") if line.strip()]
    rows = [list(row) for row in (table.header, *table.rows)] if table else lines
    heads = [place_of(head, lexicon) for head in rows[0]] if len(rows) > 1 and len(rows[0]) > 1 else []
    lists = [place for place in heads if place and questions()[place.question].form == "collect"]
    if not lists or len(set(lists)) != len(rows[0]) or len({len(row) for row in rows}) != 1:
        return []
    named = {place.question for place in lists}
    if all((under := place_of(cell, lexicon)) and under.question not in named for cell in rows[1]):
        return []
    return [
        Block(place, "\n".join(row[column] for row in rows[1:] if row[column]))
        for column, place in enumerate(lists)
    ]


def _pairs(text: str) -> list[str] | None:
    """The rows of a table of two columns, ``Field | Value``, each as a label with its value."""
    table = _alone(text)
    cells = [line.split("|") for line in text.strip().split("\n") if line.strip()]
    if table is not None:
        if len(table.header) != 2:
            return [text]
        cells = [list(row) for row in (table.header, *table.rows)]
    elif len(cells) < 2 or any(len(row) != 2 for row in cells):
        return None
    return [f"{' '.join(label.split())}: {' '.join(value.split())}" for label, value in cells]


def with_currency(parts: list[Block]) -> list[Block]:
    """``Budget: 3 million`` and ``Currency: USD`` are one amount."""
    budget = next((part for part in parts if part.place == Place("budget_envelope", "budget_envelope")), None)
    currency = next((part for part in parts if part.place == Place("budget_envelope", "currency")), None)
    if budget is None or currency is None:
        return parts
    money = read_money(budget.text)
    said = money.value.currency if money else None
    if said is not None:
        return [part for part in parts if part is not currency or said not in part.text.upper()]
    joined = Block(budget.place, f"{budget.text} {currency.text}")
    return [joined if part is budget else part for part in parts if part is not currency]


def _labelled(line: str, lexicon: Lexicon) -> Block | None:
    match = _LINE.fullmatch(line) or _HEADING.fullmatch(line)
    place = place_of(match["label"], lexicon) if match else None
    return Block(place, match["value"]) if match and place else None


def labelled(question: Question, text: str, lexicon: Lexicon) -> list[Block]:
    """The parts of an answer that say by their label where they go; empty if the answer is the question's alone."""
    found = blocks(text, lexicon)
    if not any(block.place for block in found):
        return []
    if question.form == "fields":
        return found if _whole(found) else []
    return found if question.kind == "Item" and _of_list(question, found) else []


def _whole(found: list[Block]) -> bool:
    """Whether all of an answer is labelled, and each text can have as many lines as it has."""
    if any(block.place is None for block in found):
        return False
    return all("\n" not in block.text or block.place is None or _takes_lines(block.place) for block in found)


def _takes_lines(place: Place) -> bool:
    question = questions()[place.question]
    return question.form == "collect" or question.whole


def _of_list(question: Question, found: list[Block]) -> bool:
    """Whether labels lead out of a list: its own label stands beside them, or it is one side of the scope.

    Otherwise ``Budget: no more than last year`` is an entry of the list.
    """
    named = {block.place.question for block in found if block.place}
    lists = {name for name in named if questions()[name].form == "collect"}
    if question.id in _SCOPE and named <= set(_SCOPE):
        return True
    all_labelled = all(block.place for block in found)
    return question.id in named and (all_labelled or named == lists)
