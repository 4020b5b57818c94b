"""Pasted tables: what each column is, what a row belongs to, and what is told instead of stored."""

from __future__ import annotations

import pytest
from helpers.stories import Player

STYLES = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "markdown": lambda rows: "\n".join(
        "| " + " | ".join(row) + " |" for row in (rows[0], ["---"] * len(rows[0]), *rows[1:])
    ),
    "bare pipes": lambda rows: "\n".join(" | ".join(row) for row in rows),
}


def at(question: str, *said: str) -> Player:
    player = Player()
    player.send("command", name="goto", argument="goals")
    player.say("Faster permits\nSafer data")
    for text in said:
        player.say(text)
    player.send("command", name="goto", argument=question)
    assert player.asks == question
    return player


def paste(player: Player, *rows: str, style: str = "tabs") -> None:
    player.say(STYLES[style]([[cell.strip() for cell in row.split("/")] for row in rows]))


@pytest.mark.parametrize("style", STYLES)
def test_a_column_names_the_entity_that_a_row_belongs_to(style: str) -> None:
    player = at("objectives")
    paste(
        player,
        "Goal / Objective / Owner",
        "GOA-2 / Registers are backed up / CIO",
        "Faster permits / Permits in ten days / Mayor",
        "GOA-2: Safer data / No breach goes unseen / CIO",
        style=style,
    )
    assert player.value("OBJ-2.1.statement") == "Registers are backed up"
    assert player.value("OBJ-2.2.statement") == "No breach goes unseen"
    assert player.value("OBJ-1.1.statement") == "Permits in ten days"
    assert player.value("OBJ-1.1.owner") == "Mayor"
    assert "Safer data" in player.shown


@pytest.mark.parametrize("owner", ["GOA-9", "Cleaner air", ""])
def test_a_row_of_an_unknown_owner_is_told_and_not_filed_elsewhere(owner: str) -> None:
    player = at("objectives")
    paste(
        player, "Goal / Objective / Owner", f"{owner} / Fewer cars / CIO", "GOA-1 / Permits in ten days / CIO"
    )
    assert [each.statement for each in player.plan.objectives] == ["Permits in ten days"]
    assert "Fewer cars" in player.shown


def test_indicators_go_to_their_objectives() -> None:
    player = at(
        "objectives", "/goto objectives", "GOA-1: Permits in ten days\nGOA-2: Registers are backed up"
    )
    player.send("command", name="goto", argument="indicators")
    paste(
        player, "Objective / KPI / Baseline / Target", "OBJ-2.1 / Registers with a backup / 20% / 90% by 2030"
    )
    assert player.value("KPI-2.1.1.name") == "Registers with a backup"
    assert player.entity("KPI-1.1.1") is None


@pytest.mark.parametrize("head", ["Quadrant", "Type", "Category"])
def test_a_column_with_the_quadrant_routes_the_rows(head: str) -> None:
    player = at("strengths")
    paste(
        player,
        f"{head} / Statement",
        "Strength / Staff are keen",
        "Threats / Attacks grow",
        "W – Weakness / Old servers",
    )
    assert player.value("plan.swot") == ["Staff are keen", "Attacks grow", "Old servers"]
    assert [each.quadrant for each in player.plan.swot] == ["S", "T", "W"]


def test_a_row_without_a_clear_quadrant_is_told() -> None:
    player = at("strengths")
    paste(
        player, "Quadrant / Statement", "Strength / Staff are keen", "maybe / Attacks grow", " / Old servers"
    )
    assert player.value("plan.swot") == ["Staff are keen"]
    assert "Attacks grow" in player.shown
    assert "Old servers" in player.shown


def test_a_swot_as_four_columns_fills_four_quadrants() -> None:
    player = at("strengths")
    paste(
        player,
        "Strengths / Weaknesses / Opportunities / Threats",
        "Staff are keen / Old servers / New data law / Attacks grow",
        "Fibre everywhere / / / Budget cuts",
        style="markdown",
    )
    found = {(each.quadrant, each.statement) for each in player.plan.swot}
    assert found == {
        ("S", "Staff are keen"), ("W", "Old servers"), ("O", "New data law"), ("T", "Attacks grow"),
        ("S", "Fibre everywhere"), ("T", "Budget cuts"),
    }  # fmt: skip


def test_factors_say_whether_they_are_inside_or_outside() -> None:
    player = at("factors_internal")
    paste(player, "Scope / Factor / Impact", "external / A new data law / 4", "Internal / Few engineers / 5")
    assert [(each.scope, each.statement, each.impact) for each in player.plan.factors] == [
        ("external", "A new data law", 4), ("internal", "Few engineers", 5),
    ]  # fmt: skip


def test_the_text_is_found_by_its_heading() -> None:
    player = at("risks")
    paste(
        player, "No. / Likelihood (1-5) / Risk / Impact", "1 / 3 / Vendor fails / 4", "2 / 2 / Data leak / 5"
    )
    assert [(each.event, each.likelihood, each.impact) for each in player.plan.risks] == [
        ("Vendor fails", 3, 4), ("Data leak", 2, 5),
    ]  # fmt: skip
    assert "“No.”" in player.shown


def test_a_heading_may_name_the_kind_before_the_field() -> None:
    player = at("risks")
    paste(player, "Risk ID / Risk description / Risk owner / Impact", "R1 / Vendor fails / CIO / 4")
    assert player.value("RSK-1.event") == "Vendor fails"
    assert player.value("RSK-1.owner") == "CIO"


def test_of_two_columns_for_the_owner_the_one_that_is_known_here_counts() -> None:
    player = at("objectives")
    paste(player, "Goal ID / Goal name / Objective", "G7 / Safer data / Registers are backed up")
    assert player.value("OBJ-2.1.statement") == "Registers are backed up"


def test_a_column_called_kind_of_anything_is_known_by_its_words() -> None:
    player = at("factors_external")
    paste(
        player, "Factor / Kind of force / Impact", "A new law / Political / 4", "Prices rise / Economic / 3"
    )
    assert [each.category for each in player.plan.factors] == ["political", "economic"]


def test_words_of_a_closed_list_under_another_heading_are_no_such_value() -> None:
    player = at("risks")
    paste(player, "Risk / Department / Impact", "Vendor fails / Legal / 4")
    assert player.plan.risks[0].category != "legal"
    assert "“Department”" in player.shown


def test_a_list_of_the_plan_is_known_by_its_own_name() -> None:
    player = at("constraints")
    paste(player, "Constraint / Why", "Money is short / the law")
    assert player.value("plan.constraints") == ["Money is short"]
    assert "“Why”" in player.shown


def test_columns_that_are_not_known_are_told() -> None:
    player = at("goals")
    paste(player, "Goal / What we do / Owner / Colour", "Cleaner air / plant trees / CIO / green")
    assert player.value("GOA-3.title") == "Cleaner air"
    assert "“What we do”, “Colour”" in player.shown
    assert "plant trees" not in str(player.plan)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("risks", ("Town / Mayor / Region", "Sandhaven / A. Lee / North")),
        ("goals", ("Objective / Owner / Due", "Cut queues by 2029 / CIO / 2029")),
        ("stakeholders", ("Name / Phone", "A. Lee / 555-1234")),
        ("goal_owner", ("Town / Owner", "Sandhaven / CIO", "Oldport / Mayor", "Faster permits / CIO")),
        ("goal_owner", ("Goal / Colour", "GOA-1 / green", "GOA-2 / red")),
    ],
)
def test_a_table_that_does_not_fit_is_refused_whole(question: str, rows: tuple[str, ...]) -> None:
    player = at(question)
    before = player.plan
    paste(player, *rows)
    assert player.plan == before
    assert player.reply_ids & {"table.refused", "table.refused.names"}
    assert player.asks == question


def test_a_cell_is_one_value_whatever_it_holds() -> None:
    player = at("goals")
    paste(player, "Goal / Outcome / Owner", "Cleaner air; fewer cars / People walk; owner: nobody / CIO")
    assert player.value("GOA-3.title") == "Cleaner air; fewer cars"
    assert player.value("GOA-3.outcome") == "People walk; owner: nobody"
    assert player.value("GOA-3.owner") == "CIO"


def test_headings_with_a_year_give_dated_values() -> None:
    player = at("objectives", "/goto objectives", "GOA-1: Permits in ten days")
    player.send("command", name="goto", argument="indicators")
    paste(
        player, "Indicator / Baseline 2026 / Target 2029 / Target (2031)", "Permits online / 12% / 50% / 80%"
    )
    [indicator] = player.plan.indicators
    assert [(str(each.value), str(each.date)) for each in indicator.targets] == [
        ("50", "2029"),
        ("80", "2031"),
    ]
    assert (str(indicator.baseline.value), str(indicator.baseline.date)) == ("12", "2026")


@pytest.mark.parametrize("heads", ["Target / Target date", "Target / By when", "Target value / Target year"])
def test_a_column_holds_the_date_of_another(heads: str) -> None:
    player = at("objectives", "/goto objectives", "GOA-1: Permits in ten days")
    player.send("command", name="goto", argument="indicators")
    paste(
        player,
        f"Indicator / Unit / {heads}",
        "Permits online / % / 80 / 2030",
        "Queue / min / 5 by 2029 / 2031",
    )
    online, queue = player.plan.indicators
    assert [(str(each.value), str(each.date)) for each in online.targets] == [("80", "2030")]
    assert [(str(each.value), str(each.date)) for each in queue.targets] == [("5", "2029")]
    assert "5 by 2029 · 2031" in player.shown


def test_rows_complete_the_entities_that_they_name() -> None:
    player = at("goal_owner")
    paste(player, "Code / Owner / Notes", "GOA-2 / CIO / x", "GOA-1 / Mayor / y", "GOA-7 / Police / z")
    assert player.value("GOA-1.owner") == "Mayor"
    assert player.value("GOA-2.owner") == "CIO"
    assert "Police" in player.shown
    assert "“Notes”" in player.shown


def test_rows_without_headings_complete_what_they_name() -> None:
    player = at("goal_owner")
    paste(player, "GOA-2 / CIO", "GOA-1 / Mayor")
    assert (player.value("GOA-1.owner"), player.value("GOA-2.owner")) == ("Mayor", "CIO")


def test_a_number_that_is_no_place_in_the_list_is_not_taken_for_one() -> None:
    player = at("goal_owner")
    paste(player, "No. / Goal / Owner", "1 / Safer data / CIO", "2 / Faster permits / Mayor")
    assert (player.value("GOA-1.owner"), player.value("GOA-2.owner")) == ("Mayor", "CIO")


def test_a_table_never_overwrites_what_was_settled() -> None:
    player = at("goal_owner", "/goto goal_owner", "CIO")
    player.send("command", name="goto", argument="goal_owner")
    player.say("all: CIO")
    player.send("command", name="goto", argument="goal_owner")
    paste(player, "Goal / Owner", "GOA-1 / Mayor")
    assert player.value("GOA-1.owner") == "CIO"
    assert "replace.ask" in player.reply_ids


def test_text_around_a_table_is_told() -> None:
    player = at("risks")
    player.say("We met on Monday.\n| Risk | Impact |\n|---|---|\n| Vendor fails | 4 |\nThat is all for now.")
    assert player.value("RSK-1.impact") == 4
    assert "That is all for now." in player.shown


def test_all_that_could_not_be_placed_is_told() -> None:
    player = at("objectives")
    rows = [f"GOA-{number} / Aim number {number}" for number in range(3, 12)]
    paste(player, "Goal / Objective", "GOA-1 / Permits in ten days", *rows)
    assert [number for number in range(3, 12) if f"Aim number {number}" not in player.shown] == []
    assert len(player.plan.objectives) == 1
