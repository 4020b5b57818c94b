"""Plain text: every line is looked at; headings are guessed."""

from __future__ import annotations

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.outline import Line, joined, structure
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, lines


def read(source: Source, task: Task) -> Content:
    """Read plain text."""
    task.step(0, 1)
    found: list[Line] = []
    gap = False
    for text in lines(source.text):
        if has_words(text):
            found.append(Line(text, gap=gap))
        gap = not has_words(text)
    blocks = Blocks(task)
    structure(joined(found), blocks)
    task.step(1, 1)
    return Content(blocks.all())
