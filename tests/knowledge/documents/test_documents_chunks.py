"""Passages: every word in exactly one, never too long, never over a heading of the first two levels, lists together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Block, Chunk, Document, chunk
from knowledge.documents.measure import cut, measure

MOST_LATIN, MOST_HANGUL = 1200, 650
WORDS = {
    "en": "plan service citizens budget digital e-government review by 2028 data",
    "ko": "디지털정부 서비스 국민 예산 데이터를 2028년까지 정비한다 추진체계 성과지표",
    "vi": "chính phủ số dịch vụ công người dân ngân sách năm 2028 dữ liệu",
}


def document(*blocks: Block, media: str = "text") -> Document:
    return Document("0" * 64, 1, "Plan", media, False, None, None, blocks)  # type: ignore[arg-type]


def sentence(lang: str, words: int, start: int = 0) -> str:
    stock = WORDS[lang].split()
    return " ".join(stock[(start + n) % len(stock)] for n in range(words)) + "."


def paragraph(lang: str = "en", sentences: int = 3, words: int = 12) -> Block:
    return Block("paragraph", " ".join(sentence(lang, words, n) for n in range(sentences)))


def listed(count: int, lang: str = "en", words: int = 8) -> Block:
    return Block("list", "\n".join(f"- {sentence(lang, words, n)}" for n in range(count)))


def table(rows: int, words: int = 3) -> Block:
    body = [f"Row {n} | {sentence('en', words, n)} | {n * 7}" for n in range(rows)]
    return Block("table", "\n".join(["Name | What it is | Figure", *body]))


def head(text: str, level: int, page: int | None = None) -> Block:
    return Block("heading", text, level, page)


texts_of = st.text(st.sampled_from("abc가나đườ 0.!?;,|:-(") | st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
long_texts = st.builds(
    lambda lang, count, words, end: end.join(sentence(lang, words, n) for n in range(count)),
    st.sampled_from(list(WORDS)),
    st.integers(1, 40),
    st.integers(1, 60),
    st.sampled_from([" ", "", "; "]),
)
any_text = texts_of | long_texts
blocks_of = st.lists(
    st.builds(head, texts_of, st.integers(1, 6))
    | st.builds(lambda text: Block("paragraph", text), any_text)
    | st.builds(lambda items: Block("list", "\n".join(items)), st.lists(any_text, min_size=1, max_size=8))
    | st.builds(lambda rows: Block("table", "\n".join(rows)), st.lists(any_text, min_size=1, max_size=8)),
    min_size=1,
    max_size=14,
)


def without_repeated_headers(passages: tuple[Chunk, ...], blocks: list[Block]) -> str:
    """All that the passages say, the first rows of tables once, white space left out."""
    out = ""
    headers = [block.text.split("\n")[0] for block in blocks if block.kind == "table"]
    whole = re.sub(r"\s", "", "".join(block.text for block in blocks))
    for passage in passages:
        text = passage.text
        if not whole[len(out) :].startswith(re.sub(r"\s", "", text)):
            again = next((each for each in headers if text.startswith(f"{each}\n")), "")
            text = text[len(again) :]
        out += re.sub(r"\s", "", text)
    return out


@given(blocks_of)
def test_every_word_is_in_exactly_one_passage_and_in_order(blocks: list[Block]) -> None:
    passages = chunk(document(*blocks))
    assert without_repeated_headers(passages, blocks) == re.sub(
        r"\s", "", "".join(block.text for block in blocks)
    )


@given(blocks_of)
def test_a_passage_is_never_too_long_for_the_embedder(blocks: list[Block]) -> None:
    for passage in chunk(document(*blocks)):
        hangul = len(re.findall("[가-힣]", passage.text))
        assert passage.text.strip()
        assert len(passage.text) <= MOST_LATIN
        if hangul * 2 > len(passage.text):
            assert len(passage.text) <= MOST_HANGUL + 40


@given(blocks_of)
def test_what_a_passage_says_stands_in_the_document(blocks: list[Block]) -> None:
    """Line by line: a quotation of a line of a passage can be found in the document."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    for passage in chunk(document(*blocks)):
        assert all(any(part in line for line in lines) for part in passage.text.split("\n"))


@given(blocks_of)
def test_numbers_and_headings(blocks: list[Block]) -> None:
    passages = chunk(document(*blocks))
    assert [each.number for each in passages] == list(range(1, len(passages) + 1))
    assert passages == chunk(document(*blocks))


def test_it_never_reaches_over_a_high_heading() -> None:
    blocks = [block for n in range(6) for block in (head(f"Part {n}", 1 + n % 2), paragraph(sentences=1))]
    passages = chunk(document(*blocks))
    assert len(passages) == 6
    assert [each.text.split("\n")[0] for each in passages] == [f"Part {n}" for n in range(6)]


def test_low_headings_share_a_passage_until_it_is_full() -> None:
    blocks = [
        head("Plan", 1),
        *(block for n in range(12) for block in (head(f"Step {n}", 3), paragraph(sentences=2))),
    ]
    passages = chunk(document(*blocks))
    assert 2 <= len(passages) <= 5
    assert all(each.text.split("\n")[0].startswith(("Plan", "Step")) for each in passages)
    assert all(each.headings[0] == "Plan" for each in passages)


def test_headings_without_text_stay_with_what_they_head() -> None:
    [passage] = chunk(document(head("Plan", 1), head("Goals", 2), head("Online", 3), paragraph()))
    assert passage.headings == ("Plan", "Goals", "Online")
    assert passage.text.startswith("Plan\nGoals\nOnline\n")


def test_an_outline_is_passages_of_headings() -> None:
    blocks = [head(f"Part {n} of the outline of the plan", 1 + n % 3) for n in range(60)]
    passages = chunk(document(*blocks))
    assert 2 <= len(passages) <= 6


def test_the_path_of_headings() -> None:
    passages = chunk(
        document(
            head("□ A:", 1),
            head("1. B", 2),
            paragraph(),
            head("C", 2),
            paragraph(),
            head("D", 1),
            paragraph(),
        )
    )
    assert [each.headings for each in passages] == [("A", "1. B"), ("A", "C"), ("D",)]


@pytest.mark.parametrize("together", [listed(8), table(8)])
def test_what_is_introduced_stays_with_its_lead_in(together: Block) -> None:
    lead_in = Block("paragraph", "These are the services of the plan:")
    passages = chunk(document(paragraph(sentences=9), lead_in, together, paragraph(sentences=2)))
    [holding] = [each.text for each in passages if lead_in.text in each.text]
    assert together.text in holding
    assert holding.startswith(lead_in.text)


def test_a_long_table_says_its_first_row_again() -> None:
    passages = chunk(document(head("Figures", 1), table(80)))
    assert len(passages) > 2
    assert all("Name | What it is | Figure\nRow" in each.text for each in passages)
    assert sum(each.text.count("\nRow ") for each in passages) == 80


@pytest.mark.parametrize("lang", WORDS)
def test_long_paragraphs_are_cut_at_the_end_of_sentences(lang: str) -> None:
    passages = chunk(document(paragraph(lang, sentences=60)))
    assert len(passages) > 3
    assert all(each.text.endswith(".") for each in passages)
    sizes = [measure(each.text).share for each in passages]
    assert min(sizes) > 0.5
    assert max(sizes) <= 1.1


@pytest.mark.parametrize("lang", WORDS)
def test_passages_are_of_a_useful_length(lang: str) -> None:
    blocks = [block for n in range(20) for block in (paragraph(lang), listed(4, lang))]
    passages = chunk(document(head("Plan", 1), *blocks))
    for passage in passages[:-1]:
        words, hangul = len(passage.text.split()), len(re.findall("[가-힣]", passage.text))
        assert (150 <= hangul <= 600) if lang == "ko" else (70 <= words <= 185)


def test_korean_sentences_and_numbers_with_points() -> None:
    text = "예산은 3. 5억 원이다. " + "성과를 점검한다. " * 120
    pieces = cut(text.strip())
    assert len(pieces) > 1
    assert all(piece.endswith("다.") for piece in pieces)
    assert not any(piece.startswith("5억") for piece in pieces)


def test_a_small_rest_joins_what_is_before_it() -> None:
    passages = chunk(
        document(head("Plan", 1), paragraph(sentences=15), Block("paragraph", "In short: it works."))
    )
    assert passages[-1].text.endswith("In short: it works.")
    assert measure(passages[-1].text).words > 20


def test_slides_without_title_are_not_under_the_slide_before() -> None:
    blocks = (head("First", 1, 1), Block("paragraph", "One.", 0, 1), Block("paragraph", "Two.", 0, 2))
    passages = chunk(document(*blocks, media="pptx"))
    assert [(each.headings, each.page) for each in passages] == [(("First",), 1), ((), 2)]


def test_pages() -> None:
    blocks = (Block("paragraph", "One.", 0, 3), Block("paragraph", "Two.", 0, 4))
    [passage] = chunk(document(*blocks, media="pdf"))
    assert (passage.page, passage.last_page) == (3, 4)
    [passage] = chunk(document(Block("paragraph", "One.")))
    assert (passage.page, passage.last_page) == (None, None)
