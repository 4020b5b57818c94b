"""HTML by Beautiful Soup: what the page says, without its menus, forms, heads and feet.

The tree is walked without recursion: a page may be nested as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.element import NavigableString, PreformattedString, Tag

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.outline import Line, structure
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, lines, one_line

FAULTS = (ParserRejectedMarkup,)
_LEFT_OUT = frozenset(
    {
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "form",
        "button",
        "select",
        "input",
        "textarea",
    }
    | {"svg", "canvas", "iframe", "object", "dialog", "menu", "audio", "video", "map", "rt", "rp"}
)
_EDGES = frozenset({"header", "footer"})
"""Left out as parts of the page, kept as parts of an article: there they hold its title."""
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
    }
    | {
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "address",
    }
    | {
        "details",
        "summary",
        "center",
        "body",
        "html",
        "fieldset",
        "[document]",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    }
)
_HEADING = re.compile(r"h([1-6])")
_STEP = 2_000


def read(source: Source, task: Task) -> Content:
    """Read HTML."""
    task.step(0, 1)
    soup = BeautifulSoup(source.text, "lxml")
    title = _said(soup.title) if soup.title else ""
    main = soup.find("main")
    walk = _Walk(task)
    walk.run(main if isinstance(main, Tag) and has_words(_said(main)) else soup.body or soup)
    blocks = Blocks(task)
    structure(walk.lines, blocks)
    task.step(1, 1)
    return Content(blocks.all(), title)


class _Walk:
    """Goes through the tree in order and gathers lines."""

    def __init__(self, task: Task) -> None:
        self.lines: list[Line] = []
        self._task = task
        self._said: list[tuple[str, bool]] = []
        self._counts: list[int] = []
        """Of the lists around: items of an ordered one so far, -1 for a bulleted one."""
        self._label: str | None = None
        """Of the item that is open; ``""`` once it was said."""
        self._bold = 0
        self._articles = 0

    def run(self, root: Tag) -> None:
        """Walk a tree."""
        self._articles = int(root.name == "main")
        stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
        seen = 0
        while stack:
            node = next(stack[-1][1], None)
            seen += 1
            if seen % _STEP == 0:
                self._task.check()
            if node is None:
                self._leave(stack.pop()[0])
            elif isinstance(node, Tag):
                if self._enter(node):
                    stack.append((node, iter(node.contents)))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._said.append((str(node).replace("\n", " ").replace("\r", " "), self._bold > 0))
        self._flush()

    def _enter(self, tag: Tag) -> bool:
        """Begin an element; whether its content is to be walked."""
        name = tag.name
        if _is_left_out(tag, self._articles > 0):
            return False
        if name == "br":
            self._said.append(("\n", False))
            return False
        if name in _BLOCKS:
            self._flush()
        if found := _HEADING.fullmatch(name):
            self.lines.append(Line(_said(tag), level=int(found[1])))
            return False
        if name == "table" and (rows := _rows(tag)):
            caption = tag.find("caption")
            self.lines += [Line(_said(caption))] if isinstance(caption, Tag) else []
            self.lines.append(Line("", rows=rows))
            return False
        self._bold += name in ("b", "strong")
        self._articles += name == "article"
        if name in ("ul", "ol"):
            self._counts.append(0 if name == "ol" else -1)
        elif name == "li":
            self._begin_item()
        return True

    def _begin_item(self) -> None:
        if self._counts and self._counts[-1] >= 0:
            self._counts[-1] += 1
            self._label = f"{self._counts[-1]}."
        else:
            self._label = "-"

    def _leave(self, tag: Tag) -> None:
        name = tag.name
        if name in _BLOCKS:
            self._flush()
        self._bold -= name in ("b", "strong")
        self._articles -= name == "article"
        if name in ("ul", "ol") and self._counts:
            self._counts.pop()
        if name == "li" or (name in ("ul", "ol") and not self._counts):
            self._label = "" if self._counts else None

    def _flush(self) -> None:
        """What was said since the last block is a paragraph, or an item, or several where lines are broken in it."""
        said, self._said = self._said, []
        text = "".join(each for each, _ in said)
        if not has_words(text):
            return
        bold = all(is_bold for each, is_bold in said if has_words(each))
        if self._label is not None:
            self.lines.append(Line(f"{self._label} {one_line(text)}".strip(), item=True))
            self._label = ""
            return
        self.lines += [Line(each, bold=bold) for each in lines(text) if each]


def _is_left_out(tag: Tag, in_article: bool) -> bool:
    if tag.name in _LEFT_OUT or (tag.name in _EDGES and not in_article):
        return True
    attributes = tag.attrs
    if not attributes:
        return False
    style = str(attributes.get("style", "")).replace(" ", "").lower()
    return (
        "hidden" in attributes or "display:none" in style or str(attributes.get("role", "")).lower() in _ROLES
    )


def _within(tag: Tag) -> Iterator[object]:
    """Everything in an element, in order. Beautiful Soup's own way looks for the end first, however deep it lies."""
    stack: list[Iterator[object]] = [iter(tag.contents)]
    while stack:
        for node in stack[-1]:
            yield node
            if isinstance(node, Tag):
                stack.append(iter(node.contents))
                break
        else:
            stack.pop()


def _named(tag: Tag, *names: str) -> Iterator[Tag]:
    return (node for node in _within(tag) if isinstance(node, Tag) and node.name in names)


def _said(tag: Tag) -> str:
    """The text of an element in one line."""
    out: list[str] = []
    for node in _within(tag):
        if isinstance(node, Tag):
            out.append(" " if node.name in _BLOCKS or node.name == "br" else "")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parent = node.parent
            if parent is None or parent is tag or parent.name not in _LEFT_OUT:
                out.append(str(node))
    return one_line("".join(out))


def _rows(table: Tag) -> tuple[tuple[str, ...], ...]:
    """The rows of a table; nothing for one that only lays out the page: nested, of one column, with headings in it."""
    if any(
        isinstance(node, Tag) and (node.name == "table" or _HEADING.fullmatch(node.name))
        for node in _within(table)
    ):
        return ()
    below: dict[int, tuple[int, str]] = {}
    rows: list[tuple[str, ...]] = []
    for row in _named(table, "tr"):
        said: list[str] = []
        column = 0
        for cell in _named(row, "td", "th"):
            column = _from_above(below, column, said)
            text = _said(cell)
            for place in range(column, column + _span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    below[place] = (down - 1, text if place == column else "")
            said.append(text)
            column += _span(cell, "colspan")
        _from_above(below, column, said)
        rows.append(tuple(said))
    return tuple(rows) if any(len(row) > 1 for row in rows) else ()


def _from_above(below: dict[int, tuple[int, str]], column: int, said: list[str]) -> int:
    """Say what cells over several rows say in this one too; the next free column."""
    while column in below:
        left, text = below.pop(column)
        if text:
            said.append(text)
        if left > 1:
            below[column] = (left - 1, text)
        column += 1
    return column


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 1_000) if value.isascii() and value.isdigit() else 1
