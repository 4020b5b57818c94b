"""Where every value of a plan comes from, kept beside the plan: ``{uid: {field: Mark}}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from assistant.plan.entities.base import Model


class State(StrEnum):
    """How far a value has come."""

    EMPTY = "empty"
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    EDITED = "edited"
    DEFERRED = "deferred"


class Origin(StrEnum):
    """Who brought the value in."""

    USER = "user"
    IMPORTED = "imported"
    SUGGESTED = "suggested"
    MODEL = "model"


class PassageCitation(Model):
    """A citation of built-in knowledge: the passage, the lines of its source, and the text's hash."""

    type: Literal["passage"] = "passage"
    passage: str = Field(description="Stable id of the passage")
    source: str = Field(description="Key of the source document")
    lines: tuple[int, int] = Field(description="First and last line in the source, counted from 1")
    lang: str = Field(description="Language of the text that was shown")
    hash: str = Field(description="sha256 of the text that was shown, as hexadecimal digits")


class DocumentCitation(Model):
    """A citation of a user's own document: its hash, the place, and a quote found there verbatim."""

    type: Literal["document"] = "document"
    document: str = Field(description="sha256 of the document's bytes, as hexadecimal digits")
    title: str | None = Field(None, description="Title or file name")
    place: str | None = Field(None, description="Page or heading")
    quote: str = Field(description="The words quoted, verbatim")


class CaseCitation(Model):
    """A citation of a fact about another government: the case, the fact, and the page where it can be looked up."""

    type: Literal["case"] = "case"
    case: str = Field(description="Id of the case in the case library")
    fact: str = Field(description="Id of the fact, such as dk-07")
    title: str = Field(description="Title of the page or paper")
    publisher: str = Field(description="Who published it")
    url: str = Field(description="Its address")
    date: str = Field(description="Its date as the publisher gives it; n.d. if there is none")
    confidence: Literal["official", "secondary"] = Field(
        description="Whether the government itself says so, or somebody else about it"
    )
    lang: str = Field(description="Language of the text that was shown")
    hash: str = Field(description="sha256 of the text that was shown, as hexadecimal digits")


Citation = Annotated[PassageCitation | DocumentCitation | CaseCitation, Field(discriminator="type")]

_CITATION: Final = TypeAdapter[PassageCitation | DocumentCitation | CaseCitation](Citation)


def citation_from_data(data: Any) -> Citation:
    """A citation from JSON values; raises ValidationError (a ValueError) where it is none."""
    return _CITATION.validate_python(data)


class Mark(Model):
    """The provenance of one value."""

    state: State = Field(description="How far the value has come")
    origin: Origin | None = Field(None, description="Who brought it in; null for an empty value")
    citations: tuple[Citation, ...] = Field((), description="What the value rests on")
    revision: int = Field(1, ge=1, description="Counts the changes of this value, from 1")
    updated_at: datetime | None = Field(None, description="When it was last changed, with offset")


Provenance = Mapping[str, Mapping[str, Mark]]
"""Marks by uid and field path."""
