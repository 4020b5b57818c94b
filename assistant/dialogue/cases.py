"""What other governments did: facts of the case library at any question, one government's story, the list of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.dialogue.agenda import step_of
from assistant.dialogue.asking import ask, message
from assistant.dialogue.originals import remember
from assistant.dialogue.passages import listed, whole
from assistant.dialogue.reading import Intent, read_intent
from assistant.dialogue.searching import search
from assistant.dialogue.suggestions import on_offer, put_on_offer
from assistant.dialogue.turn import Turn

_RUN = 3  # ids from which on the first and the last stand for all
_STEP_TOPICS: Mapping[int, tuple[str, ...]] = {
    1: ("governance", "goal"),
    2: ("swot", "stakeholder"),
    3: ("vision", "goal"),
    4: ("goal", "target"),
    5: ("swot", "lesson"),
    6: ("initiative", "goal"),
    7: ("initiative", "target"),
    8: ("engagement", "stakeholder"),
    9: ("monitoring", "review"),
    10: ("review", "governance"),
}
_QUESTION_TOPICS: Mapping[str, tuple[str, ...]] = {
    "title": ("vision", "goal"),
    "horizon": ("vision", "review"),
    "purpose": ("vision", "goal"),
    "process_objectives": ("engagement", "governance", "review"),
    "resources": ("budget", "governance"),
    "workplan": ("engagement", "review"),
    "constraints": ("budget", "swot", "lesson"),
    "assumptions": ("risk", "lesson"),
    "budget_envelope": ("budget",),
    "assessments": ("monitoring", "swot"),
    "stakeholders": ("stakeholder", "engagement"),
    "stakeholder_needs": ("stakeholder", "engagement"),
    "stakeholder_power": ("stakeholder", "engagement"),
    "underserved": ("stakeholder", "swot"),
    "consultations": ("engagement", "stakeholder"),
    "consultation_details": ("engagement", "stakeholder"),
    "objectives": ("target", "goal"),
    "objective_owner": ("governance", "target"),
    "objective_beneficiaries": ("stakeholder", "target"),
    "objective_achievable": ("target", "lesson"),
    "goal_owner": ("governance", "goal"),
    "threats": ("risk", "swot"),
    "initiative_lead": ("governance", "initiative"),
    "initiative_budget": ("budget", "initiative"),
    "oversight": ("governance", "review"),
    "indicators": ("target", "monitoring"),
    "indicator_values": ("target", "monitoring"),
    "indicator_reporting": ("monitoring", "target"),
    "risks": ("risk", "lesson"),
    "risk_scores": ("risk", "lesson"),
    "risk_mitigation": ("risk", "lesson"),
    "risk_threatens": ("risk", "lesson"),
    "evaluations": ("review", "monitoring"),
    "evaluation_details": ("review", "monitoring"),
    "lessons": ("lesson", "review"),
    "approval": ("governance", "review"),
}
"""What facts a question is helped by, the best first; where it stands with its step, it is not listed."""


def topics_for(question: str, step: int | None) -> tuple[str, ...]:
    """The topics of facts that serve a question, the best first."""
    return _QUESTION_TOPICS.get(question) or (_STEP_TOPICS[step] if step else ())


def ask_for_cases(turn: Turn, argument: str = "", *, asked: str = "") -> None:
    """Ask for facts at the present question: of all governments, of one, or for the list of them.

    Args:
        turn: the turn.
        argument: a government, a fact's id, ``list`` or ``more``; empty for all governments.
        asked: the question in the person's own words that named what may be a government; one that names none
            is a question like any other.
    """
    if argument and read_intent(argument, turn.context.lexicon) is Intent.MORE:
        more_cases(turn)
        return
    cursor = turn.cursor
    step = step_of(cursor) if cursor else None
    turn.say("cases.looking")
    search(
        turn,
        "cases",
        asked,
        topics=list(topics_for(cursor.question if cursor else "", step)),
        argument=argument or ("list" if cursor is None else ""),
        ids=[],
    )


def more_cases(turn: Turn) -> None:
    """Go on with the facts that were too many to show at once."""
    waiting = turn.thread.get("cases")
    cursor = turn.cursor
    if waiting is None or cursor is None or waiting["at"] != [cursor.question, cursor.owner]:
        turn.say("cases.no_more")
        ask(turn, again=True)
        return
    turn.say("cases.looking")
    search(turn, "cases", topics=[], argument="", ids=waiting["ids"])


def cases_found(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Show what the case library gave; the question stays as it is."""
    _VIEWS[data["view"]](turn, params, data)


def _facts(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    hits = [whole(turn, hit) for hit in data["hits"]]
    if not hits:
        turn.say("cases.none")
        ask(turn, again=True)
        return
    first = len(on_offer(turn)) + 1 if params["ids"] else 1
    turn.say("cases.facts" if first == 1 else "cases.facts.more", "passages", list=listed(hits, first))
    _how(turn, params, data, hits, first)


def _country(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    case = data["case"]
    hits = [whole(turn, hit) for hit in data["hits"]]
    if hits:
        turn.say("cases.country", "passages", name=case["name"], list=listed(hits))
    elif params["question"]:
        turn.say("cases.country.none", name=case["name"])
    publishers = [
        message("cases.publisher", **each) if each["dates"] else each["publisher"]
        for each in case["publishers"]
    ]
    turn.say(
        "cases.story",
        "passages",
        title=case["title"],
        years=case["years"],
        sources={"join": "; ", "items": publishers},
        facts=_ranges(case["facts"]),
        example=case["facts"][0],
        **case["story"],
    )
    if hits:
        _how(turn, params, data, hits)


def _ranges(facts: list[str]) -> str:
    """``ee-01, ee-04–06`` for ids that follow one another."""
    runs: list[list[str]] = []
    for fact in sorted(facts):
        if runs and int(fact[-2:]) == int(runs[-1][-1][-2:]) + 1:
            runs[-1].append(fact)
        else:
            runs.append([fact])
    return ", ".join(
        ", ".join(run) if len(run) < _RUN else f"{run[0]}–{run[-1].rpartition('-')[2]}" for run in runs
    )


def _fact(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    hits = [whole(turn, hit) for hit in data["hits"]]
    turn.say("cases.fact", "passages", list=listed(hits, all_references=True))
    _how(turn, params, data, hits)


def _how(
    turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any], hits: list[dict[str, Any]], first: int = 1
) -> None:
    """What can be done with the facts on show: take one, see more, look at one government."""
    here = put_on_offer(turn, params, hits, first)
    if here and first == 1 and any(hit["offers"] for hit in hits):
        turn.say("passages.how", "said")
    ids = data["ids"] if here else []
    turn.put("cases", {"at": [params["question"], params["owner"]], "ids": ids} if ids else None)
    if ids:
        turn.say("cases.more", "said", count=len(ids))
    elif params["ids"]:
        turn.say("cases.end", "said")
    remember(turn, hits, first)


def _list(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    lines = [message("cases.line", **each) for each in data["cases"]]
    turn.say("cases.list", "passages", list={"join": "\n", "items": lines}, count=len(lines))


def _unknown(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    turn.say("cases.unknown", "warning", text=params["argument"][:40])
    _list(turn, params, data)


def _which(turn: Turn, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """More than one government is called so, or one is called almost so."""
    names = data["names"]
    commands = {"join": ", ", "items": [message("cases.command", name=name) for name in names]}
    turn.say(
        f"cases.{data['view']}", "warning", text=params["argument"][:40], list=commands, count=len(names)
    )


_VIEWS: Mapping[str, Callable[[Turn, Mapping[str, Any], Mapping[str, Any]], None]] = {
    "facts": _facts,
    "country": _country,
    "fact": _fact,
    "list": _list,
    "unknown": _unknown,
    "near": _which,
    "several": _which,
}
