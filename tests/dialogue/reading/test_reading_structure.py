"""Normalising, lists, tables, labels: how one message is taken apart, and that nothing is lost on the way."""

import pytest

from assistant.dialogue.reading import (
    Lexicon,
    label_parts,
    normalise,
    read_table,
    split_commas,
    split_inline,
    split_lines,
    split_list,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("12\u00a0억", "12 억"),
        ("a\u200bb\ufeff", "ab"),
        ("\u202eabc\u202c", "abc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("bell\x07 tab\t", "bell tab\t"),
        ("２０２７：１", "2027:1"),
        ("가∙나・다ㆍ라", "가·나·다·라"),
        ("lone \ud800 half", "lone  half"),
        ("tie\u0302\u0301ng", "tiếng"),
        ("e-government", "e-government"),
    ],
)
def test_normalise(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("one thing", ["one thing"]),
        ("A\nB\n\nC", ["A", "B", "C"]),
        ("- A\n- B; with more\n- C", ["A", "B; with more", "C"]),
        ("* **Fast** services\n* Safe", ["Fast services", "Safe"]),
        ("1. A\n2) B", ["A", "B"]),
        ("(1) A\n(2) B", ["A", "B"]),
        ("1. A\n(1) under A\n2. B", ["A: under A", "B"]),
        ("① 하나 ② 둘 ③ 셋", ["하나", "둘", "셋"]),
        ("1) A 2) B 3) C", ["A", "B", "C"]),
        ("가. 하나\n나. 둘", ["하나", "둘"]),
        ("ㅇ 하나\nㅇ 둘", ["하나", "둘"]),
        ("□ 목표\n ㅇ 시간 단축\n ㅇ 만족도\n□ 전략\n - 협업", ["목표: 시간 단축; 만족도", "전략: 협업"]),
        ("- Parent\n  - child 1\n  - child 2\n- Other", ["Parent: child 1; child 2", "Other"]),
        ("• A\n• B goes on\n  here\n• C", ["A", "B goes on here", "C"]),
        ("Cut time; raise trust", ["Cut time", "raise trust"]),
        ('He said "a; b"; c', ['He said "a; b"', "c"]),
        ("- [ ] x\n- [x] y", ["x", "y"]),
        ("3.5 million users", ["3.5 million users"]),
        ("2027. 3. 31.", ["2027. 3. 31."]),
        ("-5% by 2027", ["-5% by 2027"]),
        ("A. Nguyen", ["A. Nguyen"]),
        ("A. Nguyen\nB. Tran", ["A. Nguyen", "B. Tran"]),
        ("I. First\nII. Second", ["First", "Second"]),
        ("a) x\nb) y", ["x", "y"]),
        ("➢ Một\n➢ Hai", ["Một", "Hai"]),
        ("A\n---\nB", ["A", "B"]),
        ("", []),
    ],
)
def test_lines(text: str, items: list[str]) -> None:
    assert split_lines(text) == items


def test_headings_above_bullets_are_kept_apart() -> None:
    found = split_list("# Goals\nOur goals:\n- a\n- b")
    assert found.items == ("a", "b")
    assert found.headings == ("Goals", "Our goals:")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("A, B and C", ["A", "B", "C"]),
        ("A, B, and C", ["A", "B", "C"]),
        ("A, B 및 C", ["A", "B", "C"]),
        ("A, B và C", ["A", "B", "C"]),
        ("CIO; CFO", ["CIO", "CFO"]),
        ("research and development", ["research and development"]),
        ("A, research and development, B", ["A", "research and development", "B"]),
        ("1,200 cases, 5 days", ["1,200 cases", "5 days"]),
        ("1,5 tỷ, 3 năm", ["1,5 tỷ", "3 năm"]),
        ("A (b, c), D", ["A (b, c)", "D"]),
        ('"a, b", c', ['"a, b"', "c"]),
    ],
)
def test_one_line_lists(text: str, items: list[str]) -> None:
    assert split_inline(text) == items


def test_commas_alone_leave_and_in_place() -> None:
    assert split_commas("A, B and C") == ["A", "B and C"]


class TestTables:
    def test_markdown_with_text_around_it(self) -> None:
        table = read_table("Here:\n| a | b |\n|---|:-:|\n| 1 | 2\\|3 |\n| 4 |\nDone")
        assert table is not None
        assert table.header == ("a", "b")
        assert table.rows == (("1", "2|3"), ("4", ""))
        assert (table.before, table.after) == ("Here:", "Done")

    def test_spreadsheet_cells_with_newlines_and_quotes(self) -> None:
        table = read_table('name\tneeds\nCIO\t"one\ntwo ""2"""\nCFO\tthree')
        assert table is not None
        assert table.rows == (("CIO", 'one\ntwo "2"'), ("CFO", "three"))

    @pytest.mark.parametrize("text", ["no table", "a | b", "a\tb", "\tindented\n\tlines", "- a\n- b", ""])
    def test_no_table(self, text: str) -> None:
        assert read_table(text) is None


SLOTS = ("owner", "due", "needs", "power", "interest", "baseline", "target", "source")


@pytest.mark.parametrize(
    ("text", "main", "parts", "rest"),
    [
        (
            "Cut waiting time — owner: CIO; due 2027; needs: a, b",
            "Cut waiting time",
            {"owner": "CIO", "due": "2027", "needs": "a, b"},
            [],
        ),
        ("Cut time (owner: licensing division)", "Cut time", {"owner": "licensing division"}, []),
        ("Cut time, owner: CIO, due: 2027", "Cut time", {"owner": "CIO", "due": "2027"}, []),
        ("Digitise. Owner: CIO. Due: Q3 2027.", "Digitise", {"owner": "CIO", "due": "Q3 2027"}, []),
        (
            "시간 단축; 담당 정보보호과; 기한 2027년 12월",
            "시간 단축",
            {"owner": "정보보호과", "due": "2027년 12월"},
            [],
        ),
        ("시간 단축 (담당: 민원과, 기한: 2027년)", "시간 단축", {"owner": "민원과", "due": "2027년"}, []),
        ("담당: 홍길동 / 기한: 2027", "", {"owner": "홍길동", "due": "2027"}, []),
        (
            "Giảm thời gian; phụ trách Sở TTTT; hạn quý 3/2027",
            "Giảm thời gian",
            {"owner": "Sở TTTT", "due": "quý 3/2027"},
            [],
        ),
        (
            "baseline 40%; target 85% by 2027; owner CIO",
            "",
            {"baseline": "40%", "target": "85% by 2027", "owner": "CIO"},
            [],
        ),
        ("Citizens: power 4, interest 5", "Citizens", {"power": "4", "interest": "5"}, []),
        ("Citizens\t4\t5", "Citizens", {}, ["4", "5"]),
        ("**Owner:** CIO; **Due:** 2027", "", {"owner": "CIO", "due": "2027"}, []),
        ("owner:\nCIO\ndue:\n2027", "", {"owner": "CIO", "due": "2027"}, []),
        ("owner: A; owner: B", "", {"owner": "A"}, ["owner: B"]),
        ('He said "owner: X; due: Y"; owner: Z', 'He said "owner: X; due: Y"', {"owner": "Z"}, []),
        # Words that only look like labels stay text.
        ("Train; due diligence; needs analysis", "Train", {}, ["due diligence", "needs analysis"]),
        ("민원 처리; 담당자 교육 실시", "민원 처리", {}, ["담당자 교육 실시"]),
        ("See https://x.org/a", "See https://x.org/a", {}, []),
        ("target groups of 5; power users", "target groups of 5", {}, ["power users"]),
    ],
)
def test_labelled_parts(
    text: str, main: str, parts: dict[str, str], rest: list[str], lexicon: Lexicon
) -> None:
    found = label_parts(text, lexicon.label_words(*SLOTS), lexicon.bare_words(*SLOTS))
    assert found.main == main
    assert {slot: part.value for slot, part in found.parts.items()} == parts
    assert [part.value for part in found.rest] == rest
    assert text[slice(*found.main_span)] == main
    for part in (*found.parts.values(), *found.rest):
        assert text[part.start : part.end] == part.value
