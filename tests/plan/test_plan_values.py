"""Periods know their days and their order; numbers are exact."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from helpers.plan_strategies import periods
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from assistant.plan.values import Money, Number, Period


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2027", "year", date(2027, 1, 1), date(2027, 12, 31)),
        ("2027-H1", "half", date(2027, 1, 1), date(2027, 6, 30)),
        ("2027-H2", "half", date(2027, 7, 1), date(2027, 12, 31)),
        ("2027-Q3", "quarter", date(2027, 7, 1), date(2027, 9, 30)),
        ("2028-02", "month", date(2028, 2, 1), date(2028, 2, 29)),
        ("2027-03-31", "day", date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_a_period_covers_whole_days(text: str, precision: str, first: date, last: date) -> None:
    period = Period(text)
    assert (period.precision, period.first_day, period.last_day, period.year) == (
        precision,
        first,
        last,
        first.year,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "27",
        "2027-13",
        "2027-02-30",
        "2027-Q5",
        "2027-H3",
        "2027-3",
        "2027 ",
        "2027\n",
        "202７",
        "0999",
        "3000-01",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the day that does not exist has the words of datetime
        Period(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Period).validate_json(f'"{text}"'.replace("\n", "\\n"))


def test_a_year_as_a_deadline_comes_after_its_months() -> None:
    texts = ["2027", "2027-03", "2026-Q4", "2027-H2", "2027-12-31", "2026"]
    assert [str(each) for each in sorted(map(Period, texts))] == [
        "2026", "2026-Q4", "2027-03", "2027", "2027-H2", "2027-12-31",
    ]  # fmt: skip


@given(periods(), periods())
def test_the_order_is_total_and_agrees_with_the_days(one: Period, other: Period) -> None:
    assert (one < other) + (other < one) + (one == other) == 1 or _same_days(one, other)
    if one < other:
        assert one.last_day <= other.last_day
    assert one.first_day <= one.last_day


def _same_days(one: Period, other: Period) -> bool:
    return (one.first_day, one.last_day) == (other.first_day, other.last_day)


@given(periods())
def test_the_day_after_a_period_is_the_first_of_something(period: Period) -> None:
    if period.precision != "day":
        assert (period.last_day + timedelta(days=1)).day == 1
        assert period.first_day.day == 1


@given(periods())
def test_a_period_is_its_text(period: Period) -> None:
    adapter = TypeAdapter(Period)
    assert adapter.validate_json(adapter.dump_json(period)) == period
    assert len({period, Period(str(period))}) == 1


@given(st.decimals(-(10**17), 10**17, places=6))
def test_a_number_is_never_rounded(value: Decimal) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(Number)
    written = adapter.dump_json(value)
    assert adapter.validate_json(written) == value
    assert b"E" not in written.upper()


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "0.1234567", "1" * 25, "ten"])
def test_what_is_no_exact_number_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"amount": amount, "currency": "KRW"})


def test_a_currency_is_three_capitals() -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"amount": "1", "currency": "won"})
