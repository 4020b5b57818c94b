"""What the passages offer: every line answers its question, and what is taken carries its citation into the plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.stories import Player, catalogue

from assistant.dialogue.passages import FACTS
from assistant.dialogue.state import State
from assistant.dialogue.turns import Request
from assistant.plan.index import is_empty, kind_of, value_at
from assistant.plan.provenance import Origin
from assistant.plan.provenance import State as MarkState
from assistant.steps import questions
from assistant.workspace.library import Library
from assistant.workspace.requests import Fulfiller
from assistant.workspace.watch import Watch
from knowledge import Hit, Knowledge, Passage
from knowledge.corpus import LANGUAGES, builtin_corpus
from knowledge.offers import PLACEHOLDERS

PASSAGES = builtin_corpus().passages
OFFERS = [(passage, question) for passage in PASSAGES for question in passage.offers]
ALL = pytest.mark.parametrize(
    ("passage", "question"), OFFERS, ids=[f"{p.id.removeprefix('visure.')}-{q}" for p, q in OFFERS]
)
OWNERS = {
    "goals": "Faster permits; families can build",
    "objectives": "Cut permit times",
    "initiatives": "Permit desk",
}
NEEDED = {
    "communication": {"stakeholders": "Residents"},
    "monitoring": OWNERS | {"indicators": "Share of permits decided in time"},
}
"""What a plan has by the time a question is asked: messages are for stakeholders that are there, and progress
reports are about indicators that are there, which stand under a goal and its objective."""
HASH = "a" * 64


@cache
def at(question: str) -> State:
    """A conversation at a question, with an owner for whatever belongs to one, and what it speaks of."""
    player = Player()
    before = NEEDED.get(question, OWNERS if questions()[question].per else {})
    for earlier, answer in before.items():
        player.say(f"/goto {earlier}")
        player.say(answer)
    player.say(f"/goto {question}")
    assert player.asks == question
    return player.state


def offered(question: str, *passages: list[str], lang: str = "en") -> Player:
    """A person who asked for suggestions and is shown these lines, one list a passage."""
    player = Player()
    player.state = at(question)
    outcome = player.say("/suggest")
    hits = [_hit(place, lines, lang) for place, lines in enumerate(passages, 3)]
    player.send("found", request=outcome.requests[0].id, hits=hits)
    return player


def _hit(place: int, lines: list[str], lang: str) -> dict[str, Any]:
    source = {"source": "visure", "source_title": "Source", "lines": [place, place]}
    text = {"passage_id": f"visure.p{place}", "title": "T", "text": "Text.", "lang": lang, "kind": "method"}
    return {**source, **text, "content_hash": HASH, "offers": lines}


def warnings(player: Player) -> list[str]:
    assert player.outcome is not None
    return [r.id for r in player.outcome.replies if r.kind in ("warning", "error", "proposal")]


def added(player: Player, question: str) -> int:
    """How many entities an answer made; for the fields of one entity, how many of these it filled."""
    asked = questions()[question]
    if asked.form == "fields":
        entity = player.index.places[player.agenda.owner(asked)].entity
        return sum(not is_empty(value_at(entity, slot.path)) for slot in asked.slots)
    before = Player()
    before.state = at(question)
    places = player.index.places
    return sum(
        uid not in before.index.places and kind_of(place.entity) == asked.kind
        for uid, place in places.items()
    )


def cited(player: Player) -> set[tuple[str, str]]:
    """The fields that a passage is cited for, by kind and path: what it said itself, and no guesses."""
    return {
        (kind_of(player.index.places[uid].entity), path)
        for uid, marks in player.state.document.provenance.items()
        for path, mark in marks.items()
        if mark.citations
    }


@ALL
def test_every_line_is_read_in_its_question_alone_and_with_the_others(
    passage: Passage, question: str
) -> None:
    """In all languages it fills the same fields: a plan does not depend on the language of the screen."""
    many = questions()[question].form == "collect"
    filled = []
    for lang, lines in passage.offers[question].items():
        alone = [_taken(question, [line], lang) for line in lines]
        assert [added(player, question) for player in alone] == [1] * len(lines)
        if len(lines) > 1:
            assert added(_taken(question, list(lines), lang), question) == (len(lines) if many else 1)
        filled.append([cited(player) for player in alone])
    assert filled[0] == filled[1] == filled[2]
    assert all(filled[0])


def _taken(question: str, lines: list[str], lang: str) -> Player:
    player = offered(question, lines, lang=lang)
    player.say("take 1")
    assert not warnings(player), lines
    return player


@ALL
def test_offers_are_for_questions_that_start_something(passage: Passage, question: str) -> None:
    asked = questions()[question]
    assert asked.form in ("fields", "collect")
    if asked.whole:
        assert all(len(lines) == 1 for lines in passage.offers[question].values())


def test_most_questions_that_start_something_have_offers() -> None:
    assert len({question for _, question in OFFERS}) >= 25


def test_every_placeholder_is_a_fact_of_the_plan() -> None:
    assert set(FACTS) == set(PLACEHOLDERS)


def test_the_plan_s_own_facts_stand_in_an_offer_and_what_is_missing_stays_visible() -> None:
    line = "By {end|year}, all in {jurisdiction|place} reach {organisation|organisation}"
    player = Player()
    player.say("City of Marrow Bay")
    player.say("/goto horizon")
    player.say("July 2027 to June 2031")
    player.say("/goto vision")
    outcome = player.say("/suggest")
    player.send("found", request=outcome.requests[0].id, hits=[_hit(3, [line], "en")])
    expected = "By 2031, all in [place] reach City of Marrow Bay"
    assert "City of Marrow Bay" in player.shown
    player.say("take 1")
    assert player.state.document.plan.vision is not None
    assert player.state.document.plan.vision.statement == expected


def test_lines_are_shown_with_letters() -> None:
    player = offered("stakeholders", ["Citizens", "Businesses"], ["Public servants"])
    assert "a) Citizens" in player.shown
    assert "b) Businesses" in player.shown
    assert "a) Public servants" not in player.shown


NAMES = (["Citizens", "Businesses", "Clubs"], ["Staff", "Agencies"])


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("take 1", ["Citizens", "Businesses", "Clubs"]),
        ("2", ["Staff", "Agencies"]),
        ("take 1b", ["Businesses"]),
        ("1 B", ["Businesses"]),
        ("1 b,c", ["Businesses", "Clubs"]),
        ("take 1 a and c please", ["Citizens", "Clubs"]),
        ("1a, 2b", ["Citizens", "Agencies"]),
        ("1c and 2", ["Clubs", "Staff", "Agencies"]),
        ("1번", ["Citizens", "Businesses", "Clubs"]),
        ("1번 b, c로", ["Businesses", "Clubs"]),
        ("2a와 2b 선택", ["Staff", "Agencies"]),
        ("lấy 1b và 2a nhé", ["Businesses", "Staff"]),
        ("1: Residents of the islands", ["Residents of the islands"]),
        ("1b but Small businesses", ["Small businesses"]),
    ],
)
def test_all_lines_or_some_letters_are_taken(said: str, taken: list[str]) -> None:
    player = offered("stakeholders", *NAMES)
    player.say(said)
    assert [entity.name for entity in player.state.document.plan.stakeholders] == taken


@pytest.mark.parametrize(
    ("said", "complaint"), [("take 3", "passages.no_such"), ("take 2c", "passages.no_such")]
)
def test_a_suggestion_that_was_not_made_is_pointed_out(said: str, complaint: str) -> None:
    player = offered("stakeholders", *NAMES)
    player.say(said)
    assert complaint in player.reply_ids
    assert player.state.document.plan.stakeholders == ()


def test_an_answer_of_one_s_own_is_still_an_answer() -> None:
    player = offered("stakeholders", *NAMES)
    player.say("1 in 3 residents; needs: a counter")
    assert [entity.name for entity in player.state.document.plan.stakeholders] == ["1 in 3 residents"]


def test_a_passage_without_lines_for_the_question_is_background() -> None:
    player = offered("scope_in", [])
    player.say("take 1")
    assert "passages.background" in player.reply_ids
    assert player.state.document.plan.scope_in == ()


@pytest.mark.parametrize(
    ("said", "state"), [("take 1", MarkState.ACCEPTED), ("1 but Residents", MarkState.EDITED)]
)
def test_what_is_taken_carries_its_citation(said: str, state: MarkState) -> None:
    player = offered("stakeholders", ["Citizens"], lang="ko")
    player.say(said)
    (entity,) = player.state.document.plan.stakeholders
    mark = player.state.document.provenance[entity.uid]["name"]
    assert (mark.state, mark.origin) == (state, Origin.SUGGESTED)
    (citation,) = mark.citations
    assert citation.model_dump() == {
        "type": "passage",
        "passage": "visure.p3",
        "source": "visure",
        "lines": (3, 3),
        "lang": "ko",
        "hash": HASH,
    }
    assert "visure:3" in player.shown


def test_each_line_cites_the_passage_that_it_comes_from() -> None:
    player = offered("stakeholders", *NAMES)
    player.say("1a, 2b")
    marks = [player.state.document.provenance[e.uid]["name"] for e in player.state.document.plan.stakeholders]
    assert [mark.citations[0].lines for mark in marks] == [(3, 3), (4, 4)]


def test_what_is_there_already_gives_way_only_after_a_yes_and_then_with_the_citation() -> None:
    player = offered("vision", ["Everyone is served"])
    player.say("Our own vision")
    player.say("/goto vision")
    outcome = player.say("/suggest")
    player.send("found", request=outcome.requests[0].id, hits=[_hit(3, ["Everyone is served"], "en")])
    player.say("take 1")
    vision = player.state.document.plan.vision
    assert vision is not None
    assert vision.statement == "Our own vision"
    player.say("yes")
    vision = player.state.document.plan.vision
    assert vision is not None
    assert vision.statement == "Everyone is served"
    assert player.state.document.provenance[vision.uid]["statement"].citations


def _fulfiller(folder: Path) -> Fulfiller:
    def text(message: str, params: Mapping[str, Any] | None, lang: str | None) -> str:
        return catalogue().render(message, params or {}, "en", plain=True)

    knowledge = Knowledge(folder, embedder="none")
    return Fulfiller(
        knowledge,
        folder,
        lambda *_: b"",
        text,
        lambda error: str(error),
        Library(lambda: knowledge.documents),
    )


def _found(folder: Path, question: str, lang: str = "en", purpose: str = "suggest", query: str = "") -> Any:
    params = {
        "purpose": purpose,
        "query": query,
        "topic": {"id": f"ask.{question}", "params": {"owner": "x"} if questions()[question].per else {}},
        "step": questions()[question].step,
        "lang": lang,
        "question": question,
    }
    kind, data = _fulfiller(folder).fulfil(None, Request("r", "search", params), Watch())  # type: ignore[arg-type]
    assert kind == "found"
    return data["hits"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", sorted({question for _, question in OFFERS}))
def test_where_lines_to_take_exist_some_are_shown_first(tmp_path: Path, question: str, lang: str) -> None:
    hits = _found(tmp_path, question, lang)
    assert 1 <= len(hits) <= 3
    assert hits[0]["offers"]
    by_id = {passage.id: passage for passage in PASSAGES}
    for hit in hits:
        expected = by_id[hit["passage_id"]].offers.get(question, {}).get(lang, ())
        assert hit["offers"] == list(expected)


def test_a_search_in_one_s_own_words_keeps_its_order(tmp_path: Path) -> None:
    words = "steering committee chair"
    found = Knowledge(tmp_path, embedder="none").search(words, step=1, k=3)
    hits = _found(tmp_path, "bodies", query=words)
    assert [hit["passage_id"] for hit in hits] == [hit.passage_id for hit in found]


def test_a_hit_in_an_event_holds_the_lines_of_its_question_only(tmp_path: Path) -> None:
    hit = _found(tmp_path, "stakeholders")[0]
    assert isinstance(hit["offers"], list)
    assert set(hit) == {*Hit.__slots__, "country_name"}
    assert json.loads(json.dumps(hit)) == hit
