"""The Markdown export is a document that people read: whole, resolved, honest about its sources, and inert."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from formats_documents import markdown, plan_with
from helpers.plan_strategies import documents, full_document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from assistant.plan.document import PlanDocument, document_from_data, dump_document, new_document
from assistant.plan.provenance import DocumentCitation, Mark, Origin, PassageCitation, State
from assistant.samples import load_sample
from prompts.markup import block, inline, web_address

HASH = "0123456789abcdef" * 4
PASSAGE = PassageCitation(passage="visure.step4.smart", source="visure", lines=(30, 34), lang="en", hash=HASH)
QUOTE = DocumentCitation(document=HASH, title="Budget [2026].pdf", place="p. 4", quote="Costs *rose* 4%")


class MarkdownFile(SingleFileSnapshotExtension):
    file_extension = "md"


def parse(text: str) -> list[Token]:
    return MarkdownIt("gfm-like", {"linkify": True, "html": True}).parse(text)


def blocks(text: str) -> list[str]:
    return [token.type for token in parse(text)]


def inlines(text: str) -> set[str]:
    return {child.type for token in parse(text) for child in token.children or ()}


def test_the_bytes_of_a_full_plan(snapshot: SnapshotAssertion) -> None:
    assert markdown(full_document()).encode() == snapshot(extension_class=MarkdownFile)


def test_the_bytes_of_an_empty_plan(snapshot: SnapshotAssertion) -> None:
    assert markdown(new_document("_p")).encode() == snapshot(extension_class=MarkdownFile)


def test_the_bytes_of_the_sample_plan(snapshot: SnapshotAssertion) -> None:
    assert markdown(load_sample("en")).encode() == snapshot(extension_class=MarkdownFile)


def test_every_text_of_the_plan_is_in_the_document() -> None:
    document = full_document()
    typed = set(re.findall(r"text\d+x", dump_document(document)))
    assert len(typed) == 86
    assert typed <= set(re.findall(r"text\d+x", markdown(document)))


def test_an_entity_without_its_owner_is_not_lost() -> None:
    document = plan_with(
        objectives=[{"uid": "_o", "statement": "Stray aim", "goal": "_gone"}],
        indicators=[{"uid": "_k", "name": "Stray measure"}],
        swot=[{"uid": "_s", "statement": "Stray point"}],
        initiatives=[{"uid": "_i", "title": "Stray project", "strategy": "_gone"}],
        activities=[{"uid": "_a", "title": "Stray work", "initiative": "_gone"}],
        milestones=[{"uid": "_m", "title": "Stray mark"}],
    )
    text = markdown(document)
    for words in ("aim", "measure", "point", "project", "work", "mark"):
        assert f"Stray {words}" in text
    assert "**Goal:** *not in this plan*" in text


def test_a_line_of_a_list_is_cited_by_way_of_its_list() -> None:
    text = markdown(
        plan_with(
            evaluations=[
                {"uid": "_e", "code": "EVA-1", "questions": [{"uid": "_q", "text": "Was it worth it?"}]}
            ],
            scope_in=[{"uid": "_i", "text": "Permits"}],
            provenance={
                uid: {"text": Mark(state=State.ACCEPTED, citations=(PASSAGE,))} for uid in ("_e", "_q", "_i")
            },
        )
    )
    assert "Used for: In scope: Permits; EVA-1 – Questions: Was it worth it?\n" in text


def test_a_suggestion_that_nobody_confirmed_is_marked_where_it_stands_and_in_the_annex() -> None:
    mark = Mark(state=State.SUGGESTED, origin=Origin.SUGGESTED, citations=(PASSAGE, QUOTE))
    text = markdown(
        plan_with(
            goals=[{"uid": "_g", "code": "GOA-1", "title": "Open", "outcome": "Trust grows"}],
            provenance={"_g": {"outcome": mark, "title": mark.model_copy(update={"state": State.ACCEPTED})}},
        )
    )
    assert "- **Outcome:** Trust grows *(suggested, not confirmed)* \\[1\\] \\[2\\]" in text
    assert "### GOA-1 Open \\[1\\] \\[2\\]\n" in text
    annex = text.partition("Annex")[2]
    assert "passage visure.step4.smart (visure:30-34; text" in annex
    assert "Budget \\[2026\\].pdf, p. 4: “Costs \\*rose\\* 4%”" in annex
    assert "Used for: GOA-1 Open – Goal; GOA-1 Open – Outcome\n" in annex
    assert (
        "One value was suggested by the program, and nobody has confirmed it yet:\n\n"
        "- Goals: 1\n  - GOA-1 Open: Outcome\n"
    ) in annex
    assert "| Taken from the built-in knowledge or a document | 2 |" in annex


def test_what_was_put_off_is_marked_where_it_would_stand_and_in_the_annex() -> None:
    later = Mark(state=State.DEFERRED)
    text = markdown(
        plan_with(
            goals=[{"uid": "_g", "code": "GOA-1", "title": "Open"}],
            provenance={"_g": {"outcome": later, "rationale": later}, "_p": {"legal_basis": later}},
        )
    )
    assert "- **Outcome:** *put off for later*" in text
    assert "- **Legal basis:** *put off for later*" in text
    annex = text.partition("Annex")[2]
    assert "- GOA-1 Open: Outcome *(put off for later)*, Owner, Why this goal *(put off for later)*" in annex


def test_a_value_that_its_place_tells_is_repeated_only_if_there_is_more_to_say() -> None:
    values: dict[str, Any] = {
        "goals": [{"uid": "_g", "code": "GOA-1", "title": "Open"}],
        "objectives": [{"uid": "_o", "statement": "Half online", "goal": "_g"}],
    }
    assert "**Goal:**" not in markdown(plan_with(**values))
    marked = plan_with(**values, provenance={"_o": {"goal": Mark(state=State.SUGGESTED)}})
    assert "**Goal:** GOA-1 Open *(suggested, not confirmed)*" in markdown(marked)


def test_an_empty_section_says_what_is_missing_in_one_line() -> None:
    text = markdown(new_document("_p"))
    assert "## 7. Risks\n\n*Not written yet: Risks.*\n\n## 8." in text
    assert "*Not written yet: Vision.*" in text
    assert text.count("\n## ") == 12  # the summary, ten sections, the annex; no empty glossary


HOSTILE = st.text(
    st.sampled_from("\\`*_[]()<>|~$#!&-+=.:1 \n\t\"'@;/w" + "\x1b\u202e\u200b한é"), min_size=1, max_size=14
) | st.sampled_from(
    [
        "# Heading", "[a](https://example.org)", "![x](y.png)", "<script>alert(1)</script>", "<https://example.org>",
        "| a | b |\n| --- | --- |", "```\ncode", "- list\n- list", "1. one", "> quote", "---", "a\n===", "&lt;b&gt;",
        "https://example.org", "HTTPS://EXAMPLE.ORG", "ftp://example.org", "www.example.org", "a@example.org",
        "mailto:a@example.org", "**bold**", "~~gone~~", "$x$", "\x1b[31mred", "[1]: https://example.org",
        "[^1]", "\\[1\\]", "a  \nb", "    code", "\\", "term\n: definition", "<!-- note", "#", "a ##",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(HOSTILE, min_size=1, max_size=5))
@example(["<script>alert(1)</script>", "[a](https://example.org)", "www.example.org"])
def test_answers_cannot_become_markup(texts: list[str]) -> None:
    plain = dump_document(full_document())

    def swap(match: re.Match[str]) -> str:
        return json.dumps(texts[int(match[1]) % len(texts)] + "w", ensure_ascii=False)

    hostile = document_from_data(json.loads(re.sub(r'(?<!"url": )"text(\d+)x"', swap, plain)))
    calm = markdown(full_document())
    written = markdown(hostile)
    assert blocks(written) == blocks(calm)
    assert inlines(written) - {"hardbreak"} <= inlines(calm)


@settings(max_examples=300)
@given(HOSTILE)
def test_a_text_shows_as_it_was_typed(text: str) -> None:
    tokens = parse(inline(text))
    shown = "".join(child.content for token in tokens for child in token.children or ())
    visible = re.sub("[\x00-\x08\x0b-\x1f\u202e]", "", " ".join(text.split())).strip()
    assert shown == visible
    assert [token.type for token in tokens] == (
        ["paragraph_open", "inline", "paragraph_close"] if visible else []
    )


def test_line_breaks_of_a_paragraph_are_kept() -> None:
    assert block("One\n\n- two\r\n3. three") == "One\\\n\\- two\\\n3\\. three"


@pytest.mark.parametrize("text", ["8.4 million", "-5 points", "+3%", "1st", "Goal #1", "a - b", "3) and"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert inline(text) == text.replace("3) ", "3\\) ")


def test_only_a_plain_web_address_is_a_link() -> None:
    assert web_address("https://example.org/a?b=1#c") == "<https://example.org/a?b=1#c>"
    for text in ("javascript:alert(1)", "https://a b", "https://x>y", "https://user:pw@host/", "example.org"):
        assert not web_address(text).startswith("<")


@pytest.mark.parametrize("text", ["www.example.org", "https://example.org", "a@example.org", "ftp://x.org"])
def test_nothing_becomes_a_link_by_itself(text: str) -> None:
    assert "link_open" not in inlines(inline(f"see {text} now"))


@settings(deadline=None, max_examples=60)
@given(documents())
def test_any_plan_can_be_written(document: PlanDocument) -> None:
    text = markdown(document)
    assert text.endswith("\n")
    assert "html_block" not in blocks(text)
    assert "html_inline" not in inlines(text)
    assert "image" not in inlines(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
