"""Where every value of a plan comes from, kept beside the plan: ``{uid: {field: Mark}}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

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


Citation = Annotated[PassageCitation | DocumentCitation, Field(discriminator="type")]


class Mark(Model):
    """The provenance of one value."""

    state: State = Field(description="How far the value has come")
    origin: Origin | None = Field(None, description="Who brought it in; null for an empty value")
    citations: tuple[Citation, ...] = Field((), description="What the value rests on")
    revision: int = Field(1, ge=1, description="Counts the changes of this value, from 1")
    updated_at: datetime | None = Field(None, description="When it was last changed, with offset")


Provenance = Mapping[str, Mapping[str, Mark]]
"""Marks by uid and field path."""
