"""Labelled parts go to the field they name, whatever question is being asked; what is settled waits for a yes."""

from __future__ import annotations

import pytest
from helpers.stories import Player

ALL = """Title: Digital Sandhaven 2027–2031
Purpose: To make every service quick; and kind: to all.
Scope: permits, registries and payments
Out of scope: defence systems; courts
Horizon: 2027-2031
Budget: 12 million
Currency: USD
Target year: 2031
Vision: A city without queues.
Mission: We serve all who live here.
Legal basis: Data Act 2024
Sponsor: The Mayor"""


def at(question: str) -> Player:
    player = Player()
    player.send("command", name="goto", argument=question)
    assert player.asks == question
    return player


@pytest.mark.parametrize("question", ["title", "organisation", "purpose", "scope_in", "vision"])
def test_every_labelled_line_goes_to_its_own_field(question: str) -> None:
    player = at(question)
    player.say(ALL)
    wanted = {
        "plan.title": "Digital Sandhaven 2027–2031",
        "plan.purpose": "To make every service quick; and kind: to all.",
        "plan.scope_in": ["permits", "registries", "payments"],
        "plan.scope_out": ["defence systems", "courts"],
        "plan.horizon_start": "2027",
        "plan.horizon_end": "2031",
        "vision.target_year": "2031",
        "vision.statement": "A city without queues.",
        "mission.statement": "We serve all who live here.",
        "plan.legal_basis": ["Data Act 2024"],
    }
    assert {key: player.value(key) for key in wanted} == wanted
    envelope = player.plan.budget_envelope
    assert envelope is not None
    assert (int(envelope.amount), envelope.currency) == (12_000_000, "USD")
    assert player.plan.organisation.name is None


@pytest.mark.parametrize(
    ("question", "path", "said"),
    [
        ("purpose", "plan.purpose", "Purpose: quick services for all"),
        ("purpose", "plan.purpose", "**Purpose:** quick services for all"),
        ("vision", "vision.statement", "Vision: quick services for all"),
        ("mission", "mission.statement", "Sứ mệnh: quick services for all"),
        ("mission", "plan.purpose", "Purpose: quick services for all"),
    ],
)
def test_a_label_is_no_part_of_the_value(question: str, path: str, said: str) -> None:
    player = at(question)
    player.say(said)
    assert player.value(path) == "quick services for all"


def test_parts_between_semicolons_are_labelled_too() -> None:
    player = at("purpose")
    player.say("Title: Digital Sandhaven; Purpose: quick services")
    assert (player.plan.title, player.plan.purpose) == ("Digital Sandhaven", "quick services")


@pytest.mark.parametrize(
    "said",
    [
        "Field\tValue\nTitle\tDigital Sandhaven\nPurpose\tquick services",
        "Title | Digital Sandhaven\nPurpose | quick services",
        "| Title | Digital Sandhaven |\n|---|---|\n| Purpose | quick services |",
    ],
)
def test_a_table_of_labels_and_values_is_read_like_lines(said: str) -> None:
    player = at("purpose")
    player.say(said)
    assert (player.plan.title, player.plan.purpose) == ("Digital Sandhaven", "quick services")


def test_one_part_without_a_label_leaves_the_text_whole() -> None:
    player = at("purpose")
    player.say("We want quick services; vision: none yet; title: later")
    assert player.plan.purpose == "We want quick services; vision: none yet; title: later"
    assert player.plan.title is None


def test_accepted_values_wait_for_a_yes() -> None:
    player = at("title")
    player.say("Digital Sandhaven")
    player.say("Title: Smart Sandhaven\nPurpose: quick services")
    assert player.plan.title == "Digital Sandhaven"
    assert player.plan.purpose == "quick services"
    player.say("yes")
    assert player.plan.title == "Smart Sandhaven"


@pytest.mark.parametrize("question", ["scope_in", "scope_out"])
@pytest.mark.parametrize(
    "said",
    [
        "Scope: permits; payments\nOut of scope: courts",
        "In scope:\n- permits\n- payments\nOut of scope:\n- courts",
        "In scope | Out of scope\npermits | courts\npayments | ",
        "Scope\tOut of scope\npermits\t\npayments\tcourts",
        "## In scope\n- permits\n- payments\n## Out of scope\n- courts",
    ],
)
def test_each_side_of_the_scope_stays_on_its_side(question: str, said: str) -> None:
    player = at(question)
    player.say(said)
    assert player.value("plan.scope_in") == ["permits", "payments"]
    assert player.value("plan.scope_out") == ["courts"]


def test_what_is_out_of_scope_is_no_entry_of_the_scope() -> None:
    player = at("scope_in")
    player.say("permits\npayments\nOut of scope: courts")
    assert player.value("plan.scope_in") == ["permits", "payments"]
    assert player.value("plan.scope_out") == ["courts"]


def test_an_entry_may_begin_with_a_word_that_is_a_label_elsewhere() -> None:
    player = at("constraints")
    player.say("Budget: no more than last year\nLegal basis: the old act stays")
    assert player.value("plan.constraints") == [
        "Budget: no more than last year",
        "Legal basis: the old act stays",
    ]
    assert player.plan.budget_envelope is None
    assert player.value("plan.legal_basis") == []


def test_what_cannot_be_read_is_told() -> None:
    player = at("purpose")
    player.say("Purpose: quick services\nBudget: not too much\nCurrency: USD")
    assert player.plan.purpose == "quick services"
    assert player.plan.budget_envelope is None
    assert "not too much" in player.shown


@pytest.mark.parametrize(
    "said",
    [
        "change the purpose: quick services",
        "reword purpose: quick services",
        "Please reword the purpose to quick services",
        "update our purpose : quick services",
    ],
)
def test_a_correction_may_use_a_colon(said: str) -> None:
    player = at("purpose")
    player.say("slow services")
    player.say(said)
    assert player.plan.purpose == "slow services"
    player.say("yes")
    assert player.plan.purpose == "quick services"


def test_a_correction_of_what_is_empty_fills_it() -> None:
    player = at("goals")
    player.say("change the purpose: quick services")
    assert player.plan.purpose == "quick services"
    assert player.plan.goals == ()


@pytest.mark.parametrize("said", ["change 2: Safer data", "reword 2: Safer data", "change 2 to Safer data"])
def test_an_entry_is_reworded_with_a_colon_too(said: str) -> None:
    player = at("goals")
    player.say("Faster permits\nSafe data")
    player.send("command", name="goto", argument="goals")
    player.say(said)
    assert player.value("GOA-2.title") == "Safer data"


def test_a_list_is_changed_where_it_stands() -> None:
    player = at("title")
    before = player.plan
    player.say("change the scope to: permits")
    assert player.plan == before
    assert player.asks == "scope_in"


def test_the_years_of_the_plan_are_corrected_together() -> None:
    player = at("horizon")
    player.say("2027-2031")
    player.say("change the horizon: 2028-2032")
    assert player.value("plan.horizon_start") == "2027"
    player.say("yes")
    assert (player.value("plan.horizon_start"), player.value("plan.horizon_end")) == ("2028", "2032")


def test_the_labels_of_the_question_itself_are_no_part_of_its_values() -> None:
    player = at("vision_themes")
    player.say("Target year: 2031\nVision themes: trust, speed")
    assert player.value("vision.target_year") == "2031"
    assert player.value("vision.themes") == ["trust", "speed"]


def test_an_amount_and_its_currency_stand_on_two_lines() -> None:
    player = at("budget_envelope")
    player.say("Budget: 12 million\nCurrency: USD")
    envelope = player.plan.budget_envelope
    assert envelope is not None
    assert (int(envelope.amount), envelope.currency) == (12_000_000, "USD")
