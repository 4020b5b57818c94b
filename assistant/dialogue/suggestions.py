"""Suggestions with citations: showing what a search found, taking one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from assistant.dialogue.answers import take_answer
from assistant.dialogue.asking import ask, message
from assistant.dialogue.citing import citation_of, kept
from assistant.dialogue.filing import Result
from assistant.dialogue.originals import remember
from assistant.dialogue.passages import listed, whole
from assistant.dialogue.pending import after_answer, put_aside
from assistant.dialogue.reading import normalise
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.plan.provenance import Origin
from assistant.plan.provenance import State as MarkState
from assistant.steps import questions

_VERB = r"(?:(?:take|use|choose|pick|option|number|suggestion|no\.?|#|lấy|chọn|dùng)\s*)*"
_AND = r"(?:\s*(?:[,;&+]|\band\b|및|와|과|그리고|\bvà\b)\s*|\s+)"
_LETTER = r"[a-z](?![a-zà-ỹ])"
_PICK = rf"(?:#\s*)?(\d{{1,2}})(?:번째|번)?(?:\s*({_LETTER}(?:{_AND}{_LETTER})*))?"
_POLITE = r"(?:을|를|으로|로)?(?:\s*(?:선택|사용|골라)\S*)?(?:\s*(?:please|nhé|ạ))?"
_TAKE = re.compile(rf"{_VERB}{_PICK}(?:{_AND}{_PICK})*{_POLITE}", re.IGNORECASE)
_EACH = re.compile(_PICK, re.IGNORECASE)
_EDITED = re.compile(
    rf"(?:take|use|edit|chọn|dùng|sửa)?\s*{_PICK}\s*(?:but|with|as|:|다음과 같이|như sau)\s*:?\s*(?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Pick:
    """One suggestion that a message names: its number, and the letters of its lines; none means all of them."""

    place: int
    letters: str


def found(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Show what a search found, and ask the same question again.

    A result that comes after the person has moved on is shown, but is not on offer for another question.
    """
    purpose = data.get("purpose") or params["purpose"]
    if purpose == "cases":
        purpose = "question"
    hits = [whole(turn, hit) for hit in data["hits"]]
    if not hits:
        turn.say("passages.none" if purpose == "suggest" else f"passages.none.{purpose}", "said")
    else:
        turn.say(f"passages.{purpose}", "passages", list=listed(hits), count=len(hits))
        if purpose in ("suggest", "example") and put_on_offer(turn, params, hits):
            turn.say("passages.how", "said")
        remember(turn, hits)
    if purpose in ("question", "explain"):
        ask(turn, again=True)


def put_on_offer(turn: Turn, params: Mapping[str, Any], hits: list[dict[str, Any]], first: int = 1) -> bool:
    """Let passages be taken by their number, if the question that they are for is still the one being asked.

    Args:
        turn: the turn.
        params: those of the request.
        hits: what is shown.
        first: the number of the first; what is on offer with lower numbers stays so.
    """
    cursor = turn.cursor
    if cursor is None or [cursor.question, cursor.owner] != [params["question"], params["owner"]]:
        return False
    if cursor.question not in questions():
        return False
    now = [*on_offer(turn)[: first - 1], *map(kept, hits)]
    turn.put("offered", {"question": cursor.question, "owner": cursor.owner, "hits": now})
    return True


def on_offer(turn: Turn) -> list[dict[str, Any]]:
    """What can be taken by its number at the present question."""
    offered, cursor = turn.thread.get("offered"), turn.cursor
    if not offered or cursor is None:
        return []
    here = [offered["question"], offered["owner"]] == [cursor.question, cursor.owner]
    return list(offered["hits"]) if here else []


def take_offered(turn: Turn, text: str) -> bool:
    """Take suggestions by number (all lines, or those of some letters) or edited; whether it was about them."""
    hits, cursor = on_offer(turn), turn.cursor
    if not hits or cursor is None:
        return False
    picks, words = _picks(normalise(text).strip().rstrip(".!"))
    far = [pick for pick in picks if not 1 <= pick.place <= len(hits)]
    if not picks or (far and (words or len(picks) > 1)):
        return False
    if re.fullmatch(r"[\d\s,]+", text.strip()) and _wants_numbers(cursor):
        return False
    if far:
        turn.say("passages.no_such", "warning", number=far[0].place, count=len(hits))
        return True
    answers = [(hits[pick.place - 1], _chosen(turn, pick, hits[pick.place - 1])) for pick in picks]
    if any(lines is None for _, lines in answers):
        return True
    _take(turn, cursor, [(hit, words or "\n".join(lines or ())) for hit, lines in answers], bool(words))
    return True


def _picks(line: str) -> tuple[list[_Pick], str]:
    """The suggestions that a message names, and its own words for them."""
    plain, edited = _TAKE.fullmatch(line), _EDITED.fullmatch(line)
    if plain is not None:
        found = [_Pick(int(each[1]), _letters(each[2])) for each in _EACH.finditer(line)]
        return found, ""
    if edited is not None:
        return [_Pick(int(edited[1]), _letters(edited[2]))], edited["words"]
    return [], ""


def _letters(text: str | None) -> str:
    return "".join(dict.fromkeys(re.findall(r"\b[a-z]\b", (text or "").casefold())))


def _chosen(turn: Turn, pick: _Pick, hit: Mapping[str, Any]) -> list[str] | None:
    """The lines that a pick takes; ``None``, with a word about it, where it names one that is not there."""
    offers = list(hit["offers"])
    places = [ascii_lowercase.index(letter) for letter in pick.letters]
    missing = [letter for letter, place in zip(pick.letters, places, strict=True) if place >= len(offers)]
    if missing:
        turn.say("passages.no_such", "warning", number=f"{pick.place}{missing[0]}", count=len(offers))
        return None
    return [offers[place] for place in places] or offers


def _wants_numbers(cursor: Cursor) -> bool:
    """Whether a bare number is an answer to the question itself: a score, a place in a list."""
    question = questions().get(cursor.question)
    return question is not None and (
        question.form in ("complete", "pick")
        or any(question.spec(slot).shape in ("score", "refs", "integer") for slot in question.slots[:1])
    )


def _take(turn: Turn, cursor: Cursor, answers: list[tuple[Mapping[str, Any], str]], edited: bool) -> None:
    """Write what was taken, each answer with the citation of its passage."""
    result = Result()
    cited: list[str] = []
    for hit, answer in answers:
        taken = take_answer(turn, cursor, answer, _mark(turn, hit, edited)) if answer else Result()
        result.touched += taken.touched
        result.unread += taken.unread
        result.replaced += taken.replaced
        if taken.touched:
            cited.append(_name(hit))
        elif taken.replaced and len(answers) == 1:
            put_aside(turn, taken.replaced, citation_of(turn, hit))
            return
    if not result.touched and not result.replaced:
        turn.say("passages.background", "said", how=message(f"ask.{cursor.question}.type"))
        return
    for source in dict.fromkeys(cited):
        turn.say("passages.cited", "said", source=source)
    after_answer(turn, result)


def _name(hit: Mapping[str, Any]) -> str:
    """What a passage is called when the plan has cited it; those of older sessions had no label of their own."""
    return str(hit.get("label") or f"{hit['source']}:{hit['lines'][0]}")


def _mark(turn: Turn, hit: Mapping[str, Any], edited: bool) -> Any:
    state = MarkState.EDITED if edited else MarkState.ACCEPTED
    return turn.marker(state, Origin.SUGGESTED, (citation_of(turn, hit),))
