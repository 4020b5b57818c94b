"""Markdown of a reply as lines of a given width, by cells; light enough for hundreds of messages.

Textual's own Markdown part makes a widget of every block: 0.25 s a message in a long transcript. Here a
message is one widget. Nothing is clickable and no HTML is rendered: a link shows its address as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from textual.content import Content, Span

from tui.glyphs import Glyphs
from tui.safe import clean
from tui.tables import Table, table_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

NARROWEST = 8
"""Below this many cells text is laid out as if there were this many, and cut by the screen."""
_STYLES = {"strong_open": "bold", "em_open": "italic", "s_open": "strike", "link_open": "underline"}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, line of code or table, with what stands before its lines."""

    content: Content
    first: str = ""
    """Prefix of the first line: indent and bullet or number."""
    rest: str = ""
    """Prefix of the lines after it, as wide as `first`."""
    wrap: bool = True
    space: bool = True
    """Whether a blank line goes before it."""
    table: Table | None = None


def blocks(markdown: str, glyphs: Glyphs) -> list[Block]:
    """Read Markdown (CommonMark, tables, strikethrough; HTML is text) as blocks, cleaned of control characters."""
    reader = _Reader(glyphs)
    tokens = _parser().parse(clean(markdown))
    return list(reader.read(tokens))


def paragraphs(text: str) -> list[Block]:
    """Return plain text as blocks, line for line; nothing in it is markup."""
    return [Block(Content(line), space=False) for line in clean(text).split("\n")]


def lay_out(content: Sequence[Block], width: int) -> list[Content]:
    """Return the lines of these blocks, none wider than `width` cells unless that is below `NARROWEST`."""
    lines: list[Content] = []
    for block in content:
        if lines and block.space:
            lines.append(Content(""))
        lines.extend(_lines(block, max(width, NARROWEST)))
    return lines or [Content("")]


def _lines(block: Block, width: int) -> Iterator[Content]:
    room = max(2, width - len(block.first))
    if block.table is not None:
        inner: list[Content] = table_lines(block.table, room)
    else:
        inner = block.content.wrap(room) if block.wrap else block.content.fold(room)
    for number, line in enumerate(inner or [Content("")]):
        yield Content(block.rest if number else block.first) + line


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms that the first paint does not need

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(slots=True)
class _Reader:
    """Walks the tokens of one text; keeps where in lists and quotes it is."""

    glyphs: Glyphs
    lists: list[int] = field(default_factory=list)
    """For each open list the next number, or 0 for bullets."""
    quotes: int = 0
    marker: str = ""
    """Bullet or number that the next block of an item carries."""
    tight: bool = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Turn tokens into blocks."""
        place = 0
        heading = ""
        while place < len(tokens):
            token = tokens[place]
            if token.type == "table_open":
                end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
                yield self._block(Content(""), table=self._table(tokens[place:end]))
                place = end
            elif token.type == "heading_open":
                heading = token.tag
            elif token.type == "inline":
                content = self._inline(token.children or [])
                for number, line in enumerate(content.split("\n", allow_blank=True)):
                    block = self._block(line.stylize("bold") if heading else line)
                    yield replace(block, space=False) if number else block
                heading = ""
            else:
                yield from self._other(token)
            place += 1

    def _other(self, token: Token) -> Iterator[Block]:
        """Open and close lists and quotes; code and rules."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.tight = bool(self.lists)
                self.lists.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else 0)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.tight = bool(self.lists)
            case "list_item_open":
                self.marker = self._next_marker()
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case "fence" | "code_block":
                for number, line in enumerate(token.content.rstrip("\n").split("\n")):
                    yield replace(self._block(Content(line), wrap=False), space=not number)
            case "hr":
                yield self._block(Content(self.glyphs.line * 3))
            case _:
                pass

    def _next_marker(self) -> str:
        if not self.lists[-1]:
            marks = self.glyphs.bullets
            return marks[min(len(self.lists), len(marks)) - 1] + " "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def _block(self, content: Content, *, wrap: bool = True, table: Table | None = None) -> Block:
        """Put the bullet, the indent and the bar of a quote before `content`."""
        bar = f"{self.glyphs.bar} " * self.quotes
        indent = "  " * max(0, len(self.lists) - 1)
        marker, self.marker = self.marker, ""
        hanging = 0
        if self.lists:
            hanging = len(marker) or (2 if not self.lists[-1] else len(f"{self.lists[-1] - 1}. "))
        rest = bar + indent + " " * hanging
        item = bool(marker) and self.tight
        if marker:
            self.tight = True
        return Block(content, bar + indent + marker if marker else rest, rest, wrap, not item, table)

    def _inline(self, tokens: Sequence[Token]) -> Content:
        """Text with styles. A link becomes its text and, where that differs, its address in brackets."""
        text = ""
        spans: list[Span] = []
        opened: list[tuple[int, str, str]] = []
        for token in tokens:
            if token.type in _STYLES:
                opened.append((len(text), _STYLES[token.type], str(token.attrGet("href") or "")))
            elif token.nesting < 0 and opened:
                start, style, address = opened.pop()
                spans.append(Span(start, len(text), style))
                if address and address not in text[start:]:
                    text += f" ({clean(address)})"
            elif token.type == "softbreak":
                text += " "
            elif token.type == "hardbreak":
                text += "\n"
            elif token.type == "code_inline":
                spans.append(Span(len(text), len(text) + len(token.content), "bold"))
                text += token.content
            else:
                text += token.content
        return Content(text, spans)

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows: list[list[Content]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._inline(token.children or []))
        return Table(tuple(tuple(row) for row in rows), self.glyphs)
