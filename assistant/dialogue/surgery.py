"""Surgery on the list at hand, in plain words: drop 2, merge 1 and 3, reword 2: …, move 3 up, add: …"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dialogue.answers import take_answer
from assistant.dialogue.asking import captured
from assistant.dialogue.reading import normalise
from assistant.dialogue.showing import name_of
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import read_value
from assistant.dialogue.writing import Touched, replace_value
from assistant.plan.draft import Marker
from assistant.plan.entities.base import Entity
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import is_empty, kind_of, title_of, value_at
from assistant.plan.provenance import Mark
from assistant.steps import questions
from assistant.steps.model import Slot

_NUMBERS = r"(?:#|no\.?\s*)?(\d{1,3})(?:번|번째)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("drop", rf"(?:drop|delete|remove|xoá|xóa|bỏ)\s+(?:mục\s+)?{_NUMBERS}((?:\s*(?:,|and|và)\s*\d{{1,3}})*)"),
    (
        "drop",
        r"(\d{1,3})번?((?:\s*[,과와]\s*\d{1,3}번?)*)(?:을|를)?\s*(?:삭제|빼|지워)(?:해\s?주세요|\s?줘|\s?주세요)?",
    ),
    ("merge", rf"(?:merge|combine|join|gộp)\s+{_NUMBERS}\s*(?:and|with|,|và|với)\s*(\d{{1,3}})"),
    (
        "merge",
        r"(\d{1,3})번?(?:과|와|,)\s*(\d{1,3})번?(?:을|를)?\s*(?:합쳐|병합)(?:해\s?주세요|\s?줘|\s?주세요)?",
    ),
    (
        "reword",
        rf"(?:reword|rename|change|rewrite|edit|sửa|đổi)\s+{_NUMBERS}\s*(?:to|as|:|into|thành)\s*(.+)",
    ),
    ("reword", r"(\d{1,3})번?(?:을|를)?\s*(?:수정|변경|바꿔)\s*[:：]\s*(.+)"),
    (
        "move",
        rf"(?:move|chuyển)\s+{_NUMBERS}\s+(?:to\s+(?:the\s+)?)?(up|down|top|first|bottom|last|lên|xuống|đầu|cuối)",
    ),
    ("move", r"(\d{1,3})번?(?:을|를)?\s*(위로|아래로|맨 위로|맨 아래로)(?:\s*(?:옮겨|이동)\S*)?"),
    ("add", r"(?:add|also|추가|thêm)\s*[:：]\s*(.+)()"),
)
_WHERE = {
    "up": -1, "lên": -1, "위로": -1, "down": 1, "xuống": 1, "아래로": 1, "top": -999, "first": -999,
    "đầu": -999, "맨 위로": -999, "bottom": 999, "last": 999, "cuối": 999, "맨 아래로": 999,
}  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for name, pattern in _PATTERNS)


def operate(turn: Turn, text: str) -> bool:
    """Carry out list surgery if the whole message is one; answer whether it was.

    The list is that of the question at hand if it has one, else the one that was last written to.
    """
    uids, cursor = _list_at_hand(turn)
    line = normalise(text).strip().rstrip(".!")
    for name, pattern in _COMPILED:
        match = pattern.fullmatch(line)
        if match is not None and uids:
            return _ACTIONS[name](turn, uids, cursor, (match[1], match[2] or ""))
    return False


def added_text(turn: Turn, text: str) -> str:
    """The text without a leading "add", where the list at hand has entries already."""
    uids, cursor = _list_at_hand(turn)
    match = re.fullmatch(r"(?:and\s+)?(?:add|also add|추가로|thêm)\s+(.+)", text.strip(), re.I | re.S)
    return match[1] if match and uids and cursor == turn.cursor else text


def _list_at_hand(turn: Turn) -> tuple[list[str], Cursor | None]:
    cursor = turn.cursor
    agenda = turn.agenda
    if cursor is not None and cursor.question in questions():
        question = questions()[cursor.question]
        if question.form == "collect" and (found := agenda.collected(cursor)):
            return found, cursor
        if question.form in ("complete", "pick"):
            return agenda.targets(question) or agenda.candidates(question), cursor
    last = turn.thread.get("list")
    if last and last[0] in questions():
        before = Cursor(last[0], last[1])
        return agenda.collected(before), before
    return [], None


def _chosen(turn: Turn, uids: list[str], number: str) -> str | None:
    place = int(number)
    if 1 <= place <= len(uids):
        return uids[place - 1]
    turn.say("surgery.no_such", "warning", number=number, count=len(uids))
    return None


def _drop(turn: Turn, uids: list[str], cursor: Cursor | None, found: tuple[str, str]) -> bool:
    numbers = [found[0], *re.findall(r"\d+", found[1])]
    chosen = [_chosen(turn, uids, number) for number in dict.fromkeys(numbers)]
    if None in chosen:
        return True
    names = [name_of(turn.index, uid) for uid in chosen if uid]
    for uid in chosen:
        if uid is not None:
            turn.draft.remove(uid)
    turn.say("surgery.dropped", "captured", names={"join": ", ", "items": names}, count=len(names))
    return True


def _merge(turn: Turn, uids: list[str], cursor: Cursor | None, found: tuple[str, str]) -> bool:
    first, second = _chosen(turn, uids, found[0]), _chosen(turn, uids, found[1])
    if first is None or second is None or first == second:
        return True
    kept, gone = turn.index.places[first].entity, turn.index.places[second].entity
    name, other = name_of(turn.index, first), name_of(turn.index, second)
    for owner, path in list(turn.index.referrers(second)):
        _redirect(turn, owner, path, second, first)
    if field_spec(kind_of(kept), kept.TITLE).shape == "text":
        turn.draft.set(first, kept.TITLE, f"{title_of(kept)}; {title_of(gone)}")
    _take_over(turn, first, gone)
    turn.draft.remove(second)
    turn.say("surgery.merged", "captured", name=name, other=other, result=name_of(turn.index, first))
    return True


def _take_over(turn: Turn, uid: str, gone: Entity) -> None:
    """What only the merged entity had goes over to the one that is kept; lists are joined."""
    kind = kind_of(gone)
    for spec in fields_of(kind).values():
        mine, other = value_at(turn.index.places[uid].entity, spec.path), value_at(gone, spec.path)
        if spec.path == gone.TITLE or spec.shape in ("part", "entity") or is_empty(other):
            continue
        if spec.shape == "entities":
            for child in other:
                paths = [each.path for each in fields_of(kind_of(child)).values() if each.shape != "part"]
                values = {path: value_at(child, path) for path in paths}
                turn.draft.add(uid, spec.path, kind_of(child), values)
        elif spec.many:
            joined = [each for each in dict.fromkeys((*mine, *other)) if each != uid]
            turn.draft.set(uid, spec.path, joined)
        elif is_empty(mine):
            turn.draft.set(uid, spec.path, other, _same_mark(turn.draft.mark_of(gone.uid, spec.path)))


def _same_mark(mark: Mark | None) -> Marker | None:
    """A maker of marks that hands one on as it is."""
    return None if mark is None else lambda _: mark


def _redirect(turn: Turn, owner: str, path: str, old: str, new: str) -> None:
    value = value_at(turn.index.places[owner].entity, path)
    if isinstance(value, tuple):
        joined = dict.fromkeys(new if uid == old else uid for uid in value)
        turn.draft.set(owner, path, tuple(uid for uid in joined if uid != owner))
    else:
        turn.draft.set(owner, path, None if new == owner else new)


def _reword(turn: Turn, uids: list[str], cursor: Cursor | None, found: tuple[str, str]) -> bool:
    uid = _chosen(turn, uids, found[0])
    if uid is None:
        return True
    entity = turn.index.places[uid].entity
    spec = field_spec(kind_of(entity), entity.TITLE)
    read = read_value(spec, Slot(entity.TITLE, infer=True), found[1], turn.reading)
    if read is None:
        turn.say("edit.unread", "error", text=found[1].strip()[:120])
        return True
    replace_value(turn, uid, entity.TITLE, read)
    captured(turn, [Touched(uid, [entity.TITLE])])
    return True


def _move(turn: Turn, uids: list[str], cursor: Cursor | None, found: tuple[str, str]) -> bool:
    uid = _chosen(turn, uids, found[0])
    if uid is None:
        return True
    step = _WHERE[" ".join(found[1].casefold().split())]
    place = max(0, min(uids.index(uid) + step, len(uids) - 1))
    goal = turn.index.places[uids[place]].position
    turn.draft.move(uid, goal)
    names = [
        name_of(turn.index, each) for each in sorted(uids, key=lambda each: turn.index.places[each].position)
    ]
    lines = [{"id": "ask.target", "params": {"number": n, "name": name}} for n, name in enumerate(names, 1)]
    turn.say("surgery.moved", "captured", list={"join": "\n", "items": lines})
    return True


def _add(turn: Turn, uids: list[str], cursor: Cursor | None, found: tuple[str, str]) -> bool:
    if cursor is None or questions()[cursor.question].form != "collect":
        return False
    result = take_answer(turn, cursor, found[0])
    captured(turn, result.touched)
    return bool(result.touched)


_ACTIONS: dict[str, Callable[[Turn, list[str], Cursor | None, tuple[str, str]], bool]] = {
    "drop": _drop,
    "merge": _merge,
    "reword": _reword,
    "move": _move,
    "add": _add,
}
