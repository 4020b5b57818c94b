"""Suggestions with citations: asking the knowledge base, showing what it found, taking one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.answers import take_answer
from assistant.dialogue.asking import ask, message
from assistant.dialogue.filing import Result
from assistant.dialogue.pending import after_answer, put_aside
from assistant.dialogue.reading import normalise
from assistant.dialogue.showing import name_of
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.plan.entities.plan import Plan
from assistant.plan.provenance import Origin, PassageCitation
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
_PLACEHOLDER = re.compile(r"\{(\w+)\|([^{}|]+)\}")
FACTS: Mapping[str, Callable[[Plan], str | None]] = {
    "organisation": lambda plan: plan.organisation.name,
    "jurisdiction": lambda plan: plan.jurisdiction,
    "end": lambda plan: str(plan.horizon_end.year) if plan.horizon_end else None,
}
"""What an offer may say of the plan at hand, by the name that stands in its braces."""


@dataclass(frozen=True, slots=True)
class _Pick:
    """One suggestion that a message names: its number, and the letters of its lines; none means all of them."""

    place: int
    letters: str


def search(turn: Turn, purpose: str, query: str = "") -> None:
    """Ask for passages; ``purpose`` is suggest, example, question or explain."""
    cursor = turn.cursor
    question = cursor.question if cursor else ""
    turn.request(
        "search",
        {
            "purpose": purpose,
            "query": query,
            "topic": _topic(turn, question, cursor),
            "step": step_of(cursor) if cursor else None,
            "lang": turn.lang,
            "question": question,
            "owner": cursor.owner if cursor else "",
            "revision": turn.before.revision,
        },
    )


def _topic(turn: Turn, question: str, cursor: Cursor | None) -> dict[str, Any] | None:
    """What the question is about, as a message that the shell words for the search."""
    if cursor is None:
        return None
    if question.startswith(CONFIRM):
        return message(f"step.{step_of(cursor)}.title")
    owner = {"owner": name_of(turn.index, cursor.owner)} if questions()[question].per else {}
    return message(f"ask.{question}", **owner)


def found(turn: Turn, params: Mapping[str, Any], hits: list[Mapping[str, Any]]) -> None:
    """Show what a search found, and ask the same question again.

    A result that comes after the person has moved on is shown, but is not on offer for another question.
    """
    purpose = params["purpose"]
    hits = [{**hit, "offers": [filled(turn, line) for line in hit.get("offers") or ()]} for hit in hits]
    if not hits:
        turn.say("passages.none" if purpose == "suggest" else f"passages.none.{purpose}", "said")
    else:
        lines = [_passage(number, hit) for number, hit in enumerate(hits, 1)]
        turn.say(f"passages.{purpose}", "passages", list={"join": "\n\n", "items": lines}, count=len(hits))
    cursor = turn.cursor
    here = cursor is not None and (cursor.question, cursor.owner) == (params["question"], params["owner"])
    if hits and here and purpose in ("suggest", "example") and cursor and cursor.question in questions():
        turn.put(
            "offered",
            {"question": params["question"], "owner": params["owner"], "hits": hits},
        )
        turn.say("passages.how", "said")
    if purpose in ("question", "explain"):
        ask(turn, again=True)


def filled(turn: Turn, line: str) -> str:
    """An offer with the plan's own facts in it; one that the plan lacks stays visible: ``[year]``."""

    def fact(match: re.Match[str]) -> str:
        value = FACTS[match[1]](turn.draft.plan) if match[1] in FACTS else None
        if not value:
            return f"[{match[2]}]"
        return re.sub(r"^The ", "the ", value) if match.start() else value

    return _PLACEHOLDER.sub(fact, line)


def _passage(number: int, hit: Mapping[str, Any]) -> dict[str, Any]:
    first, last = hit["lines"]
    place = f"{hit['source']}:{first}" if first == last else f"{hit['source']}:{first}–{last}"
    shown: list[Any] = [
        message(
            "passage",
            number=number,
            title=hit["title"],
            text=hit["text"],
            kind=message(f"passage.kind.{hit['kind']}"),
            source=hit["source_title"],
            place=place,
        )
    ]
    offers = hit["offers"]
    for letter, line in zip(ascii_lowercase, offers, strict=False):
        shown.append(message("passage.offer", text=f"{letter}) {line}" if len(offers) > 1 else line))
    return {"join": "\n", "items": shown}


def take_offered(turn: Turn, text: str) -> bool:
    """Take suggestions by number (all lines, or those of some letters) or edited; whether it was about them."""
    offered = turn.thread.get("offered")
    cursor = turn.cursor
    if (
        not offered
        or cursor is None
        or [offered["question"], offered["owner"]] != [cursor.question, cursor.owner]
    ):
        return False
    hits = offered["hits"]
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
            cited.append(f"{hit['source']}:{hit['lines'][0]}")
        elif taken.replaced and len(answers) == 1:
            put_aside(turn, taken.replaced, _citation(hit))
            return
    if not result.touched and not result.replaced:
        turn.say("passages.background", "said", how=message(f"ask.{cursor.question}.type"))
        return
    for source in dict.fromkeys(cited):
        turn.say("passages.cited", "said", source=source)
    after_answer(turn, result)


def _citation(hit: Mapping[str, Any]) -> PassageCitation:
    return PassageCitation(
        passage=hit["passage_id"],
        source=hit["source"],
        lines=(hit["lines"][0], hit["lines"][1]),
        lang=hit["lang"],
        hash=hit["content_hash"],
    )


def _mark(turn: Turn, hit: Mapping[str, Any], edited: bool) -> Any:
    state = MarkState.EDITED if edited else MarkState.ACCEPTED
    return turn.marker(state, Origin.SUGGESTED, (_citation(hit),))
