"""The figures of a case are the same in every language, and a story tells none that its facts do not give."""

from decimal import Decimal

import pytest
import yaml
from helpers.numbers_in_text import case_files, differences, known, numbers, shown, unseen

PARTS = ("aimed", "set", "run", "wrong")
FILES = pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)


def _case(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@FILES
def test_a_fact_states_the_same_values_in_every_language(path):
    wrong = {fact["id"]: differences(fact["text"]) for fact in _case(path)["facts"]}
    assert not {name: told for name, told in wrong.items() if told}


@FILES
def test_a_story_states_the_same_values_in_every_language(path):
    story = _case(path)["story"]
    wrong = {part: differences(story[part]) for part in PARTS}
    assert not {name: told for name, told in wrong.items() if told}


@FILES
def test_a_story_states_no_value_that_its_facts_do_not(path):
    case = _case(path)
    given = known([fact["text"] for fact in case["facts"] if fact["id"] in case["story"]["facts"]])
    told = {
        (part, lang): numbers(lang, case["story"][part][lang]).stated
        for part in PARTS
        for lang in ("en", "ko", "vi")
    }
    assert not {place: shown(values - given) for place, values in told.items() if values - given}


@pytest.mark.parametrize(
    ("lang", "text", "values"),
    [
        ("en", "GBP 1,234.5 thousand and USD 0.43 billion", ["1234500", "430000000"]),
        (
            "en",
            "INR 1 trillion (1 lakh crore), 14,903 crore, GBP 873m",
            ["1000000000000", "149030000000", "873000000"],
        ),
        ("en", "the 2022-25 plan; 30-40% of staff; 86th of 193", ["2022", "2025", "30", "40", "86", "193"]),
        (
            "en",
            "From 9 June 2023 ministers may spend 2-3 million",
            ["2000000", "2023", "3000000", "9", "month 6"],
        ),
        (
            "en",
            "in May 2016, five million users; fewer than 1% of a 12-month plan",
            ["1", "12", "2016", "5000000", "month 5"],
        ),
        ("en", "COVID-19 led to G2C service 2.0 with six aims in the 21st century", ["2", "21"]),
        ("ko", "1조 2,345억 6,789만 원", ["1234567890000"]),
        ("ko", "14억 2천만 명, 3천 개, 5백만 건, 2.5만 명", ["1420000000", "25000", "3000", "5000000"]),
        ("ko", "1라크 크로르(1조 루피), 14,903크로르", ["1000000000000", "149030000000"]),
        (
            "ko",
            "2022년 6월 9일 제5조에 따라 2018~22년 24/7 서비스",
            ["2018", "2022", "24", "5", "7", "9", "month 6"],
        ),
        ("ko", "2015년 4분기에 14%만, 10만 5,000건", ["105000", "14", "2015"]),
        (
            "vi",
            "1.234,5 nghìn tỷ đồng; 0,43 tỷ; 16.000 bộ; 2,5 triệu",
            ["1234500000000000", "16000", "2500000", "430000000"],
        ),
        (
            "vi",
            "Ngày 9 tháng 6 năm 2022, ngày 13/3/2023, tháng 5/2024",
            ["13", "2022", "2023", "2024", "9", "month 3", "month 5", "month 6"],
        ),
        ("vi", "Tháng 8 năm 2022; Ngày 24/3", ["2022", "24", "month 3", "month 8"]),
        ("vi", "quý 4/2015; trong 12 tháng; Chính phủ 3.0; tháng Mười Hai", ["12", "2015", "3", "month 12"]),
        (
            "vi",
            "giai đoạn 2018–22, 30–40%, 2-3 tỷ, 24/7",
            ["2000000000", "2018", "2022", "24", "3000000000", "30", "40", "7"],
        ),
    ],
)
def test_the_values_of_a_text_are_read_as_its_language_writes_them(lang, text, values):
    assert shown(numbers(lang, text).stated) == sorted(values)


def test_dates_and_amounts_agree_across_the_languages():
    assert not differences(
        {
            "en": "In June 2022 six ministries set 21 goals worth GBP 1.2 billion, two thirds of them digital.",
            "ko": "2022년 6월 6개 부처가 21개 목표(12억 파운드)를 정했으며 그중 3분의 2가 디지털이었습니다.",
            "vi": "Tháng 6/2022, sáu bộ đề ra 21 mục tiêu trị giá 1,2 tỷ bảng Anh, hai phần ba là số.",
        }
    )


def test_words_may_stand_for_figures():
    assert not differences(
        {
            "en": "thirteen heads, twice a year",
            "ko": "기관장 13명, 연 2회",
            "vi": "mười ba thủ trưởng, mỗi năm hai lần",
        }
    )
    said = numbers("vi", "mười ba, hai mươi mốt và bốn mươi")
    assert {Decimal(13), Decimal(21), Decimal(40)} <= said.implied
    assert not said.stated
    assert Decimal(5) in numbers("vi", "kế hoạch có năm mục tiêu").implied
    assert Decimal(5) in numbers("vi", "chi trong năm năm.").implied
    assert Decimal(5) not in numbers("vi", "mỗi năm, năm 2020 và hằng năm").implied


RIGHT = {"en": "USD 4.55 billion in 2023", "ko": "2023년 45억 5천만 달러", "vi": "4,55 tỷ đô la, năm 2023"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "45,5 tỷ đô la, năm 2023"),
        ("vi", "4,55 triệu đô la, năm 2023"),
        ("ko", "2023년 455억 달러"),
        ("ko", "2022년 45.5억 달러"),
        ("ko", "2023년 5월 45.5억 달러"),
        ("en", "USD 4.55 billion"),
    ],
)
def test_another_value_is_noticed(lang, text):
    assert not differences(RIGHT)
    assert differences(RIGHT | {lang: text})


def test_values_of_a_fact_that_its_text_lacks_are_listed():
    fact = {
        "text": {"en": "67% of six agencies in 2023"},
        "numbers": {"share": 0.67, "bodies": 6, "year": 2024},
    }
    assert unseen(fact) == ["year: 2024"]
    assert Decimal(6) in numbers("en", fact["text"]["en"]).implied
