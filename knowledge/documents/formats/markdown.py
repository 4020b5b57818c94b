"""Markdown by markdown-it-py (CommonMark with tables): the tokens are read, nothing is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.outline import Line, structure
from knowledge.documents.task import Task
from knowledge.documents.tidy import clean, one_line

_FRONT = re.compile(r"\A\s*---\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_STEP = 2_000


def read(source: Source, task: Task) -> Content:
    """Read Markdown. What is HTML in it is read as its text."""
    task.step(0, 1)
    text = clean(source.text)
    front = _FRONT.match(text)
    named = _TITLE.search(front[1]) if front else None
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    blocks = Blocks(task)
    structure(list(_lines(tokens, task)), blocks)
    task.step(1, 1)
    return Content(blocks.all(), one_line(named[1]) if named else "")


def _lines(tokens: Sequence[Token], task: Task) -> Iterator[Line]:
    reader = _Reader()
    for number, token in enumerate(tokens):
        if number % _STEP == 0:
            task.check()
        yield from reader.lines(token)


class _Reader:
    """Goes through the tokens in order."""

    def __init__(self) -> None:
        self._counts: list[int] = []
        """Of the lists around: items of an ordered one so far, -1 for a bulleted one."""
        self._label = ""
        self._level = 0
        self._rows: list[list[str]] = []

    def lines(self, token: Token) -> Iterator[Line]:
        """The lines that end with a token."""
        if token.type == "inline":
            yield from self._inline(_said(token))
        elif token.type == "table_close":
            yield Line("", rows=tuple(map(tuple, self._rows)))
            self._rows = []
        elif token.type in ("fence", "code_block", "html_block"):
            yield Line(
                one_line(_TAG.sub(" ", token.content) if token.type == "html_block" else token.content)
            )
        else:
            self._open_or_close(token)

    def _inline(self, text: str) -> Iterator[Line]:
        if self._rows:
            self._rows[-1].append(text)
        elif self._level:
            yield Line(text, level=self._level)
            self._level = 0
        else:
            yield Line(f"{self._label} {text}".strip(), item=bool(self._counts))
            self._label = ""

    def _open_or_close(self, token: Token) -> None:
        if token.type == "heading_open":
            self._level = int(token.tag[1:])
        elif token.type == "ordered_list_open":
            self._counts.append(int(token.attrGet("start") or 1) - 1)
        elif token.type == "bullet_list_open":
            self._counts.append(-1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self._counts.pop()
        elif token.type == "list_item_open":
            self._label, self._counts[-1] = _next(self._counts[-1])
        elif token.type == "tr_open":
            self._rows.append([])


def _next(count: int) -> tuple[str, int]:
    """The label of the next item of a list, and the count after it."""
    return ("-", count) if count < 0 else (f"{count + 1}.", count + 1)


def _said(token: Token) -> str:
    out: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            out.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif child.type == "image":
            out.append(child.content)
    return one_line("".join(out))
