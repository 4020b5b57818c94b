"""Pasted tables: every row is one entity, every cell one value of the field that its column's heading names."""

from __future__ import annotations

import re
from typing import Any

from assistant.dialogue.asking import message
from assistant.dialogue.closed_lists import across, fixed_name, read_fixed
from assistant.dialogue.columns import Layout, fits, lay_out
from assistant.dialogue.filing import Result, complete_indicator, file_new, write_to
from assistant.dialogue.lines import named_by
from assistant.dialogue.reading import Table, find_periods, read_intent, split_list
from assistant.dialogue.records import NOTHING, Record, read_cells
from assistant.dialogue.references import resolve
from assistant.dialogue.showing import field_label
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read, Unread, read_value
from assistant.dialogue.writing import Writer
from assistant.plan.fields import field_spec
from assistant.steps import Question, Slot

_CODED = re.compile(r"(?P<code>[A-Za-z]{1,4}-\d+(?:\.\d+)*)(?:\s*[:.–-]\s*|\s+)(?P<name>\S.*)", re.DOTALL)
_COUNTED = re.compile(r"[^\W\d]+ (?P<number>\d{1,3})")
_LONGEST = 120


def collect_table(turn: Turn, cursor: Cursor, question: Question, table: Table, writer: Writer) -> Result:
    """Take a table as the answer to a question for a list."""
    result = Result(notes=_around(table))
    lexicon = turn.context.lexicon
    if columns := across(question, table, lexicon):
        for place, value in columns.items():
            for line in [line for row in table.rows for line in split_list(row[place]).items]:
                _file(turn, cursor, question, {question.slots[0]: line}, Result(), writer, value)
        return result
    layout = lay_out(question, table, turn)
    if not fits(question, table, layout, lexicon):
        return _refused(turn, question, "table.refused")
    result.notes += _left_out(table, layout)
    for row in table.rows:
        if any(row):
            _take_row(turn, cursor, question, layout, row, result, writer)
    return result


def _take_row(
    turn: Turn,
    cursor: Cursor,
    question: Question,
    layout: Layout,
    row: tuple[str, ...],
    result: Result,
    writer: Writer,
) -> None:
    """One row: to its owner and to its place in a closed list, or told as unread; never to another's."""
    cells = _cells(question, layout, row)
    text = cells.get(question.slots[0], "")
    owner, value = cursor.owner, ""
    if layout.owner is not None:
        cell = row[layout.owner]
        owner = _owner(turn, question, cell)
        if not owner:
            spec = field_spec(question.kind, question.per)
            result.unread.append(Unread(spec.path, f"{cell}: {text}", spec.kind, spec.targets))
            return
    if layout.fixed is not None:
        value = read_fixed(question, row[layout.fixed], turn.context.lexicon) or ""
    if not text or (layout.fixed is not None and not value):
        result.unread.append(Unread("", " · ".join(" ".join(cell.split()) for cell in row if cell)))
        return
    dated = _dated(turn, question, layout, row, cells, result)
    _file(turn, cursor, question, cells, result, writer, value, owner, dated)


def _file(
    turn: Turn,
    cursor: Cursor,
    question: Question,
    cells: dict[Slot, str],
    result: Result,
    writer: Writer,
    value: str = "",
    owner: str = "",
    dated: dict[str, Read] | None = None,
) -> None:
    """Write one row, unless its own text cannot be read."""
    record = read_cells(question.kind, question.slots, cells, turn.reading, known=question.fixed)
    _add_dated(record, dated or {})
    if question.kind == "Indicator":
        complete_indicator(record)
    result.unread += record.unread
    if question.slots[0].path not in record.values:
        if not record.unread:
            result.unread.append(Unread("", cells[question.slots[0]]))
        return
    fixed = {name: value or said for name, said in question.fixed.items()}
    file_new(turn, question, record, writer, owner or cursor.owner, cursor.owner, fixed)


def _cells(question: Question, layout: Layout, row: tuple[str, ...]) -> dict[Slot, str]:
    """The text of each field; lines inside a cell are kept where the field is a list."""
    joins = {"entities": "\n", "texts": "; ", "refs": ", "}
    return {
        slot: joins.get(question.spec(slot).shape, " ").join(
            line for each in row[place].split("\n") if (line := " ".join(each.split()))
        )
        for place, slot in layout.slots.items()
    }


def _dated(
    turn: Turn,
    question: Question,
    layout: Layout,
    row: tuple[str, ...],
    cells: dict[Slot, str],
    result: Result,
) -> dict[str, Read]:
    """The values whose date stands in the heading, ``Target 2029``, or in a column of its own.

    What is read here is taken out of the cells.
    """
    found: dict[str, Read] = {}
    dated = [(slot, row[place], period) for place, (slot, period) in layout.dated.items()]
    for place, slot in layout.dates.items():
        date = _date_of(turn, question, slot, cells.get(slot, ""), row[place], result)
        if date is not None:
            dated.append((slot, cells.pop(slot), date))
    for slot, cell, period in dated:
        if not cell or read_intent(cell, turn.context.lexicon) in NOTHING:
            continue
        spec = question.spec(slot)
        is_list = spec.shape == "entities"
        number = field_spec("Target", "value") if is_list else spec
        read = read_value(number, Slot(number.path), cell, turn.reading)
        if read is None:
            result.unread.append(Unread(slot.path, cell, spec.kind, spec.targets))
        elif is_list:
            before = found[slot.path].value if slot.path in found else []
            found[slot.path] = Read([*before, {"value": read, "date": Read(period)}])
        else:
            found[slot.path] = read
            found[f"{slot.path.rpartition('.')[0]}.date"] = Read(period)
    return found


def _date_of(turn: Turn, question: Question, slot: Slot, cell: str, date: str, result: Result) -> Any:
    """The date that stands beside a value; none if the value has dates of its own or the date cannot be read."""
    if not date or read_intent(date, turn.context.lexicon) in NOTHING:
        return None
    found = read_value(field_spec("Target", "date"), Slot("date"), date, turn.reading)
    if found is None or not cell or find_periods(cell, turn.reading.today, language=turn.lang):
        result.unread.append(Unread("", f"{cell} · {date}" if cell else date))
        return None
    return found.value


def _add_dated(record: Record, dated: dict[str, Read]) -> None:
    for path, read in dated.items():
        held = record.values.get(path)
        if held is None:
            record.values[path] = read
        elif isinstance(read.value, list):
            record.values[path] = Read([*held.value, *read.value])


def _owner(turn: Turn, question: Question, cell: str) -> str:
    """The owner that a cell names: by code, name, ``Goal 2`` or code and name; empty if it is not surely one."""
    cell = " ".join(cell.split())
    found = _entity(turn, question.owner_kind, cell)
    if found:
        return found
    if coded := _CODED.fullmatch(cell):
        by_code = _entity(turn, question.owner_kind, coded["code"])
        by_name = _entity(turn, question.owner_kind, coded["name"])
        return by_code if by_code and by_name in (by_code, "") else ""
    counted = _COUNTED.fullmatch(cell)
    return _entity(turn, question.owner_kind, counted["number"]) if counted else ""


def _entity(turn: Turn, kind: str, name: str) -> str:
    found = resolve(name, (kind,), turn.reading, create=False)
    return found if isinstance(found, str) else ""


def complete_table(
    turn: Turn, question: Question, table: Table, targets: list[str], writer: Writer
) -> Result | None:
    """Take a table as what several entities lack; ``None`` if it has no headings and so is a list of lines."""
    candidates = turn.agenda.candidates(question)
    layout = lay_out(question, table, turn)
    key = _key_column(turn, table, layout, targets, candidates)
    if key is None:
        return _refused(turn, question, "table.refused.names")
    if not layout.slots and named_by(turn, table.header[key], targets, candidates):
        return None
    layout.slots.pop(key, None)
    layout.left = [place for place in layout.left if place != key]
    if not layout.slots and not layout.dated:
        return _refused(turn, question, "table.refused")
    result = Result(notes=[*_around(table), *_left_out(table, layout)])
    for row in table.rows:
        uids = named_by(turn, row[key], targets, candidates)
        if not uids and any(row):
            result.unread.append(Unread("", " · ".join(" ".join(cell.split()) for cell in row if cell)))
        for uid in uids:
            _complete_row(turn, question, layout, row, uid, result, writer)
    return result


def _complete_row(
    turn: Turn,
    question: Question,
    layout: Layout,
    row: tuple[str, ...],
    uid: str,
    result: Result,
    writer: Writer,
) -> None:
    cells = _cells(question, layout, row)
    said = [cell for cell in cells.values() if cell]
    if said and all(read_intent(cell, turn.context.lexicon) in NOTHING for cell in said):
        result.passed.append(uid)
        return
    dated = _dated(turn, question, layout, row, cells, result)
    record = read_cells(question.kind, question.slots, cells, turn.reading)
    _add_dated(record, dated)
    if question.kind == "Indicator":
        complete_indicator(record)
    result.take_in(write_to(turn, uid, record, writer))


def _key_column(
    turn: Turn, table: Table, layout: Layout, targets: list[str], candidates: list[str]
) -> int | None:
    """The column that names the entities in at least half of the rows.

    A numbering from elsewhere is not that of the list shown, so numbers count only where no other column is free.
    """
    rows = [row for row in table.rows if any(row)]
    places = [place for place in range(len(table.header)) if not layout.taken(place)]
    worded = [place for place in places if any(re.search(r"[^\W\d]", row[place]) for row in rows)]
    best, most = None, 0
    for place in worded or places or range(len(table.header)):
        named = len([row for row in rows if named_by(turn, row[place], targets, candidates)])
        if named > most:
            best, most = place, named
    return best if most * 2 >= len(rows) else None


def _left_out(table: Table, layout: Layout) -> list[tuple[str, dict[str, Any]]]:
    names = [message("table.name", text=table.header[place] or str(place + 1)) for place in layout.left]
    params = {"names": {"join": ", ", "items": names}, "count": len(names)}
    return [("table.left_out", params)] if names else []


def _around(table: Table) -> list[tuple[str, dict[str, Any]]]:
    """What stands before and after a table, if it is more than its heading."""
    before = "" if table.before.endswith(":") or table.before.startswith("#") else table.before
    text = " ".join(f"{before} {table.after}".split())
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return [("table.around", {"text": short})] if text else []


def _refused(turn: Turn, question: Question, why: str) -> Result:
    """Nothing is taken; the columns that are known here are named."""
    names: list[Any] = [field_label(question.kind, slot.path) for slot in question.slots]
    paths = ([question.per] if question.per else []) + ([name] if (name := fixed_name(question)) else [])
    names += [field_label(question.kind, path) for path in paths]
    return Result(notes=[(why, {"columns": {"join": ", ", "items": names}})])
