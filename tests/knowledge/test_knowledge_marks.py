"""Vietnamese that was typed without its marks gets them back; what has some, or is no Vietnamese, is left alone."""

from __future__ import annotations

import unicodedata

import pytest

from knowledge.corpus import builtin_corpus, vietnamese
from knowledge.marks import Marks
from knowledge.words import without_marks

SMALL = Marks(
    [
        "Mục tiêu cụ thể của kế hoạch chính phủ số.",
        "Cơ quan chủ trì lập kế hoạch và theo dõi mục tiêu.",
        "Kế hoạch được cập nhật hằng năm; cơ sở dữ liệu dùng chung.",
    ]
)


@pytest.fixture(scope="module")
def marks() -> Marks:
    """Learnt from the built-in passages, as search has it."""
    return Marks(vietnamese(builtin_corpus()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muc tieu cu the", "mục tiêu cụ thể"),
        ("Muc Tieu", "mục tiêu"),
        ("ke hoach chinh phu so", "kế hoạch chính phủ số"),
        ("co so du lieu", "cơ sở dữ liệu"),
        ("co quan chu tri", "cơ quan chủ trì"),
        ("muc tieu, ke hoach?", "mục tiêu kế hoạch"),
    ],
)
def test_marks_come_back_by_the_company_that_a_syllable_keeps(typed, meant):
    assert SMALL.restored(typed) == meant


def test_a_syllable_that_no_text_holds_stays_as_it_was_typed():
    assert SMALL.restored("muc tieu ke hoach smartcity") == "mục tiêu kế hoạch smartcity"


@pytest.mark.parametrize(
    "typed",
    [
        "mục tiêu",
        "muc tiêu",
        "đanh gia",
        unicodedata.normalize("NFD", "mục tiêu"),
        "목표 muc tieu",
        "how do we write objectives",
        "smart",
        "",
        "?!",
        "2030",
    ],
)
def test_what_has_marks_or_is_no_vietnamese_is_left_alone(typed):
    assert SMALL.restored(typed) is None


def test_without_texts_nothing_is_restored():
    assert Marks([]).restored("muc tieu") is None


@pytest.mark.parametrize(
    "meant",
    [
        "tầm nhìn và sứ mệnh",
        "mục tiêu cụ thể",
        "ban chỉ đạo",
        "người dân và doanh nghiệp",
        "dịch vụ công trực tuyến",
    ],
)
def test_what_a_planner_types_most_is_restored(marks, meant):
    assert marks.restored(without_marks(meant)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "who leads the steering committee",
        "vision statement",
        "risk owner",
        "data sharing platform",
        "KPI baseline",
    ],
)
def test_english_is_not_taken_for_vietnamese(marks, typed):
    assert marks.restored(typed) is None


def test_a_long_query_is_restored_syllable_by_syllable(marks):
    typed = " ".join(["muc tieu cu the"] * 40)
    assert len(marks.restored(typed).split()) == 160
