"""The words for the same thing, and the requests that are not about planning: both files as data."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge
from knowledge.concepts import Thesaurus, concepts_of
from knowledge.lexical import terms

LANGUAGES = ("en", "ko", "vi")
ROOM = Path(knowledge.__file__).parent
HANGUL = re.compile(r"[가-힣]")
ENGLISH = re.compile(r"[a-z0-9][a-z0-9 .'&-]*")
MARK = re.compile("[đ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")  # after NFD
LETTERS_VI = re.compile("[a-z0-9đ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 .-]+")  # after NFD

MARKLESS_VI = {
    "camera an ninh",
    "giao ban",
    "khai sinh",
    "sinh con",
    "tham gia",
    "thanh tra",
    "trang facebook",
    "trang web",
}
"""Vietnamese that happens to need no mark."""

WITH_S = """
analytics bias brussels customs ethics ethos iaas overseas paas politics saas tows
""".split()
"""English words that end in s in the singular, or have no other form."""

WITH_S_PHRASES = {
    "fake news",
    "how many years",
    "in ten years",
    "human rights",
    "internet of things",
    "r&d",
    "table of contents",
    "united states",
    "who decides",
}
"""Fixed phrases whose last word has no singular that anybody says."""

TOO_COMMON = {
    "en": """agency change citizen data digital government information national new office official people
             plan planning policy public sector service state strategic strategy system technology use work
             year""",
    "ko": """공공 국가 국민 기관 기술 데이터 디지털 부처 사람 사업 서비스 시스템 업무 위한 전략 정보 정부 지원 추진
             행정 계획 성과 회의 대한 통한 있는""",
    "vi": """số,chính phủ,chính phủ số,kế hoạch,dịch vụ,dịch vụ công,cơ quan,người dân,hệ thống,dữ liệu,
             công nghệ,thông tin,nhà nước,quốc gia,chiến lược,chuyển đổi số,công việc,sử dụng,điện tử,chính sách,
             ai,hoạt động""",
}
STOP_LIKE = {
    "en": set(TOO_COMMON["en"].split()),
    "ko": set(TOO_COMMON["ko"].split()),
    "vi": {word.strip() for word in TOO_COMMON["vi"].split(",")},
}

STEPS_AND_PARTS = """
initiation environmental-scan stakeholders vision mission values goals objectives swot strengths
weaknesses opportunities threats strategy-formulation initiatives implementation roadmap budget costs
savings staff skills training procurement vendors contracts governance committees leadership risk
mitigation communication publicity consultation survey indicators baseline targets monitoring dashboards
evaluation audit plan-review plan-revision lessons-learned failure scrapped-projects cyberattack
elsewhere
""".split()

COUNTRIES = {
    "united-kingdom": ("british", "영국", "vương quốc anh"),
    "united-states": ("american", "미국", "hoa kỳ"),
    "singapore": ("singaporean", "싱가포르", "singapore"),
    "estonia": ("estonian", "에스토니아", "estonia"),
    "australia": ("australian", "호주", "nước úc"),
    "korea": ("korean", "대한민국", "hàn quốc"),
    "viet-nam": ("vietnamese", "베트남", "việt nam"),
    "denmark": ("danish", "덴마크", "đan mạch"),
    "canada": ("canadian", "캐나다", "canada"),
    "new-zealand": ("new zealand", "뉴질랜드", "new zealand"),
    "japan": ("japanese", "일본", "nhật bản"),
    "european-union": ("european", "유럽연합", "liên minh châu âu"),
    "india": ("indian", "인도 정부", "ấn độ"),
    "kenya": ("kenyan", "케냐", "kenya"),
    "rwanda": ("rwandan", "르완다", "rwanda"),
    "ukraine": ("ukrainian", "우크라이나", "ukraine"),
    "germany": ("german", "독일", "nước đức"),
    "france": ("french", "프랑스", "nước pháp"),
    "china": ("chinese", "중국", "trung quốc"),
}


class _NoDuplicateKeys(yaml.SafeLoader):
    """YAML keeps the last of two equal keys silently; here the second is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key stands twice near line {node.start_mark.line + 1}"
        return super().construct_mapping(node, deep)


def _read(name: str) -> Any:
    return yaml.load((ROOM / name).read_text(encoding="utf-8"), Loader=_NoDuplicateKeys)


FILE = _read("thesaurus.yaml")
CONCEPTS: dict[str, dict[str, list[str]]] = FILE["concepts"]
OFF_TOPIC: dict[str, list[str]] = _read("off_topic.yaml")


def _terms(lang: str) -> list[tuple[str, str]]:
    return [(concept, term) for concept, words in CONCEPTS.items() for term in words[lang]]


def _plain(term: str) -> str:
    letters = unicodedata.normalize("NFD", term.casefold()).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _same(lang: str, term: str) -> str:
    """What the program takes for the same term: in Korean a space is optional."""
    return term.replace(" ", "") if lang == "ko" else term


def test_the_file_holds_concepts_and_nothing_else():
    assert set(FILE) == {"concepts"}
    assert 220 <= len(CONCEPTS) <= 300


def test_every_concept_has_words_in_the_three_languages():
    for concept, words in CONCEPTS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept), concept
        assert tuple(words) == LANGUAGES, concept
        assert all(len(words[lang]) >= 3 for lang in LANGUAGES), concept


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terms_are_tidy_text(lang):
    for concept, term in _terms(lang):
        assert isinstance(term, str), (concept, term)
        assert term == unicodedata.normalize("NFC", term).lower(), (concept, term)
        assert term == " ".join(term.split()), (concept, term)


def test_english_terms_are_short_and_singular():
    for concept, term in _terms("en"):
        assert ENGLISH.fullmatch(term), (concept, term)
        assert len(term) >= 2, (concept, term)
        assert len(term.split()) <= 3, (concept, term)
        last = term.split()[-1]
        singular = terms(last, "en")[:1] in ([last], []) or last in WITH_S
        assert singular or term in WITH_S_PHRASES, (concept, term)


def test_korean_terms_are_of_two_syllables_at_least_and_in_hangul():
    for concept, term in _terms("ko"):
        assert HANGUL.search(term) or term in CONCEPTS[concept]["en"], (concept, term)
        assert re.fullmatch(r"[가-힣a-z0-9·. -]+", term), (concept, term)
        assert len(re.findall(r"[가-힣a-z0-9]", term)) >= 2, (concept, term)


def test_vietnamese_terms_bear_their_marks_and_are_more_than_a_syllable():
    for concept, term in _terms("vi"):
        if term in CONCEPTS[concept]["en"]:
            continue
        decomposed = unicodedata.normalize("NFD", term)
        assert LETTERS_VI.fullmatch(decomposed), (concept, term)
        assert 2 <= len(re.split("[ -]", term)) <= 6, (concept, term)
        assert MARK.search(decomposed) or "-" in term or term in MARKLESS_VI, (concept, term)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_stands_once_in_a_concept_and_in_two_concepts_at_most(lang):
    homes: dict[str, list[str]] = defaultdict(list)
    for concept, term in _terms(lang):
        homes[_same(lang, term)].append(concept)
    assert {term: where for term, where in homes.items() if len(where) != len(set(where))} == {}
    assert {term: where for term, where in homes.items() if len(where) > 2} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_most_passages_hold_are_left_out(lang):
    assert [(concept, term) for concept, term in _terms(lang) if term in STOP_LIKE[lang]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_term_is_made_of_stop_words_only(lang):
    assert [(concept, term) for concept, term in _terms(lang) if not terms(term, lang)] == []


def test_two_vietnamese_terms_never_share_their_plain_form():
    written: dict[str, set[str]] = defaultdict(set)
    for _, term in _terms("vi"):
        written[_plain(term)].add(term)
    assert {plain: words for plain, words in written.items() if len(words) > 1} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_leads_to_its_concept_as_the_program_reads_it(lang):
    thesaurus = Thesaurus(concepts_of(FILE, "thesaurus.yaml"))
    assert [(concept, t) for concept, t in _terms(lang) if concept not in thesaurus.found(t, lang)] == []


@pytest.mark.parametrize("concept", STEPS_AND_PARTS)
def test_the_steps_and_parts_of_a_plan_are_covered(concept):
    assert concept in CONCEPTS


@pytest.mark.parametrize(("concept", "names"), COUNTRIES.items())
def test_countries_go_by_their_names_and_adjectives(concept, names):
    for lang, name in zip(LANGUAGES, names, strict=True):
        assert name in CONCEPTS[concept][lang]


@pytest.mark.parametrize(
    ("lang", "said", "concept"),
    [
        ("en", "hacker", "cyberattack"),
        ("en", "went wrong", "failure"),
        ("en", "other country", "elsewhere"),
        ("ko", "어르신", "elderly"),
        ("ko", "다른 나라", "elsewhere"),
        ("ko", "먹통", "outage"),
        ("vi", "tin tặc", "cyberattack"),
        ("vi", "bao nhiêu tiền", "budget"),
        ("vi", "người cao tuổi", "elderly"),
    ],
)
def test_everyday_words_lead_to_their_concept(lang, said, concept):
    assert [found for found, term in _terms(lang) if term == said] == [concept]


def test_off_topic_requests_come_in_the_three_languages():
    assert tuple(OFF_TOPIC) == LANGUAGES
    assert all(200 <= len(requests) <= 280 for requests in OFF_TOPIC.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_off_topic_requests_are_short_tidy_and_unique(lang):
    for request in OFF_TOPIC[lang]:
        assert isinstance(request, str), request
        assert 3 <= len(request.split()) <= 25, request
        assert request == " ".join(unicodedata.normalize("NFC", request).split()), request
    bare = [re.sub(r"\W+", " ", request.casefold()).strip() for request in OFF_TOPIC[lang]]
    assert len(bare) == len(set(bare))


def test_off_topic_requests_are_in_their_own_script():
    for request in OFF_TOPIC["en"]:
        assert request.isascii(), request
    for request in OFF_TOPIC["ko"]:
        assert len(HANGUL.findall(request)) >= 5, request
    for request in OFF_TOPIC["vi"]:
        assert not HANGUL.search(request), request
        assert MARK.search(unicodedata.normalize("NFD", request.casefold())), request


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("government", "digital", "strategy", "objective", "stakeholder", "indicator", "roadmap")),
        ("ko", ("정부", "디지털", "전략", "목표", "이해관계자", "지표", "로드맵")),
        (
            "vi",
            (
                "chính phủ",
                "chuyển đổi số",
                "chiến lược",
                "mục tiêu",
                "các bên liên quan",
                "chỉ số",
                "lộ trình",
            ),
        ),
    ],
)
def test_off_topic_requests_use_no_word_of_the_planner(lang, words):
    assert [request for request in OFF_TOPIC[lang] if any(word in request.casefold() for word in words)] == []
