"""How passages, facts and documents are shown, kept on offer and cited; what has no lines, no date, no place."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.stories import Player

from assistant.dialogue.cases import topics_for
from assistant.dialogue.citing import beginning
from assistant.plan.provenance import CaseCitation, DocumentCitation
from assistant.plan.provenance import State as MarkState
from assistant.steps import questions
from knowledge.corpus import builtin_corpus

HASH = "b" * 64
NONE: dict[str, Any] = {
    "lines": None, "offers": [], "label": "", "fact": "", "topic": "", "country": "", "country_name": "",
    "confidence": "", "references": [], "place": None, "original": None, "newer": [], "score": 1.0, "steps": [],
    "lang": "en", "content_hash": HASH,
}  # fmt: skip


def fact(label: str = "dk-13", **more: Any) -> dict[str, Any]:
    reference = {
        "title": "The *Danes*",
        "publisher": "Agency",
        "url": f"https://example.org/{label}",
        "date": "2015",
    }
    return {
        **NONE, "passage_id": f"dk-digital.{label}", "title": "Denmark: risk", "text": "11% had an exemption.",
        "kind": "case", "source": "dk-digital", "source_title": "Denmark", "label": label, "fact": label,
        "topic": "risk", "country": "DK", "country_name": "Denmark", "confidence": "official",
        "references": [reference], **more,
    }  # fmt: skip


def passage(**more: Any) -> dict[str, Any]:
    return {
        **NONE, "passage_id": "visure.p", "title": "T", "text": "Text.", "kind": "method", "source": "visure",
        "source_title": "Guide", "lines": [3, 4], "label": "visure:3-4", **more,
    }  # fmt: skip


def own(text: str = "Our words.", **place: Any) -> dict[str, Any]:
    where = {"document": HASH, "page": None, "last_page": None, "headings": [], **place}
    return {
        **NONE, "passage_id": "own.x.1", "title": "Decisions", "text": text, "kind": "document", "source": HASH,
        "source_title": "Minutes 2026", "label": "minutes.pdf", "place": where,
    }  # fmt: skip


def shows(*hits: dict[str, Any], asked: str = "/suggest", question: str = "stakeholders") -> Player:
    player = Player()
    player.say(f"/goto {question}")
    request = player.say(asked).requests[0]
    player.send("found", request=request.id, hits=list(hits))
    return player


def more_facts(player: Player, hits: list[dict[str, Any]], ids: list[str], asked: str = "/cases") -> None:
    request = player.say(asked).requests[0]
    player.send("found", request=request.id, view="facts", hits=hits, ids=ids)


def test_a_fact_shows_country_confidence_source_and_address() -> None:
    shown = shows(fact(offers=["Citizens"])).shown
    assert "**1. Denmark: risk** · case, official source" in shown
    assert r"— *The \*Danes\**, Agency, 2015 (dk-13). <https://example.org/dk-13>" in shown
    assert "- Citizens *(modelled on: Denmark, dk-13)*" in shown


@pytest.mark.parametrize("asked", ["/suggest", "/example", "/explain exemption", "what is an exemption?"])
def test_facts_and_documents_are_shown_wherever_something_is_looked_up(asked: str) -> None:
    player = shows(fact(confidence="secondary"), own(page=4), asked=asked)
    assert "case, secondary source" in player.shown
    assert "— *minutes.pdf*, page 4" in player.shown
    assert "your document" in player.shown


def test_an_address_stands_once_and_a_long_one_where_the_fact_is_alone() -> None:
    first, second, third = fact("dk-01"), fact("dk-02"), fact("dk-03")
    second["references"] = first["references"]
    third["references"] = [
        {**third["references"][0], "url": f"https://example.org/{'x' * 140}", "date": "n.d."}
    ]
    shown = shows(first, second, third).shown
    assert shown.count("<https://example.org/dk-01>") == 1
    assert "Address as for 1." in shown
    assert "On example.org; `/cases dk-03` shows the whole address." in shown
    assert "no date (dk-03)" in shown
    player = shows()
    request = player.say("/cases dk-03").requests[0]
    player.send("found", request=request.id, view="fact", hits=[third], ids=[])
    assert "x" * 140 in player.shown


def test_what_has_overtaken_a_passage_stands_beneath_it_with_its_citation() -> None:
    newer = [fact(f"dk-{number:02}", text=f"News {number}.") for number in range(1, 6)]
    shown = shows(passage(newer=newer, offers=["Citizens"])).shown
    assert "*Since then:* News 1. (Agency, 2015; dk-01)" in shown
    assert shown.count("Since then:") == 3
    assert shown.index("visure:3-4") < shown.index("Since then:") < shown.index("- Citizens")


def test_taking_a_fact_cites_the_case() -> None:
    player = shows(passage(offers=["Firms"]), fact(offers=["Citizens", "Clubs"]))
    player.say("2b")
    (entity,) = player.plan.stakeholders
    (citation,) = player.state.document.provenance[entity.uid]["name"].citations
    assert entity.name == "Clubs"
    assert citation == CaseCitation(
        case="dk-digital", fact="dk-13", title="The *Danes*", publisher="Agency",
        url="https://example.org/dk-13", date="2015", confidence="official", lang="en", hash=HASH,
    )  # fmt: skip
    assert "The plan now cites dk-13 for this." in player.shown


def test_a_fact_that_replaces_a_value_is_cited_after_the_yes() -> None:
    player = Player()
    player.say("/goto vision")
    player.say("Our own vision")
    player.say("/goto vision")
    request = player.say("/suggest").requests[0]
    player.send("found", request=request.id, hits=[fact(offers=["Everyone is served"])])
    player.say("take 1")
    player.say("yes")
    vision = player.plan.vision
    assert vision is not None
    (citation,) = player.state.document.provenance[vision.uid]["statement"].citations
    assert isinstance(citation, CaseCitation)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"page": 12, "last_page": 12, "headings": ["A"]}, "page 12"),
        ({"page": 12, "last_page": 13}, "pages 12–13"),
        ({"headings": ["Part 2", "Staff"]}, "Part 2 › Staff"),
        ({}, "at the beginning"),
    ],
)
def test_own_words_about_a_document_cite_its_place_and_quote_it(place: dict[str, Any], words: str) -> None:
    text = "The council wants one counter. " * 30
    player = shows(own(text, **place))
    assert words in player.shown
    assert "counter. …" in player.shown or "… " in player.shown or " …" in player.shown
    player.say("1 but Council")
    (entity,) = player.plan.stakeholders
    mark = player.state.document.provenance[entity.uid]["name"]
    assert mark.state is MarkState.EDITED
    (citation,) = mark.citations
    assert isinstance(citation, DocumentCitation)
    assert (citation.document, citation.title, citation.place) == (HASH, "Minutes 2026", words)
    assert 280 < len(citation.quote) <= 300
    assert text.startswith(citation.quote)
    assert text[len(citation.quote)] == " "


def test_a_passage_of_one_s_own_is_no_answer_by_itself() -> None:
    player = shows(own())
    player.say("take 1")
    assert "passages.background" in player.reply_ids
    assert player.plan.stakeholders == ()


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("short", 9, "short"),
        ("one two", 5, "one"),
        ("one two", 3, "one"),
        ("행정안전부에서는", 4, "행정안전"),
    ],
)
def test_a_beginning_ends_with_a_word_where_there_is_one(text: str, most: int, kept: str) -> None:
    assert beginning(text, most) == kept


def test_numbers_go_on_with_more_facts_and_all_of_them_can_be_taken() -> None:
    player = shows(passage(offers=["Firms"]))
    more_facts(player, [fact("dk-01", offers=["Citizens"]), fact("dk-02")], ["dk-digital.dk-03"])
    assert "`more` shows the last one" in player.shown
    request = player.say("더 보여 주세요").requests[0]
    assert request.params["ids"] == ["dk-digital.dk-03"]
    player.send("found", request=request.id, view="facts", hits=[fact("dk-03", offers=["Clubs"])], ids=[])
    assert "**3. Denmark: risk**" in player.shown
    assert "cases.end" in player.reply_ids
    player.say("1 and 3")
    assert [each.name for each in player.plan.stakeholders] == ["Citizens", "Clubs"]


def test_more_after_going_elsewhere_has_nothing_to_show() -> None:
    player = shows()
    more_facts(player, [fact("dk-01")], ["dk-digital.dk-03"])
    player.say("/goto risks")
    player.say("more")
    assert "cases.no_more" in player.reply_ids


def test_facts_that_come_late_are_shown_and_are_not_on_offer() -> None:
    player = shows()
    request = player.say("/cases").requests[0]
    player.say("/goto risks")
    player.send("found", request=request.id, view="facts", hits=[fact(offers=["Citizens"])], ids=["x"])
    assert "Denmark: risk" in player.shown
    assert "passages.how" not in player.reply_ids
    assert "cases.more" not in player.reply_ids


def test_cases_leave_what_waits_for_a_yes_waiting() -> None:
    player = Player()
    player.say("City of Marrow Bay")
    player.say("/goto organisation")
    player.say("City of Elmford")
    player.say("/cases list")
    player.say("yes")
    assert player.plan.organisation.name == "City of Elmford"


KOREAN = {"lang": "ko", "text": "지표에는 *단위*가 필요하다."}


def test_originals_are_shown_where_there_are_any() -> None:
    player = shows(passage(original=KOREAN), fact())
    assert "`/original 1` shows number 1 in Korean" in player.shown
    player.say("/original")
    assert r"지표에는 \*단위\*가 필요하다." in player.shown
    assert "Korean, visure:3-4" in player.shown
    player.say("/original 2")
    assert "original.same" in player.reply_ids
    player.say("/original 3")
    assert "passages.no_such" in player.reply_ids


def test_every_question_is_helped_by_topics_that_facts_have() -> None:
    known = {fact.topic for fact in builtin_corpus().by_fact.values()}
    for question in questions().values():
        topics = topics_for(question.id, question.step)
        assert topics
        assert set(topics) <= known, question.id
        assert len(set(topics)) == len(topics)
    assert topics_for("confirm.4", 4)
    assert topics_for("", None) == ()


def test_several_lines_of_a_fact_are_marked_once_as_an_example() -> None:
    shown = shows(fact(offers=["Citizens", "Clubs"]), passage(offers=["Firms"])).shown
    assert shown.count("odelled on") == 1
    assert "\n\n*Examples modelled on: Denmark, dk-13*\n- a) Citizens\n- b) Clubs" in shown


def test_a_story_names_its_facts_in_short_and_who_published_them() -> None:
    player = Player()
    player.say("/goto risks")
    request = player.say("what did Denmark do?").requests[0]
    case = {
        "name": "Denmark", "title": "Denmark: strategies", "years": "2011-2026",
        "story": {"aimed": "Aim.", "set": "Set.", "run": "Run.", "wrong": "Wrong."},
        "facts": ["dk-01", "dk-02", "dk-04", "dk-05", "dk-06", "dk-09"],
        "publishers": [{"publisher": "Agency", "dates": "2011, 2015"}, {"publisher": "Paper", "dates": ""}],
    }  # fmt: skip
    player.send("found", request=request.id, view="country", hits=[], ids=[], case=case)
    assert "cases.country.none" in player.reply_ids
    assert "Facts dk-01, dk-02, dk-04–06, dk-09;" in player.shown
    assert "Agency (2011, 2015); Paper." in player.shown
    assert "**What went wrong.** Wrong." in player.shown
