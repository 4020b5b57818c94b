"""From the blocks of a document to passages that an embedder can take.

A passage never reaches over a heading of the first two levels that has text of its own before it; within such a part,
pieces are put together until a passage is full. What belongs together (a heading and what follows it, a sentence that
ends in a colon and its list, a table and its first row) is not parted where it fits. Every word ends up in exactly one
passage; only the first row of a table is said again where the table goes on in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from knowledge.documents.marks import without_mark
from knowledge.documents.measure import Size, cut, measure, total
from knowledge.documents.model import Block, Chunk, Document

ENOUGH = 0.45
"""From this share of a full passage on, a new one may begin at a lower heading or at a list (80 of 180 words)."""
TINY = 0.2
"""A last piece below this joins the one before."""
_HEADER = 0.35
"""A first row longer than this is not said again."""
_LEAD_IN = 0.3
_PARTING = 2


@dataclass(frozen=True)
class _Unit:
    """What is never cut any more. ``run`` is the number of the list or table that it belongs to, 0 for none."""

    text: str
    path: tuple[str, ...]
    page: int | None
    level: int = 0
    run: int = 0
    header: str = ""
    holds_next: bool = False
    size: Size = field(default_factory=Size)


def chunk(document: Document) -> tuple[Chunk, ...]:
    """The passages of a document, in order; the same document gives the same ones."""
    passages = [passage for part in _parts(_units(document)) for passage in _passages(part)]
    return tuple(_chunk(number, units) for number, units in enumerate(passages, 1))


def _units(document: Document) -> Iterator[_Unit]:
    stack: list[tuple[int, str]] = []
    page: int | None = None
    run = 0
    for place, block in enumerate(document.blocks):
        if document.media == "pptx" and block.page != page:
            stack = []  # a slide without a title does not belong to the one before
        page = block.page
        if block.kind == "heading":
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            stack.append((block.level, without_mark(block.text)))
        following = document.blocks[place + 1] if place + 1 < len(document.blocks) else None
        lead_in = _is_lead_in(block, following)
        joins = (
            block.kind in ("list", "table") and place > 0 and _is_lead_in(document.blocks[place - 1], block)
        )
        if lead_in or (block.kind in ("list", "table") and not joins):
            run += 1
        yield from _of_block(
            block,
            tuple(text for _, text in stack),
            run if lead_in or joins or block.kind in ("list", "table") else 0,
            lead_in,
        )


def _is_lead_in(block: Block, following: Block | None) -> bool:
    """Whether a paragraph introduces the list or table after it."""
    if block.kind != "paragraph" or following is None or following.kind not in ("list", "table"):
        return False
    return measure(block.text).share <= _LEAD_IN


def _of_block(block: Block, path: tuple[str, ...], run: int, lead_in: bool) -> Iterator[_Unit]:
    lines = block.text.split("\n")
    header = (
        lines[0] if block.kind == "table" and len(lines) > 1 and measure(lines[0]).share <= _HEADER else ""
    )
    for place, line in enumerate(lines):
        pieces = cut(line)
        for piece in pieces:
            yield _Unit(
                text=piece,
                path=path,
                page=block.page,
                level=block.level,
                run=run,
                header=header if place else "",
                holds_next=lead_in or block.level > 0 or bool(header and not place) or line.endswith(":"),
                size=measure(piece),
            )


def _parts(units: Iterator[_Unit]) -> Iterator[list[_Unit]]:
    """The units between headings of the first two levels. Headings without text stay with what comes after them."""
    part: list[_Unit] = []
    has_text = False
    for unit in units:
        begins = 0 < unit.level <= _PARTING or (part and not unit.path and part[-1].path)
        if begins and has_text:
            yield part
            part, has_text = [], False
        if not unit.level and not has_text:
            contents, part = _own_headings(part, unit)
            if contents:
                yield contents
        has_text = has_text or not unit.level
        part.append(unit)
    if part:
        yield part


def _own_headings(headings: list[_Unit], first: _Unit) -> tuple[list[_Unit], list[_Unit]]:
    """Headings before a text: those of other parts, such as a table of contents, and those that it stands under."""
    other = max(
        (place for place, unit in enumerate(headings, 1) if unit.path != first.path[: len(unit.path)]),
        default=0,
    )
    if total(unit.size for unit in headings[:other]).share < TINY:
        other = 0
    return headings[:other], headings[other:]


def _passages(part: list[_Unit]) -> list[list[_Unit]]:
    """A part in passages that are full, but not too full."""
    out: list[list[_Unit]] = []
    held: list[_Unit] = []
    groups = list(_groups(part))
    for place, group in enumerate(groups):
        if held and _begins_anew(held, group, groups[place:]):
            out.append(held)
            held = []
        held = held + group
    if out and _size(held).share < TINY and _size(out[-1] + held).fits:
        out[-1] = out[-1] + held
    else:
        out.append(held)
    return out


def _groups(part: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Units that stay together: what holds the next one, and that; as many as fit."""
    group: list[_Unit] = []
    for unit in part:
        if group and (not group[-1].holds_next or _size([*group, unit]).share > 1):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _begins_anew(held: list[_Unit], group: list[_Unit], ahead: list[list[_Unit]]) -> bool:
    share = _size(held).share
    if _size(held + group).share > 1:
        return True
    if share < ENOUGH:
        return False
    if group[0].level:
        return True
    run = group[0].run
    if not run or held[-1].run == run:
        return False
    whole: list[_Unit] = []
    for following in ahead:
        if following[0].run != run or _size(whole).share > 1:
            break
        whole += following
    return _size(whole).share <= 1 < _size(held + whole).share


def _size(units: Sequence[_Unit]) -> Size:
    size = total(unit.size for unit in units)
    return size + measure(units[0].header) if units and units[0].header else size


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all paths begin with."""
    levels = zip(*paths, strict=False)
    return tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels))


def _chunk(number: int, units: list[_Unit]) -> Chunk:
    texts = [unit.text for unit in units]
    if units[0].header:
        texts.insert(0, units[0].header)
    told = [unit.path for unit in units if not unit.level] or [unit.path for unit in units]
    pages = [unit.page for unit in units if unit.page is not None]
    return Chunk(
        number=number,
        headings=_shared(told),
        text="\n".join(texts),
        page=min(pages, default=None),
        last_page=max(pages, default=None),
    )
