"""Which lines an answer has, and of whom each speaks: lists, ``GOA-2: …``, ``1: …; 2: …``."""

from __future__ import annotations

import re

from assistant.dialogue.labelled import DEFINED, begins_with_label, other_slots
from assistant.dialogue.reading import label_parts, normalise, read_span, split_list
from assistant.dialogue.reading.lists import split_outside
from assistant.dialogue.records import covers, is_bare_value, is_only
from assistant.dialogue.references import resolve
from assistant.dialogue.spoken import short_names
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import read_value
from assistant.plan.index import kind_of
from assistant.steps import Question, Slot

_KEYED = re.compile(
    r"\s*(?:[-*•]\s*)?(?P<key>[^:：;|\t\n]{1,80}?)\s*(?:[:：\t|]|[.)]\s)\s*(?P<value>\S.*)", re.DOTALL
)
_DIGIT = re.compile(r"\d")
_SEVERAL = re.compile(r"\s*[,&]\s*|\s+(?:and|và)\s+|(?<=[\d가-힣])(?:와|과|및)\s*", re.IGNORECASE)


def lines_of(question: Question, text: str, turn: Turn) -> list[str]:
    """The lines of an answer, each of which is one entity."""
    text = normalise(text).strip()
    listed = list(split_list(text).items)
    if len(listed) == 1 and (names := short_names(question, listed[0], turn.reading.today)):
        return names
    in_parts = "\n" not in text and len(listed) > 1 and listed == split_outside(text, ";")
    if in_parts and len(question.slots) > 1:
        asked = (*question.slots, *other_slots(question.kind, question.slots, turn.context.lexicon))
        labels = turn.context.lexicon.label_words(*(slot.label_key for slot in asked))
        bare = turn.context.lexicon.bare_words(*(slot.label_key for slot in question.slots))
        if label_parts(text, labels, bare).parts or _is_one_record(question, listed, turn):
            return [text]
    if not listed:
        return [text] if text else []
    if len(question.slots) == 1 and "\n" not in text and len(listed) == 1 and question.kind == "Item":
        return split_outside(text, ";")
    return listed


def _is_one_record(question: Question, pieces: list[str], turn: Turn) -> bool:
    """Whether ``A; 2027; all`` is one line in parts: a later part is what only a typed slot takes."""
    typed = [s for s in question.slots[1:] if s.placed and question.spec(s).shape not in ("text", "entities")]
    if question.spec(question.slots[0]).shape != "text":
        return True
    names = [slot for slot in question.slots[1:] if slot.placed and question.spec(slot).shape == "text"]
    if names and len(pieces) == 2:
        return True
    if question.kind == "Indicator" and not _DIGIT.search(pieces[0]) and any(map(_DIGIT.search, pieces[1:])):
        return True  # "Share of staff trained; from 20% to 90%": the figures are of the one indicator
    plain = question.kind in (*DEFINED, "Item")  # of which "Access: …" may be a name, or any text
    if not plain and any(begins_with_label(piece, turn.context.lexicon) for piece in pieces[1:]):
        return True
    if any(is_bare_value(question.kind, question.slots[1:], piece, turn.reading) for piece in pieces[1:]):
        return True
    return any(_fills(question, slot, piece, turn) for slot in typed for piece in pieces[1:])


def _fills(question: Question, slot: Slot, piece: str, turn: Turn) -> bool:
    """Whether a piece is nothing but a value, or a span of time, for a slot."""
    context = turn.reading
    if slot.span_end and (span := read_span(piece, context.today, language=context.lang)) is not None:
        return covers(piece, span.start, span.end)
    spec = question.spec(slot)
    return (
        is_only(spec, slot, piece, context) and read_value(spec, Slot(slot.path), piece, context) is not None
    )


def names_first(question: Question, line: str) -> str:
    """``Staff: new tools; monthly`` in parts, where names or a number come first; else empty."""
    match = _KEYED.fullmatch(line)
    spec = question.spec(question.slots[0])
    return f"{match['key']}; {match['value']}" if match and (spec.many or spec.shape == "integer") else ""


def owner_of(turn: Turn, cursor: Cursor, question: Question, line: str) -> tuple[str, str]:
    """The owner that a line names by code (``GOA-2: …``), else the one that is asked about; and the rest."""
    if question.per and (match := _KEYED.fullmatch(line)) is not None and re.search(r"\d", match["key"]):
        owner = resolve(match["key"], (question.owner_kind,), turn.reading, create=False)
        entity = turn.index.entity(owner) if isinstance(owner, str) else None
        if entity is not None and not match["key"].strip().isdecimal():
            return entity.uid, match["value"]
    return cursor.owner, line


def assign(
    turn: Turn, targets: list[str], candidates: list[str], text: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """Which line speaks of which entity: by number, code or name, by order, or one line for all.

    Args:
        turn: the turn.
        targets: the uids that are asked about, in the order of the list shown.
        candidates: every uid that may be named.
        text: the answer.

    Returns:
        Pairs of uid and what is said of it, and the lines that could not be placed.
    """
    lines = [line for line in normalise(text).strip().split("\n") if line.strip()]
    if len(lines) == 1:
        lines = _one_line(turn, lines[0], targets)
    pairs: list[tuple[str, str]] = []
    loose: list[str] = []
    for line in lines:
        match = _KEYED.fullmatch(line)
        uids = named_by(turn, match["key"], targets, candidates) if match else []
        if match and uids:
            pairs += [(uid, match["value"]) for uid in uids]
        else:
            loose.append(re.sub(r"^\s*[-*•]\s+", "", line))
    rest = [uid for uid in targets if uid not in {uid for uid, _ in pairs}]
    if len(rest) == 1 and loose and not pairs:
        return [(rest[0], "\n".join(loose))], []
    if len(loose) == len(rest):
        return pairs + list(zip(rest, loose, strict=True)), []
    return pairs, loose


def _one_line(turn: Turn, line: str, targets: list[str]) -> list[str]:
    """A single line may hold several: ``1: 4; 2: 5``, or as many parts as there are entities."""
    pieces = split_outside(line, ";")
    keyed = [
        piece
        for piece in pieces
        if (m := _KEYED.fullmatch(piece)) and named_by(turn, m["key"], targets, targets)
    ]
    if len(pieces) > 1 and len(keyed) == len(pieces):
        return pieces
    if len(targets) > 1 and len(pieces) == len(targets) and not keyed and not _labelled(turn, line):
        return pieces
    return [line]


def _labelled(turn: Turn, line: str) -> bool:
    """Whether a line has labels of any kind, and so speaks of one thing: ``Risk: …; likelihood 3; impact 5``."""
    lexicon = turn.context.lexicon
    return len(label_parts(line, lexicon.label_words(*lexicon.labels)).parts) > 0


def named_by(turn: Turn, key: str, targets: list[str], candidates: list[str]) -> list[str]:
    """The entities that a key names: a number of the list shown, a code, a name, several of these, or all."""
    key = key.strip().strip("*_")
    all_words = turn.context.lexicon.labels.get("all")
    if all_words is not None and key.casefold() in all_words.words:
        return list(targets)
    whole = _named(turn, key, targets, candidates)
    if whole is not None:
        return [whole]
    several = [_named(turn, part, targets, candidates) for part in _SEVERAL.split(key)]
    found = [uid for uid in several if uid is not None]
    return list(dict.fromkeys(found)) if len(found) == len(several) else []


def _named(turn: Turn, key: str, targets: list[str], candidates: list[str]) -> str | None:
    """The one entity that a number of the list shown, a code or a name stands for."""
    if key.isdecimal():
        place = int(key)
        return targets[place - 1] if 1 <= place <= len(targets) else None
    kind = kind_of(turn.index.places[candidates[0]].entity) if candidates else ""
    found = resolve(key, (kind,), turn.reading, create=False) if kind else None
    return found if isinstance(found, str) and found in candidates else None
