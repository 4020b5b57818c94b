"""What people type shows as it was typed: it never becomes a heading, a link, a table, a list, HTML or code."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from prompts.catalogue import Catalogue, prose, quoted
from prompts.markup import block, inline, web_address

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
PIECES = ["# ", "## x", "- ", "* ", "1. ", "1) ", "> ", "```", "    ", "`", "*", "**", "_", "[a](b)", "![a](b)", "<b>", "</b>", "<!--", "|", "---",
          "===", "\n", "\t", "\\", "&lt;", "&#35;", "https://x.y", "www.x.y", "a@b.cd", "[x]", "[^1]", "~~", "$$", ":", "+ ", "\x1b[31m", "\u202e",
          "\u200b", "가나", "không", "é", "e\u0301", "😀", "{x}", "%", "[bold]", "\r\n", "\x00", "\u2028"]  # fmt: skip
TYPED = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=12
).map("".join)
HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak", "text_special"}


def tokens(markdown: str) -> list[Token]:
    return [each for token in MARKDOWN.parse(markdown) for each in [token, *(token.children or [])]]


def shown(markdown: str) -> str:
    """The text that a reader sees."""
    return "".join(
        token.content if token.type in ("text", "text_special") else "\n"
        for token in tokens(markdown)
        if token.type in ("text", "text_special", "softbreak", "hardbreak")
    )


def visible(text: str) -> str:
    """The letters of a text, without white space and what is never shown."""
    kept = [c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf")]
    return "".join(kept)


@given(TYPED)
@example("1986\\. A year")
@example("a\n# b")
def test_a_line_shows_as_it_was_typed(text: str) -> None:
    markdown = inline(text)
    assert {token.type for token in tokens(markdown)} <= HARMLESS
    assert visible(shown(markdown)) == visible(text)
    assert "\n" not in markdown


@given(TYPED)
def test_a_paragraph_keeps_its_lines_and_nothing_else(text: str) -> None:
    markdown = block(text)
    assert {token.type for token in tokens(markdown)} <= HARMLESS
    assert visible(shown(markdown)) == visible(text)


@given(TYPED)
def test_a_quotation_stays_a_quotation(text: str) -> None:
    markdown = Catalogue.load()._fill("x", "{text:quote}", {"text": text}, "en", False)
    kinds = {token.type for token in tokens(markdown)}
    assert kinds <= HARMLESS | {"blockquote_open", "blockquote_close"}
    assert visible(shown(markdown)) == visible(text)


@given(TYPED)
def test_passages_may_have_lists_and_nothing_more(text: str) -> None:
    kinds = {token.type for token in tokens(prose(text))}
    lists = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert kinds <= HARMLESS | lists


@given(TYPED, TYPED)
def test_what_is_typed_in_a_list_stays_in_its_line(name: str, value: str) -> None:
    """As values are confirmed back: one bullet, its name in bold, nothing that breaks out of it."""
    line = f"- **x{inline(name)}x** – {inline(value)}"
    kinds = [token.type for token in tokens(line)]
    assert kinds.count("list_item_open") == 1
    assert not {
        "heading_open",
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "code_inline",
        "fence",
    } & set(kinds)


@pytest.mark.parametrize("char", ["\x1b", "\x00", "\x07", "\u202e", "\u2066", "\x9b", "\x7f"])
def test_nothing_reaches_the_terminal(char: str) -> None:
    for shown_as in (inline, block, prose):
        assert char not in shown_as(f"a{char}b")


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("https://example.org/plan?a=1", "<https://example.org/plan?a=1>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://x y", "https\\://x y"),
        ("https://x>y", "https\\://x\\>y"),
    ],
)
def test_only_a_plain_address_becomes_a_link(typed: str, markdown: str) -> None:
    assert web_address(typed) == markdown


def test_a_quotation_marks_every_line() -> None:
    assert re.fullmatch(r"(> .*\n?)+", quoted("a\nb\nc"))
