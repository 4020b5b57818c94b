"""The Markdown export reads as a client expects: names in place of codes, dates in words, nothing said twice."""

from __future__ import annotations

from typing import Any

import pytest
from formats_documents import markdown, plan_with

from assistant.plan.provenance import Mark, Origin, State


def test_positions_go_by_their_title_and_the_list_of_roles_tells_the_code() -> None:
    text = markdown(
        plan_with(
            roles=[{"uid": "_r", "code": "ROL-1", "title": "Mayor"}],
            goals=[{"uid": "_g", "code": "GOA-1", "title": "Open", "owner": "_r"}],
            sponsor="_gone",
        )
    )
    assert "- **Owner:** Mayor" in text
    assert "| ROL-1 | Mayor |" in text
    assert "### GOA-1 Open" in text
    assert "| Sponsor | *not in this plan* |" in text


def test_positions_of_the_same_title_keep_their_codes() -> None:
    heads = [{"uid": f"_{n}", "code": f"ROL-{n}", "title": "Head of Unit"} for n in (1, 2)]
    text = markdown(plan_with(roles=heads, goals=[{"uid": "_g", "title": "Open", "owner": "_2"}]))
    assert "- **Owner:** ROL-2 Head of Unit" in text


def test_other_references_show_code_and_title() -> None:
    text = markdown(
        plan_with(
            goals=[{"uid": "_g", "code": "GOA-1", "title": "Open"}],
            improvement_areas=[{"uid": "_i", "title": "Trust", "goal": "_g"}],
        )
    )
    assert "| Trust | GOA-1 Open |" in text


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("x" * 70, "x" * 70),
        ("Raise the share of permits that are decided within ten days from 31 % to 90 % by 2029", "Raise the share of permits that are decided within ten days from…"),
        ("Raise the share of permits decided within two weeks, from 31 % to 90 % by the end of 2029", "Raise the share of permits decided within two weeks, from 31 %…"),
        ("Give every resident one place for every service of the city, without exception", "Give every resident one place for every service of the city, without exception"),
        ("Give every resident one place for all the services of the city, without any exception", "Give every resident one place for all the services of the city…"),
        ("y" * 120, "y" * 100 + "…"),
    ],
)  # fmt: skip
def test_a_long_title_is_cut_between_words_and_never_between_a_number_and_its_unit(
    sentence: str, shown: str
) -> None:
    text = markdown(
        plan_with(
            objectives=[{"uid": "_o", "code": "OBJ-1", "statement": sentence}],
            strategies=[{"uid": "_s", "title": "S", "serves": ["_o"]}],
        )
    )
    assert f"#### OBJ-1 {sentence}\n" in text
    assert f"**Objectives it serves:** OBJ-1 {shown}\n" in text


def test_where_an_entity_is_described_its_title_is_whole() -> None:
    words = "a rather long sentence about one thing that may happen, which nobody would want to see cut short"
    text = markdown(
        plan_with(
            indicators=[{"uid": "_k", "code": "KPI-1", "name": words, "formula": "a"}],
            risks=[{"uid": "_r", "code": "RSK-1", "event": words, "cause": "b"}],
        )
    )
    assert f"- KPI-1 {words} — **Formula:** a" in text
    assert f"#### RSK-1 {words}\n" in text


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        ({"kind": "letter", "name": "Letter", "digital": False}, "Letter"),
        ({"kind": "letter", "name": "Letter to all", "digital": False}, "Letter to all"),
        ({"kind": "platform", "name": "City app", "digital": True}, "City app (platform, digital)"),
        ({"kind": "platform", "name": "Kiosk", "digital": False}, "Kiosk (platform, not digital)"),
        ({"kind": "press", "name": "Courier", "digital": False}, "Courier (press)"),
        ({"kind": "other", "name": "Digital desk", "digital": True}, "Digital desk"),
        ({"kind": "town hall", "name": "Evenings"}, "Evenings (town hall meeting)"),
        ({"kind": "social", "digital": True}, "Social media"),
        ({"kind": "newsletter", "digital": True}, "Newsletter (digital)"),
        ({"name": "Flyer"}, "Flyer"),
    ],
)
def test_a_channel_says_only_what_its_name_does_not(channel: dict[str, Any], shown: str) -> None:
    text = markdown(plan_with(communication=[{"uid": "_c", "channels": [{"uid": "_h", **channel}]}]))
    assert f"| Channels |\n| --- |\n| {shown} |\n" in text


def test_dates_are_written_for_readers() -> None:
    text = markdown(
        plan_with(
            horizon_start="2027-01-01",
            horizon_end="2031-12",
            objectives=[{"uid": "_o", "statement": "Half online", "due": "2030-H1"}],
            indicators=[{"uid": "_k", "name": "Visits", "baseline": {"establish_by": "2027-Q2"}}],
        )
    )
    assert "| Period | 1 January 2027 – December 2031 |" in text
    assert "- **Due:** first half of 2030" in text
    assert "| Visits | to be measured (due Q2 2027) |" in text


def test_the_planning_schedule_names_the_steps() -> None:
    text = markdown(plan_with(workplan=[{"uid": "_1", "step": 4}, {"uid": "_2", "step": 40}]))
    assert "| Planning step |\n| --- |\n| 4 – Goals and objectives |\n| 40 |\n" in text


def test_budgets_are_added_up_by_currency_beside_the_envelope() -> None:
    budgets = [("1200000.25", "EUR"), ("300000", "EUR"), ("50000", "USD"), ("7", None)]
    initiatives: list[dict[str, Any]] = [
        {"uid": f"_{n}", "code": f"INI-{n}", "title": "I", "budget": {"amount": amount, "currency": currency}}
        for n, (amount, currency) in enumerate(budgets, 1)
    ]
    envelope = {"amount": "2000000", "currency": "EUR"}
    text = markdown(plan_with(initiatives=initiatives, budget_envelope=envelope))
    total = "1,500,000.25 EUR; 50,000 USD; 7"
    assert (
        f"| Initiatives together | Budget over the whole period |\n| --- | --- |\n| {total} | 2,000,000 EUR |"
        in text
    )
    assert "No budget yet" not in text
    initiatives[1].pop("budget")
    text = markdown(plan_with(initiatives=initiatives))
    assert "| Initiatives together |\n| --- |\n| 1,200,000.25 EUR; 50,000 USD; 7 |\n" in text
    assert "No budget yet, and so not counted: INI-2 I." in text
    assert "Initiatives together" not in markdown(plan_with(initiatives=initiatives[1:2]))


def test_a_reference_to_a_sentence_is_cut_where_a_code_leads_to_it() -> None:
    sentence = (
        "Raise the share of applications for services that are completed online from 38% to 75% by 2029"
    )
    objective = {"uid": "_o", "code": "OBJ-1.1", "statement": sentence}
    text = markdown(
        plan_with(objectives=[objective], strategies=[{"uid": "_s", "title": "S", "serves": ["_o"]}])
    )
    assert f"#### OBJ-1.1 {sentence}\n" in text
    assert (
        "**Objectives it serves:** OBJ-1.1 Raise the share of applications for services that are completed…\n"
        in text
    )


def test_numbers_are_grouped_and_exact() -> None:
    text = markdown(plan_with(budget_envelope={"amount": "1234567.50", "currency": "EUR"}))
    assert "1,234,567.5 EUR" in text


def test_what_was_put_off_never_stands_within_a_line_of_other_values() -> None:
    later = Mark(state=State.DEFERRED)
    put_off = "*put off for later*"
    text = markdown(
        plan_with(
            horizon_end="2030",
            indicators=[{"uid": "_k", "name": "Visits", "targets": [{"uid": "_t", "date": "2029"}]}],
            risks=[
                {
                    "uid": "_r",
                    "event": "Fire",
                    "mitigations": [{"uid": "_m", "action": "Drill"}],
                    "residual": {"impact": 2},
                }
            ],
            factors=[{"uid": "_f", "statement": "Law", "reference": {"title": "Gazette"}}],
            provenance={
                "_p": {"title": later, "organisation.name": later, "horizon_start": later},
                "_k": {"baseline.value": later, "stage": later},
                "_t": {"value": later},
                "_r": {"residual.likelihood": later},
                "_m": {"owner": later},
                "_f": {"reference.date": later},
            },
        )
    ).partition("Annex")[0]
    assert text.startswith("# Untitled plan\n\n… – 2030\n")
    assert "| Visits | ? (2029) |" in text
    assert "| Fire | ? × 2 |" in text
    assert "- **Mitigations:** Drill\n" in text
    assert "| Law | Gazette |" in text
    assert text.count(put_off) == 1  # the name of the organisation, in the table of the summary


def test_a_value_put_off_stands_in_its_cell_if_its_column_has_any_value() -> None:
    later = {"baseline.value": Mark(state=State.DEFERRED)}
    rows: list[dict[str, Any]] = [{"uid": "_a", "name": "A"}, {"uid": "_b", "name": "B"}]
    assert (
        "Baseline" not in markdown(plan_with(indicators=rows, provenance={"_a": later})).partition("Annex")[0]
    )
    rows[1]["baseline"] = {"value": "5"}
    text = markdown(plan_with(indicators=rows, provenance={"_a": later}))
    assert "| A | *put off for later* |\n| B | 5 |" in text


def test_guesses_are_counted_by_part_of_the_plan() -> None:
    guess = Mark(state=State.SUGGESTED, origin=Origin.SUGGESTED)
    text = markdown(
        plan_with(
            organisation={"level": "local"},
            vision={"uid": "_v", "statement": "Open", "target_year": "2030"},
            stakeholders=[
                {"uid": "_s", "code": "STK-1", "name": "Residents", "kind": "group", "segment": "citizen"}
            ],
            communication=[
                {"uid": "_c", "code": "COM-1", "channels": [{"uid": "_h", "name": "App", "digital": True}]}
            ],
            provenance={
                "_p": {"organisation.level": guess},
                "_v": {"target_year": guess},
                "_s": {"kind": guess, "segment": guess},
                "_h": {"digital": guess},
            },
        )
    )
    assert "| Worked out from what was entered | 5 |" in text
    listed = text.partition("5 values were suggested by the program, and nobody has confirmed them yet:\n\n")[
        2
    ]
    assert listed.partition("\n\n")[0].splitlines() == [
        "- About this plan: 1",
        "  - Level of government",
        "- Stakeholders: 2",
        "  - STK-1 Residents: Kind, Part of society",
        "- Vision: 1",
        "  - Vision – Target year",
        "- Communication actions: 1",
        "  - COM-1 – Channels: App – Digital",
    ]
