"""Values that a field of the plan can hold: periods, money, scores and the closed lists of choices.

Everything here is frozen, hashable and knows its JSON form. Closed lists are string enumerations whose
values are what JSON carries; their wording in each language is in ``prompts``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import total_ordering
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, core_schema

_PERIOD = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?))?"
)
PERIOD_PATTERN = r"^[12][0-9]{3}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?$"


@total_ordering
class Period:
    """A date as precise as it was given: ``2027``, ``2027-H1``, ``2027-Q3``, ``2027-03``, ``2027-03-31``.

    Equal and hashed by its text; ordered by last day, then by first day, so that ``2027`` as a deadline
    comes after ``2027-03``. Years 1000 to 2999.

    Raises:
        ValueError: the text is not one of the five forms, or names a day that does not exist.
    """

    __slots__ = ("_match", "text")

    def __init__(self, text: str) -> None:
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(
                f"not a period: {text[:40]!r}; use 2027, 2027-H1, 2027-Q3, 2027-03 or 2027-03-31"
            )
        self.text = text
        self._match = match
        if match["day"]:
            date.fromisoformat(text)  # raises for 2027-02-30

    @property
    def precision(self) -> str:
        """``year``, ``half``, ``quarter``, ``month`` or ``day``."""
        for name in ("day", "month", "quarter", "half"):
            if self._match[name]:
                return name
        return "year"

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self._match["year"])

    def _months(self) -> tuple[int, int]:
        if self._match["month"]:
            month = int(self._match["month"])
            return month, month
        if self._match["quarter"]:
            last = 3 * int(self._match["quarter"])
            return last - 2, last
        if self._match["half"]:
            last = 6 * int(self._match["half"])
            return last - 5, last
        return 1, 12

    @property
    def first_day(self) -> date:
        """The first day that the period covers."""
        if self._match["day"]:
            return date.fromisoformat(self.text)
        return date(self.year, self._months()[0], 1)

    @property
    def last_day(self) -> date:
        """The last day that the period covers."""
        if self._match["day"]:
            return date.fromisoformat(self.text)
        month = self._months()[1]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self.text == other.text

    def __lt__(self, other: Period) -> bool:
        return (self.last_day, self.first_day) < (other.last_day, other.first_day)

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate from text, serialise to text; the JSON Schema is a string with the pattern."""
        from_text = core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(pattern=PERIOD_PATTERN)
        )
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json-unless-none"),
        )


def _plain(value: Decimal) -> str:
    return format(value, "f")


Number = Annotated[
    Decimal,
    Field(allow_inf_nan=False, max_digits=24, decimal_places=6),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
"""An exact decimal number; JSON carries it as a string without an exponent, so that nothing is rounded."""

Score = Annotated[int, Field(ge=1, le=5)]
"""A judgement from 1 (very low) to 5 (very high)."""

Attitude = Annotated[int, Field(ge=-2, le=2)]
"""From -2 (opposed) to 2 (supportive)."""

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code such as ``KRW``, ``VND``, ``EUR``."""


class Money(BaseModel):
    """An amount with its currency, for example 1200000000 KRW."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Number = Field(description="The amount in whole units of the currency (won, dong, euro), exact")
    currency: Currency | None = Field(None, description="ISO 4217 code; null while it is not known")


class Budget(Money):
    """Money set aside for an initiative, and where it comes from."""

    source: str | None = Field(None, description="Where the money comes from, for example a budget line")


class Level(StrEnum):
    """The level of government an organisation belongs to."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"
    AGENCY = "agency"


class BodyType(StrEnum):
    """What a governance body is for."""

    STEERING = "steering"
    WORKING = "working"
    PROJECT = "project"
    ADVISORY = "advisory"


class FactorCategory(StrEnum):
    """Where an environment factor comes from: PESTLE, plus data, people and finance."""

    POLITICAL = "political"
    ECONOMIC = "economic"
    SOCIAL = "social"
    TECHNOLOGICAL = "technological"
    LEGAL = "legal"
    ENVIRONMENTAL = "environmental"
    DATA = "data"
    PEOPLE = "people"
    FINANCE = "finance"


class FactorScope(StrEnum):
    """Inside the organisation or outside it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class StakeholderKind(StrEnum):
    """What a stakeholder is (StratML's three types)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


class Segment(StrEnum):
    """Which part of the public or the administration a stakeholder belongs to."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    GOVERNMENT = "government"
    COMMUNITY = "community"
    STAFF = "staff"
    PARTNER = "partner"
    VENDOR = "vendor"


class ConsultationMethod(StrEnum):
    """How stakeholders were or will be asked."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    FOCUS_GROUP = "focus group"
    WORKSHOP = "workshop"
    OTHER = "other"


class Quadrant(StrEnum):
    """A SWOT quadrant."""

    STRENGTH = "S"
    WEAKNESS = "W"
    OPPORTUNITY = "O"
    THREAT = "T"


class Approach(StrEnum):
    """The strategic approach a strategy takes."""

    INNOVATION = "innovation"
    COLLABORATION = "collaboration"
    PARTNERSHIP = "partnership"
    CAPACITY = "capacity"


class Tows(StrEnum):
    """The TOWS cell a strategy answers: an internal letter and an external one."""

    SO = "SO"
    WO = "WO"
    ST = "ST"
    WT = "WT"


class Stage(StrEnum):
    """Where on the value chain an indicator measures."""

    INPUT = "input"
    PROCESS = "process"
    OUTPUT = "output"
    OUTCOME = "outcome"


class Direction(StrEnum):
    """Which way an indicator should move."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class Cadence(StrEnum):
    """How often something happens."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    ONCE = "once"


class RiskCategory(StrEnum):
    """The family a risk belongs to."""

    CYBER = "cyber"
    PRIVACY = "privacy"
    CHANGE = "change"
    BUDGET = "budget"
    DELIVERY = "delivery"
    VENDOR = "vendor"
    LEGAL = "legal"
    POLITICAL = "political"
    SKILLS = "skills"
    OTHER = "other"


class RiskResponse(StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class ChannelKind(StrEnum):
    """A channel of communication."""

    TOWN_HALL = "town hall"
    NEWSLETTER = "newsletter"
    PLATFORM = "platform"
    SOCIAL = "social"
    PRESS = "press"
    LETTER = "letter"
    MEETING = "meeting"
    OTHER = "other"


class AudienceScope(StrEnum):
    """Whether a communication action speaks inside the organisation, outside it, or both."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    BOTH = "both"


class EvaluationKind(StrEnum):
    """When and for what an evaluation is made."""

    MID_TERM = "mid-term"
    FINAL = "final"
    IMPACT = "impact"


class ResourceKind(StrEnum):
    """What the planning process itself is given."""

    PEOPLE = "people"
    MONEY = "money"
    TOOLS = "tools"
    OTHER = "other"


class Trend(StrEnum):
    """Where an environment factor is heading."""

    RISING = "rising"
    STABLE = "stable"
    FALLING = "falling"


class Language(StrEnum):
    """A language that a plan can be written in."""

    EN = "en"
    KO = "ko"
    VI = "vi"
