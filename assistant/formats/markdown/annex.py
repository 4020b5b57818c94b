"""The annex: where the values come from, what is only suggested, what is still open."""

from __future__ import annotations

from collections import Counter

from assistant.formats.markdown.page import Page
from assistant.plan.entities.base import Entity
from assistant.plan.fields import field_spec
from assistant.plan.index import is_empty, kind_of, value_at
from assistant.plan.provenance import CaseCitation, Citation, Origin, PassageCitation, State
from assistant.review import review
from prompts.markup import inline, web_address


def annex(page: Page) -> None:
    """Citations and what rests on them, origins, unconfirmed suggestions, gaps."""
    page.section("doc.section.sources")
    _origins(page)
    _citations(page)
    _suggestions(page)
    _gaps(page)


def _place(page: Page, entity: Entity, path: str) -> str:
    """Which value of which entity, in words."""
    label = page.label(kind_of(entity), path)
    place = page.index.places[entity.uid]
    if place.parent is None:
        return label
    if entity.code is not None:
        return f"{page.name(entity)} – {label}"
    owner = page.index.places[place.parent].entity  # a line of a list is found by way of the list
    if not field_spec(kind_of(owner), place.field).many:
        return f"{_place(page, owner, place.field)} – {label}"
    line = page.name(entity) if path == entity.TITLE else f"{page.name(entity)} – {label}"
    return f"{_place(page, owner, place.field)}: {line}"


def _origins(page: Page) -> None:
    counted = Counter(
        "inferred" if mark.origin is Origin.SUGGESTED and not mark.citations else str(mark.origin)
        for entity, path, mark in page.sources.marks()
        if mark.origin is not None and not is_empty(value_at(entity, path))
    )
    page.grid(
        [page.say("doc.origin"), page.say("doc.count")],
        [
            (page.say(f"doc.origin.{name}"), str(counted[name]))
            for name in (*Origin, "inferred")
            if counted[name]
        ],
    )


def _citations(page: Page) -> None:
    page.heading(3, page.say("doc.citations"))
    if not page.sources.citations:
        page.add(page.say("doc.citations.none"))
    page.bullets(
        f"\\[{number}\\] {_citation(page, citation)} {page.say('doc.citation.uses', places=_uses(page, number))}"
        for citation, number in page.sources.citations.items()
    )


def _uses(page: Page, number: int) -> str:
    return "; ".join(_place(page, entity, path) for entity, path in page.sources.uses[number])


def _citation(page: Page, citation: Citation) -> str:
    if isinstance(citation, PassageCitation):
        return page.say(
            "doc.citation.passage",
            passage=inline(citation.passage),
            source=inline(citation.source),
            lines="-".join(str(line) for line in dict.fromkeys(citation.lines)),
            lang=inline(citation.lang),
            hash=inline(citation.hash[:12]),
        )
    if isinstance(citation, CaseCitation):
        undated = citation.date == "n.d."
        return page.say(
            "doc.citation.case",
            title=inline(citation.title),
            publisher=inline(citation.publisher),
            date=page.say("doc.citation.undated") if undated else inline(citation.date),
            address=web_address(citation.url),
            confidence=page.say(f"doc.confidence.{citation.confidence}"),
            fact=inline(citation.fact),
            lang=inline(citation.lang),
            hash=inline(citation.hash[:12]),
        )
    return page.say(
        "doc.citation.document",
        title=inline(citation.title or citation.document[:12]),
        place=inline(citation.place or "–"),
        quote=inline(citation.quote),
        hash=inline(citation.document[:12]),
    )


def _suggestions(page: Page) -> None:
    page.heading(3, page.say("doc.suggestions"))
    parts: dict[str, list[tuple[Entity, str]]] = {}
    for entity, path, mark in page.sources.marks():
        if mark.state is State.SUGGESTED and not is_empty(value_at(entity, path)):
            parts.setdefault(_part_of_plan(page, entity), []).append((entity, path))
    if not parts:
        page.add(page.say("doc.suggestions.none"))
        return
    page.add(page.say("doc.suggestions.some", count=sum(map(len, parts.values()))))
    page.bullets(
        "\n  - ".join([f"{part}: {len(values)}", *_places(page, values)]) for part, values in parts.items()
    )


def _part_of_plan(page: Page, entity: Entity) -> str:
    """What the list or the part of the plan is called that an entity belongs to."""
    place = page.index.places[entity.uid]
    while place.parent is not None and place.parent != page.plan.uid:
        place = page.index.places[place.parent]
    return page.label("Plan", place.field) if place.parent is not None else page.say("doc.section.about")


def _places(page: Page, values: list[tuple[Entity, str]]) -> list[str]:
    """Which values, those of one entity on one line."""
    lines: dict[str, list[str]] = {}
    for entity, path in values:
        if entity.code is None:
            lines[_place(page, entity, path)] = []
        else:
            lines.setdefault(page.name(entity), []).append(page.label(kind_of(entity), path))
    return [f"{name}: {', '.join(labels)}" if labels else name for name, labels in lines.items()]


def _gaps(page: Page) -> None:
    page.heading(3, page.say("doc.gaps"))
    gaps: dict[str, list[str]] = {}
    needed: set[tuple[str, str]] = set()
    for finding in review(page.document):
        if finding.rule == "X.0":
            label = page.label(str(finding.params["kind"]), finding.field)
            if finding.params["deferred"]:
                label = f"{label} *({page.say('doc.mark.deferred')})*"
            gaps.setdefault(finding.uid, []).append(label)
            needed.add((finding.uid, finding.field))
    for entity, path, mark in page.sources.marks():  # what was put off without being needed
        put_off = mark.state is State.DEFERRED and is_empty(value_at(entity, path))
        if put_off and (entity.uid, path) not in needed:
            label = f"{page.label(kind_of(entity), path)} *({page.say('doc.mark.deferred')})*"
            gaps.setdefault(entity.uid, []).append(label)
    if not gaps:
        page.add(page.say("doc.gaps.none"))
    page.bullets(_owner(page, uid) + ", ".join(labels) for uid, labels in gaps.items())


def _owner(page: Page, uid: str) -> str:
    if uid == page.plan.uid:
        return ""
    entity = page.index.entity(uid)
    name = page.name(entity) if entity else page.reference(uid)
    return f"{name[:1].upper()}{name[1:]}: "
