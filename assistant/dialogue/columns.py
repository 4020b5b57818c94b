"""What the columns of a pasted table are: fields of a question, the entity a row belongs to, or a closed list.

A column is known by its heading; one that the question does not know is left out and told. Nothing is taken from a
table whose headings do not fit the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from assistant.dialogue.closed_lists import across, fixed_spec, read_whole
from assistant.dialogue.reading import Lexicon, Table, find_periods, read_table
from assistant.dialogue.reading.lexicon import fold
from assistant.dialogue.references import resolve
from assistant.dialogue.singles import place_of
from assistant.dialogue.turn import Turn
from assistant.plan.fields import fields_of
from assistant.steps import Question, Slot

_KIND_LABELS = {
    "Goal": "goal", "Objective": "objectives", "Initiative": "initiative", "Activity": "activities",
    "Milestone": "milestones", "Indicator": "indicators", "Strategy": "strategy", "Risk": "event",
    "Stakeholder": "stakeholders", "Body": "body", "Lesson": "lesson", "GlossaryTerm": "term",
    "SwotItem": "swot",
}  # fmt: skip
"""Where the words for a kind of entity stand among the labels of the lexicon."""
_GENERIC = ("name", "title", "statement", "description", "text")
"""Labels that name the text of an entity of any kind."""
_FIXED_HEADS = {"quadrant": ("quadrant", "swot"), "scope": ("scope",)}
"""Headings of a column that says what a question holds fixed, besides the labels of the lexicon."""
_NUMBERING = re.compile(r"(?:#|[a-z]{1,4}[- ]?)?\d+(?:\.\d+)*[.)]?", re.IGNORECASE)
_OF_CODES = re.compile(r"\s+(?:code|id|ref|no\.?|number|#|name|title|statement)$")
_PIPE = re.compile(r"\s*(?<!\\)\|\s*")


@dataclass
class Layout:
    """What each column of a table is, by its place.

    Attributes:
        slots: the columns that fill a field.
        dated: the columns whose heading names a field and a date: the field, and the period.
        dates: the columns that hold the date of a field that has a column of its own.
        owner: the column that names the entity which a row belongs to.
        fixed: the column that says what the question holds fixed.
        left: the columns that nothing is known about.
    """

    slots: dict[int, Slot] = field(default_factory=dict)
    dated: dict[int, tuple[Slot, Any]] = field(default_factory=dict)
    dates: dict[int, Slot] = field(default_factory=dict)
    owner: int | None = None
    fixed: int | None = None
    left: list[int] = field(default_factory=list)

    def place_of(self, slot: Slot) -> int | None:
        """The column that fills a field."""
        return next((place for place, held in self.slots.items() if held is slot), None)

    def taken(self, place: int) -> bool:
        """Whether a column has a meaning."""
        held = (*self.slots, *self.dated, *self.dates, self.owner, self.fixed)
        return place in held


def table_in(question: Question, text: str, turn: Turn) -> Table | None:
    """The table in an answer, also one with bare pipes if its first line holds headings that are known."""
    table = read_table(text)
    lines = [line for line in text.strip().split("\n") if line.strip()]
    if table is not None or len(lines) < 2 or not all(_PIPE.search(line) for line in lines):
        return table
    rows = [tuple(_PIPE.split(line.strip())) for line in lines]
    if len({len(row) for row in rows}) != 1:
        return None
    loose = Table(rows[0], tuple(rows[1:]))
    layout = lay_out(question, loose, turn)
    if across(question, loose, turn.context.lexicon) or _known_heads(question, loose, layout, turn):
        return loose
    return None


def _known_heads(question: Question, table: Table, layout: Layout, turn: Turn) -> bool:
    """Whether every heading but the first, or at least two headings, are known."""
    known = sum(layout.taken(place) for place in range(len(table.header)))
    first = _is_main(question, _variants(table.header[0]), turn.context.lexicon)
    return known - (0 if first or question.form != "collect" else 1) >= min(2, len(table.header) - 1)


def lay_out(question: Question, table: Table, turn: Turn) -> Layout:
    """Find out what the columns are."""
    lexicon = turn.context.lexicon
    layout = Layout()
    heads = [_variants(head) for head in table.header]
    if question.form == "collect":
        _find_fixed(question, table, heads, layout, lexicon)
        _find_owner(question, table, heads, layout, turn)
    _find_dated(question, table, layout, turn)
    _find_slots(question, heads, layout, lexicon)
    _find_dates(question, heads, layout, lexicon)
    if question.form == "collect" and layout.place_of(question.slots[0]) is None:
        main = _main_column(question, table, heads, layout, lexicon)
        if main is not None:
            layout.slots[main] = question.slots[0]
    _find_choices(question, table, heads, layout, lexicon)
    cells = [[row[place] for row in (table.header, *table.rows)] for place in range(len(table.header))]
    layout.left = [place for place, column in enumerate(cells) if not layout.taken(place) and any(column)]
    return layout


def fits(question: Question, table: Table, layout: Layout, lexicon: Lexicon) -> bool:
    """Whether a table for a list is surely one: its text column is known, and some heading says what this is."""
    main = layout.place_of(question.slots[0])
    if main is None:
        return False
    others = any(layout.taken(place) for place in range(len(table.header)) if place != main)
    return others or _is_own(question, _variants(table.header[main]), lexicon)


def _variants(head: str) -> tuple[str, ...]:
    """A heading as it is compared: as it stands, and without what stands in brackets: ``Impact (1–5)``."""
    plain = fold(re.sub(r"[*_`:：?]+", " ", head))
    return tuple(dict.fromkeys((plain, fold(re.sub(r"\s*[(\[].*?[)\]]", " ", plain)))))


def _kind_words(kind: str, lexicon: Lexicon) -> set[str]:
    """What an entity of a kind is called at the head of a column."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).casefold()
    names = {words, words.rpartition(" ")[2]}
    names |= {f"{name[:-1]}ies" if name.endswith("y") else f"{name}s" for name in names}
    label = lexicon.labels.get(_KIND_LABELS.get(kind, ""))
    return names | set(label.words if label else ())


def _generic(lexicon: Lexicon) -> set[str]:
    return {word for label in _GENERIC for word in lexicon.labels[label].words}


def _is_own(question: Question, head: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a heading names what is asked for, and not just any text."""
    words = set(lexicon.labels[question.slots[0].label_key].words) - _generic(lexicon)
    words |= _kind_words(question.kind, lexicon)
    places = [place_of(name, lexicon) for name in head]
    return bool(words & set(head)) or any(place and place.question == question.id for place in places)


def _is_main(question: Question, head: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a heading names what is asked for, or a text: ``Name``, ``Risk description``."""
    own = _generic(lexicon) & set(_without_kind(question, head, lexicon))
    return bool(own) or _is_own(question, head, lexicon)


def _without_kind(question: Question, head: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """A heading also without the name of the kind before it: ``Risk owner`` is the owner, at risks."""
    kinds = _kind_words(question.kind, lexicon)
    cut = [name[len(kind) + 1 :] for name in head for kind in kinds if name.startswith(f"{kind} ")]
    return (*head, *cut)


def _find_fixed(
    question: Question, table: Table, heads: list[tuple[str, ...]], layout: Layout, lexicon: Lexicon
) -> None:
    """The column whose cells are the values of the fixed list, or whose heading is its name."""
    spec = fixed_spec(question)
    if spec is None:
        return
    named = {
        *_FIXED_HEADS.get(spec.path, ()),
        *lexicon.labels["scope" if spec.path == "scope" else "swot"].words,
    }
    for place, head in enumerate(heads):
        cells = [row[place] for row in table.rows if row[place]]
        values = [read_whole(spec, cell, lexicon) for cell in cells]
        read = len([value for value in values if value])
        if read * 2 > len(cells) or (spec.path in head and named & set(head)):
            layout.fixed = place
            return


def _find_owner(
    question: Question, table: Table, heads: list[tuple[str, ...]], layout: Layout, turn: Turn
) -> None:
    """The column that names the owner; a word for owner and entity alike is the entity's if nothing else is."""
    if not question.per:
        return
    lexicon = turn.context.lexicon
    words = _kind_words(question.owner_kind, lexicon)
    named = [
        place
        for place, head in enumerate(heads)
        if any(name in words or _OF_CODES.sub("", name) in words for name in head)
    ]
    mains = [place for place, head in enumerate(heads) if _is_main(question, head, lexicon)]
    if named and (named[0] not in mains or len(mains) > 1):
        layout.owner = max(named, key=lambda place: _known(question, table, place, turn))


def _known(question: Question, table: Table, place: int, turn: Turn) -> int:
    """How many rows name an owner in a column: of a code from elsewhere and a name, the name counts."""
    kind = (question.owner_kind,)
    return sum(isinstance(resolve(row[place], kind, turn.reading, create=False), str) for row in table.rows)


def _find_choices(
    question: Question, table: Table, heads: list[tuple[str, ...]], layout: Layout, lexicon: Lexicon
) -> None:
    """A column called type, kind or category of anything, whose cells are all values of one closed list."""
    sorts = {word for label in ("kind", "type", "category") for word in lexicon.labels[label].words}
    for place, head in enumerate(heads):
        if layout.taken(place) or not sorts & {word for name in head for word in name.split()}:
            continue
        cells = [row[place] for row in table.rows if row[place]]
        free = [slot for slot in question.slots if question.spec(slot).shape == "choice"]
        slots = [
            slot
            for slot in free
            if layout.place_of(slot) is None
            and all(read_whole(question.spec(slot), cell, lexicon) for cell in cells)
        ]
        if cells and len(slots) == 1 and slots[0] is not question.slots[0]:
            layout.slots[place] = slots[0]


def _find_slots(question: Question, heads: list[tuple[str, ...]], layout: Layout, lexicon: Lexicon) -> None:
    owners: dict[str, Slot] = {}
    for slot in question.slots:
        for word in lexicon.labels[slot.label_key].words:
            owners.setdefault(word, slot)
        if slot.span_end:
            for word in lexicon.labels["period"].words:
                owners.setdefault(word, slot)
    for place, head in enumerate(heads):
        if layout.taken(place):
            continue
        names = _without_kind(question, head, lexicon)
        found = next((owners[name] for name in names if name in owners), None)
        if found is not None and layout.place_of(found) is None:
            layout.slots[place] = found


def _find_dated(question: Question, table: Table, layout: Layout, turn: Turn) -> None:
    """``Target 2029``, ``Baseline (2026)``: a field that holds dated values, and the date."""
    lexicon, today = turn.context.lexicon, turn.reading.today
    for place, head in enumerate(table.header):
        periods = find_periods(head, today, language=turn.lang)
        if layout.taken(place) or len(periods) != 1:
            continue
        rest = fold(re.sub(r"[()\[\]:,*_–-]+", " ", head[: periods[0].start] + " " + head[periods[0].end :]))
        rest = re.sub(r"\s+(?:by|for|in|until|at)$", "", rest)
        for slot in question.slots:
            if _is_dated(question, slot) and rest in lexicon.labels[slot.label_key].words:
                layout.dated[place] = (slot, periods[0].value)
                break


def _find_dates(question: Question, heads: list[tuple[str, ...]], layout: Layout, lexicon: Lexicon) -> None:
    """``Target | Target date``: the date of what stands in another column."""
    for slot in [slot for slot in layout.slots.values() if _is_dated(question, slot)]:
        words = lexicon.labels[slot.label_key].words
        names = {f"{word} {end}" for word in words for end in ("date", "year")}
        if question.spec(slot).targets == ("Target",):
            names |= {*lexicon.labels["due"].words, *lexicon.labels["target_year"].words}
        for place, head in enumerate(heads):
            if not layout.taken(place) and names & set(head):
                layout.dates[place] = slot
                break


def _is_dated(question: Question, slot: Slot) -> bool:
    """Whether a field holds values with a date: targets, a baseline."""
    part, _, leaf = slot.path.rpartition(".")
    return question.spec(slot).targets == ("Target",) or (
        leaf == "value" and f"{part}.date" in fields_of(question.kind)
    )


def _main_column(
    question: Question, table: Table, heads: list[tuple[str, ...]], layout: Layout, lexicon: Lexicon
) -> int | None:
    """The column that holds the text: by its heading, else the first that is more than a numbering."""
    free = [place for place in range(len(heads)) if not layout.taken(place)]
    for known in (_is_own, _is_main):
        found = next((place for place in free if known(question, heads[place], lexicon)), None)
        if found is not None:
            return found
    if not layout.slots:
        return None
    for place, head in enumerate(heads):
        cells = [row[place] for row in table.rows if row[place]]
        if place in (layout.owner, layout.fixed) or all(_NUMBERING.fullmatch(cell) for cell in cells):
            continue
        return place if place in free and not _is_foreign(question, head, lexicon) else None
    return None


def _is_foreign(question: Question, head: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a heading names another kind of entity, so that its column cannot be what is asked for."""
    others = [kind for kind in _KIND_LABELS if kind != question.kind]
    return any(name in _kind_words(kind, lexicon) - {"item", "items"} for kind in others for name in head)
