"""Suggestions with citations: asking the knowledge base, showing what it found, taking one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.answers import take_answer
from assistant.dialogue.asking import ask, captured, message
from assistant.dialogue.flow import proceed
from assistant.dialogue.reading import normalise
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.plan.provenance import Origin, PassageCitation
from assistant.plan.provenance import State as MarkState
from assistant.steps import questions

_TAKE = re.compile(
    r"(?:(?:take|use|choose|pick|option|number|suggestion|no\.?|#|lấy|chọn|dùng)\s*)*(\d{1,2})"
    r"(?:번|번째)?(?:을|를|으로|로)?(?:\s*(?:선택|사용|골라)\S*)?(?:\s*(?:please|nhé|ạ))?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:take|use|edit|chọn|dùng|sửa)?\s*(\d{1,2})(?:번)?\s*(?:but|with|as|:|다음과 같이|như sau)\s*:?\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)


def search(turn: Turn, purpose: str, query: str = "") -> None:
    """Ask for passages; ``purpose`` is suggest, example, question or explain."""
    cursor = turn.cursor
    question = cursor.question if cursor else ""
    turn.request(
        "search",
        {
            "purpose": purpose,
            "query": query,
            "topic": _topic(question, cursor),
            "step": step_of(cursor) if cursor else None,
            "lang": turn.lang,
            "question": question,
            "owner": cursor.owner if cursor else "",
            "revision": turn.before.revision,
        },
    )


def _topic(question: str, cursor: Cursor | None) -> dict[str, Any] | None:
    """What the question is about, as a message that the shell words for the search."""
    if cursor is None:
        return None
    if question.startswith(CONFIRM):
        return message(f"step.{step_of(cursor)}.title")
    return message(f"ask.{question}")


def found(turn: Turn, params: Mapping[str, Any], hits: list[Mapping[str, Any]]) -> None:
    """Show what a search found, and ask the same question again.

    A result that comes after the person has moved on is shown, but is not on offer for another question.
    """
    purpose = params["purpose"]
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
            {"question": params["question"], "owner": params["owner"], "hits": [dict(h) for h in hits]},
        )
        turn.say("passages.how", "said")
    if purpose in ("question", "explain"):
        ask(turn, again=True)


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
    offers = hit.get("offers") or []
    shown += [message("passage.offer", text=line) for line in offers]
    return {"join": "\n", "items": shown}


def take_offered(turn: Turn, text: str) -> bool:
    """Take a suggestion by its number, as it is or edited; answer whether the message was about one."""
    offered = turn.thread.get("offered")
    cursor = turn.cursor
    if (
        not offered
        or cursor is None
        or [offered["question"], offered["owner"]] != [cursor.question, cursor.owner]
    ):
        return False
    line = normalise(text).strip().rstrip(".!")
    plain, edited = _TAKE.fullmatch(line), _EDITED.fullmatch(line)
    match = plain or edited
    if match is None or (plain is None and int(match[1]) > len(offered["hits"])):
        return False
    if line.isdecimal() and _wants_numbers(cursor):
        return False
    place = int(match[1])
    if not 1 <= place <= len(offered["hits"]):
        turn.say("passages.no_such", "warning", number=place, count=len(offered["hits"]))
        return True
    hit = offered["hits"][place - 1]
    _take(turn, cursor, hit, edited[2] if plain is None and edited else "")
    return True


def _wants_numbers(cursor: Cursor) -> bool:
    """Whether a bare number is an answer to the question itself: a score, a place in a list."""
    question = questions().get(cursor.question)
    return question is not None and (
        question.form in ("complete", "pick")
        or any(question.spec(slot).shape in ("score", "refs", "integer") for slot in question.slots[:1])
    )


def _take(turn: Turn, cursor: Cursor, hit: Mapping[str, Any], words: str) -> None:
    citation = PassageCitation(
        passage=hit["passage_id"],
        source=hit["source"],
        lines=(hit["lines"][0], hit["lines"][1]),
        lang=hit["lang"],
        hash=hit["content_hash"],
    )
    state = MarkState.EDITED if words else MarkState.ACCEPTED
    mark = turn.marker(state, Origin.SUGGESTED, (citation,))
    offers = hit.get("offers") or []
    question = questions()[cursor.question]
    free = question.whole or question.kind == "Item"
    answer = words or "\n".join(offers) or (hit["text"] if free else "")
    if not answer:
        turn.say("passages.background", "said", how=message(f"ask.{cursor.question}.type"))
        return
    result = take_answer(turn, cursor, answer, mark)
    if not result.touched:
        turn.say("passages.background", "said", how=message(f"ask.{cursor.question}.type"))
        return
    turn.put("offered", None)
    captured(turn, result.touched)
    turn.say("passages.cited", "said", source=f"{hit['source']}:{hit['lines'][0]}")
    proceed(turn)
