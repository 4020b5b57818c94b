"""Periods are worded as precisely as they were given, in words that each language can order its own way."""

from __future__ import annotations

import pytest
from helpers.wording import CATALOGUE

from prompts.periods import period_message


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2027", "2027"),
        ("2027-H1", "first half of 2027"),
        ("2027-H2", "second half of 2027"),
        ("2027-Q2", "Q2 2027"),
        ("2031-12", "December 2031"),
        ("2027-03-31", "31 March 2027"),
        ("2027-05-01", "1 May 2027"),
    ],
)
def test_a_period_is_said_as_people_write_it(period: str, said: str) -> None:
    message = period_message(period)
    assert CATALOGUE.render(message["id"], message["params"], plain=True) == said


def test_every_month_has_a_name() -> None:
    messages = [period_message(f"2027-{month:02}") for month in range(1, 13)]
    said = [
        CATALOGUE.render(each["id"], each["params"], plain=True).removesuffix(" 2027") for each in messages
    ]
    assert (said[0], said[-1], len(set(said))) == ("January", "December", 12)


def test_a_period_may_stand_within_another_message() -> None:
    text = CATALOGUE.render("doc.baseline.by", {"date": period_message("2027-Q2")}, plain=True)
    assert text == "to be measured (due Q2 2027)"


@pytest.mark.parametrize("text", ["", "27", "2027-Q5", "2027-3", "next year", "2027-03-31x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_message(text)
