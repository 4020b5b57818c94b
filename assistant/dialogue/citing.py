"""What is kept of a passage that is on offer, and how the plan cites it once it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.dialogue.asking import message
from assistant.dialogue.turn import Turn
from assistant.plan.provenance import CaseCitation, Citation, DocumentCitation, PassageCitation

Hit = Mapping[str, Any]

_QUOTE = 300  # characters that a citation quotes
_KEPT = ("passage_id", "source", "source_title", "lines", "lang", "content_hash", "label", "offers", "kind",
         "fact", "confidence", "country_name", "references", "place")  # fmt: skip


def kept(hit: Hit) -> dict[str, Any]:
    """What the conversation keeps of a passage that is on offer: what taking and citing it needs."""
    short = {key: hit[key] for key in _KEPT}
    short["references"] = list(hit["references"][:1])
    if hit["place"]:
        short["quote"] = beginning(hit["text"].strip(), _QUOTE)
    return short


def citation_of(turn: Turn, hit: Hit) -> Citation:
    """The citation of a passage that was on offer."""
    if hit.get("place"):
        place = place_of(hit["place"])
        return DocumentCitation(
            document=hit["place"]["document"],
            title=hit["source_title"],
            place=turn.context.phrase(place["id"], place["params"], turn.lang),
            quote=hit["quote"],
        )
    shown = {"lang": hit["lang"], "hash": hit["content_hash"]}
    if hit.get("fact"):
        reference = hit["references"][0]
        return CaseCitation(
            case=hit["source"],
            fact=hit["fact"],
            confidence=hit["confidence"],
            **{name: reference[name] for name in ("title", "publisher", "url", "date")},
            **shown,
        )
    first, last = hit["lines"]
    return PassageCitation(passage=hit["passage_id"], source=hit["source"], lines=(first, last), **shown)


def place_of(place: Mapping[str, Any]) -> dict[str, Any]:
    """Where a passage stands in a document of one's own: the page, else the headings that lead to it."""
    page, last = place["page"], place["last_page"]
    if page is not None and last not in (None, page):
        return message("passage.pages", first=page, last=last)
    if page is not None:
        return message("passage.page", page=page)
    if place["headings"]:
        return message("passage.heading", headings=" › ".join(place["headings"]))
    return message("passage.beginning")


def beginning(text: str, most: int) -> str:
    """The first words of a text, verbatim: at most ``most`` characters, and no half word where there is a space."""
    if len(text) <= most:
        return text
    cut = text[: most + 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[:space].rstrip() if space > 0 else cut[:most]
