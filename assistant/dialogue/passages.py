"""A passage that was found, as it is worded.

A hit is the JSON that an event holds. Sessions hold hits of older versions too, which knew passages of sources only;
what they lack is filled in here (:func:`whole`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlsplit

from assistant.dialogue.asking import message
from assistant.dialogue.citing import beginning, place_of
from assistant.dialogue.turn import Turn
from assistant.plan.entities.plan import Plan

Hit = Mapping[str, Any]

_LONG_ADDRESS = 120  # characters; a longer one is shown where the fact is shown by itself
_LONG_TEXT = 600  # characters of a document of one's own; the rest is in the document
_NEWER = 3  # facts shown beneath a passage that they have overtaken
_UNDATED = "n.d."
_DEFAULTS: Hit = {
    "lines": None,
    "offers": (),
    "fact": "",
    "confidence": "",
    "country_name": "",
    "references": (),
    "place": None,
    "original": None,
    "newer": (),
}
_PLACEHOLDER = re.compile(r"\{(\w+)\|([^{}|]+)\}")
FACTS: Mapping[str, Callable[[Plan], str | None]] = {
    "organisation": lambda plan: plan.organisation.name,
    "jurisdiction": lambda plan: plan.jurisdiction,
    "end": lambda plan: str(plan.horizon_end.year) if plan.horizon_end else None,
}
"""What an offer may say of the plan at hand, by the name that stands in its braces."""


def whole(turn: Turn, hit: Hit) -> dict[str, Any]:
    """A hit with everything that one has today, its offers filled in with the plan's own facts."""
    full = {**_DEFAULTS, **hit}
    full["label"] = full.get("label") or _lines_label(full)
    full["offers"] = [filled(turn, line) for line in full["offers"] or ()]
    return full


def _lines_label(hit: Hit) -> str:
    first, last = hit["lines"] or (0, 0)
    return f"{hit['source']}:{first}" if first == last else f"{hit['source']}:{first}-{last}"


def filled(turn: Turn, line: str) -> str:
    """An offer with the plan's own facts in it; one that the plan lacks stays visible: ``[year]``."""

    def fact(match: re.Match[str]) -> str:
        value = FACTS[match[1]](turn.draft.plan) if match[1] in FACTS else None
        if not value:
            return f"[{match[2]}]"
        return re.sub(r"^The ", "the ", value) if match.start() else value

    return _PLACEHOLDER.sub(fact, line)


def listed(hits: list[dict[str, Any]], first: int = 1, *, all_references: bool = False) -> dict[str, Any]:
    """Passages one below the other, numbered from ``first``; an address that stands there is not repeated."""
    addresses: dict[str, int] = {}
    items = [_worded(number, hit, addresses, all_references) for number, hit in enumerate(hits, first)]
    return {"join": "\n\n", "items": items}


def _worded(number: int, hit: Hit, addresses: dict[str, int], all_references: bool) -> dict[str, Any]:
    paragraphs = [_passage(number, hit, addresses, all_references)]
    newer = list(hit["newer"] or ())
    paragraphs += [_since(fact) for fact in newer[:_NEWER]]
    if all_references and len(hit["references"]) > 1:
        others = [_reference(each) for each in hit["references"][1:]]
        paragraphs.append(message("passage.also", list={"join": "\n", "items": others}))
    return {"join": "\n", "items": [{"join": "\n\n", "items": paragraphs}, *_offers(hit)]}


def _offers(hit: Hit) -> list[dict[str, Any]]:
    """The lines that can be taken; those of a fact say once that they are modelled on what a government did."""
    lines = list(hit["offers"])
    model = {"country": hit["country_name"], "label": hit["label"]}
    if len(lines) == 1 and hit["fact"]:
        return [message("passage.offer.fact", text=lines[0], **model)]
    if len(lines) <= 1:
        return [message("passage.offer", text=line) for line in lines]
    lettered = zip(ascii_lowercase, lines, strict=False)
    offers = [message("passage.offer", text=f"{letter}) {line}") for letter, line in lettered]
    return [message("passage.offers.fact", **model), *offers] if hit["fact"] else offers


def _passage(number: int, hit: Hit, addresses: dict[str, int], whole_address: bool) -> dict[str, Any]:
    head = {"number": number, "title": hit["title"], "text": hit["text"]}
    if hit["place"]:
        head["text"] = _shortened(hit["text"], _LONG_TEXT)
        return message("passage.own", **head, name=hit["label"], place=place_of(hit["place"]))
    if not hit["fact"]:
        kind = message(f"passage.kind.{hit['kind']}")
        return message("passage", **head, kind=kind, source=hit["source_title"], place=hit["label"])
    reference = hit["references"][0]
    address = _address(reference["url"], hit["label"], addresses.get(reference["url"]), whole_address)
    addresses.setdefault(reference["url"], number)
    return message(
        "passage.fact",
        **head,
        confidence=message(f"passage.confidence.{hit['confidence']}"),
        source=reference["title"],
        publisher=reference["publisher"],
        date=_date(reference["date"]),
        label=hit["label"],
        address=address,
    )


def _address(url: str, label: str, known: int | None, whole_address: bool) -> dict[str, Any]:
    if known is not None:
        return message("passage.address.same", number=known)
    if len(url) <= _LONG_ADDRESS or whole_address:
        return message("passage.address", url=url)
    return message("passage.address.long", site=urlsplit(url).hostname or url, label=label)


def _since(hit: Hit) -> dict[str, Any]:
    reference = hit["references"][0]
    return message(
        "passage.since",
        text=hit["text"],
        publisher=reference["publisher"],
        date=_date(reference["date"]),
        label=hit["label"],
    )


def _reference(reference: Hit) -> dict[str, Any]:
    return message(
        "passage.reference",
        source=reference["title"],
        publisher=reference["publisher"],
        date=_date(reference["date"]),
        url=reference["url"],
    )


def _date(date: str) -> Any:
    return message("passage.undated") if date == _UNDATED else date


def _shortened(text: str, most: int) -> str:
    start = beginning(text, most)
    return text if start == text else f"{start} …"
