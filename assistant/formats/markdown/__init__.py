"""Markdown: the plan as a document that people read, with an annex that says where it comes from.

What people typed is escaped: it cannot become a heading, a link, a table, an image or HTML.
"""

from __future__ import annotations

from assistant.formats import Wording
from assistant.formats.markdown import aims, annex, closing, opening
from assistant.formats.markdown.page import Page
from assistant.plan.document import PlanDocument

_SECTIONS = (
    opening.title_block,
    opening.about,
    opening.situation,
    opening.direction,
    aims.goals,
    aims.swot,
    aims.strategies,
    closing.risks,
    closing.communication,
    closing.monitoring,
    closing.governance,
    closing.glossary,
    annex.annex,
)


def write(document: PlanDocument, word: Wording) -> bytes:
    """The plan as CommonMark with tables, in the language of the wording."""
    page = Page(document, word)
    for section in _SECTIONS:
        section(page)
    return page.text().encode()
