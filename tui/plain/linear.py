"""Markdown as text that is pleasant to hear: no marks, no boxes, a table as one sentence a row.

Nothing is drawn and nothing is coloured, and what a terminal would act on is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from tui.safe import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_INDENT = "  "


def linear(markdown: str) -> str:
    """Return Markdown as plain text: blocks with one empty line between them, no line break at the end.

    Headings and emphasis become their text, a list keeps `-` or its numbers, a link shows its address
    behind it, a row of a table becomes `Column: value; Column: value`, or
    `first: second` where there are but two columns. HTML is text like any other.
    """
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_parser().parse(clean(markdown)))
    return "\n".join(_blocks(root.children, loose=True))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _blocks(nodes: Iterable[SyntaxTreeNode], *, loose: bool) -> list[str]:
    """Return the lines of blocks that follow each other, an empty line between them where `loose`."""
    lines: list[str] = []
    for node in nodes:
        block = _block(node)
        if lines and block and (loose or node.type == "table"):
            lines.append("")
        lines += block
    return lines


def _block(node: SyntaxTreeNode) -> list[str]:
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node)
    if node.type == "table":
        return _table(node)
    if node.type in {"fence", "code_block"}:
        return _indented(node.content.splitlines(), _INDENT)
    if node.type == "blockquote":
        return _indented(_blocks(node.children, loose=True), _INDENT)
    if node.type == "hr":
        return []
    return _inline(node).splitlines()


def _list(node: SyntaxTreeNode) -> list[str]:
    lines: list[str] = []
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for item in node.children:
        mark = f"{number}. " if number else "- "
        number += 1 if number else 0
        body = _blocks(item.children, loose=False) or [""]
        lines.append(f"{mark}{body[0]}".rstrip())
        lines += _indented(body[1:], " " * len(mark))
    return lines


def _table(node: SyntaxTreeNode) -> list[str]:
    rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
    head, body = rows[0], rows[1:]
    if not body:
        return ["; ".join(cell for cell in head if cell)]
    if len(head) == 2:  # what something is, and its value: the names of the columns would only repeat
        return [": ".join(cell for cell in row if cell) for row in body]
    return [
        "; ".join(_cell(name, cell) for name, cell in zip(head, row, strict=True) if cell) for row in body
    ]


def _cell(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value


def _indented(lines: Iterable[str], by: str) -> list[str]:
    return [f"{by}{line}" if line else "" for line in lines]


def _inline(node: SyntaxTreeNode) -> str:
    """Return the words of a block or of a piece of it."""
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "\n"
    if node.type == "image":
        return node.content
    inner = "".join(_inline(child) for child in node.children) if node.children else ""
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        return inner if inner == address or not address else f"{inner} ({address})"
    return inner or ("" if node.type in {"inline", "paragraph"} else _content(node))


def _content(node: SyntaxTreeNode) -> str:
    return node.content if node.type in {"text", "code_inline", "text_special", "html_inline"} else ""
