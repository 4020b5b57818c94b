"""Passages on the command line: as text with their citation, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tui.documents import place_in

if TYPE_CHECKING:
    from knowledge import Hit, Reference
    from tui.commands.call import Call

_UNDATED = "n.d."


def in_words(call: Call, number: int, hit: Hit, *, original: bool) -> str:
    """Return a passage as it is shown, with an empty line after it.

    Args:
        call: words what is not the passage's own.
        number: its place among those found.
        hit: the passage.
        original: whether its original follows, where that is in another language.
    """
    lines = [f"{number}. {hit.title}", hit.text.strip(), _cited(call, hit)]
    lines += [reference.url for reference in hit.references[:1]]
    lines += [_since(call, fact) for fact in hit.newer]
    if original and hit.original is not None:
        lang = call.text(f"choice.Language.{hit.original.lang}")
        lines += [f"[{lang}]", hit.original.text.strip()]
    return "\n".join([*lines, ""])


def _cited(call: Call, hit: Hit) -> str:
    if hit.place:
        return f"[{hit.label}, {call.text('value', value=place_in(hit.place))}] {hit.source_title}"
    if not hit.references:
        return f"[{hit.label}] {hit.source_title}"
    main = hit.references[0]
    confidence = call.text(f"passage.confidence.{hit.confidence}")
    return f"[{hit.label}] {main.title}, {main.publisher}, {_date(call, main)} ({confidence})"


def _since(call: Call, fact: Hit) -> str:
    main = fact.references[0]
    return call.text(
        "passage.line.since",
        text=fact.text.strip(),
        publisher=main.publisher,
        date=_date(call, main),
        label=fact.label,
    )


def _date(call: Call, reference: Reference) -> str:
    return call.text("passage.undated") if reference.date == _UNDATED else reference.date


def as_json(hit: Hit, *, original: bool) -> dict[str, Any]:
    """Return a passage for other programs; ``original`` is there only where it was asked for."""
    data: dict[str, Any] = {
        "passage_id": hit.passage_id,
        "title": hit.title,
        "text": hit.text,
        "lang": hit.lang,
        "kind": hit.kind,
        "source": hit.source,
        "source_title": hit.source_title,
        "lines": None if hit.lines is None else list(hit.lines),
        "place": None if hit.place is None else asdict(hit.place),
        "label": hit.label,
        "fact": hit.fact or None,
        "topic": hit.topic or None,
        "country": hit.country or None,
        "confidence": hit.confidence or None,
        "references": [asdict(reference) for reference in hit.references],
        "newer": [_newer(fact) for fact in hit.newer],
        "steps": list(hit.steps),
        "score": round(hit.score, 4),
        "content_hash": hit.content_hash,
    }
    if original:
        data["original"] = None if hit.original is None else asdict(hit.original)
    return data


def _newer(fact: Hit) -> dict[str, Any]:
    return {
        "passage_id": fact.passage_id,
        "text": fact.text,
        "lang": fact.lang,
        "label": fact.label,
        "confidence": fact.confidence,
        "references": [asdict(reference) for reference in fact.references],
        "content_hash": fact.content_hash,
    }
