"""The built-in passages: complete, well-formed, and free of the errors of their source."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from knowledge import CorpusError, citation_label, content_hash
from knowledge.corpus import COMPONENTS, LANGUAGES, builtin_corpus, load_corpus

CORPUS = builtin_corpus()
ALL = pytest.mark.parametrize("passage", CORPUS.passages, ids=lambda passage: passage.id)


def _span(lines: tuple[int, int]) -> set[int]:
    return set(range(lines[0], lines[1] + 1))


@pytest.mark.parametrize("source", CORPUS.sources.values(), ids=lambda source: source.key)
def test_every_line_of_a_source_is_cited_or_left_out_with_a_reason(source):
    cited = set().union(*(_span(p.lines) for p in CORPUS.passages if p.source == source.key))
    left_out = set().union(*(_span(entry.lines) for entry in CORPUS.left_out[source.key]))
    assert cited | left_out == set(range(1, source.line_count + 1))
    assert not cited & left_out
    assert all(entry.reason for entry in CORPUS.left_out[source.key])


@pytest.mark.parametrize("step", range(1, 11))
def test_each_step_has_a_method_a_pattern_to_adapt_and_a_checklist(step):
    own = {p.kind for p in CORPUS.passages if p.id.startswith(f"visure.step{step}.")}
    assert {"method", "example", "checklist"} <= own


def test_each_component_of_a_plan_is_served():
    assert {component for p in CORPUS.passages for component in p.components} == set(COMPONENTS)


@ALL
def test_each_language_is_written_in_its_own_script(passage):
    for lang, texts in (("ko", passage.text["ko"]), ("vi", passage.text["vi"]), ("en", passage.text["en"])):
        words = f"{passage.title[lang]} {texts} {' '.join(passage.questions[lang])}"
        hangul = bool(re.search("[가-힣]", words))
        vietnamese = bool(re.search("[ăđơưạảấầậắặẹếềệịọốồộớờợụứừựỳ]", words))
        assert (hangul, vietnamese) == (lang == "ko", lang == "vi")
        assert unicodedata.is_normalized("NFC", words)


@ALL
def test_titles_fit_on_a_line(passage):
    assert all(len(title) <= 80 for title in passage.title.values())


@ALL
def test_years_are_the_same_in_all_languages(passage):
    years = {lang: set(re.findall(r"\b(?:19|20)\d\d", passage.text[lang])) for lang in LANGUAGES}
    assert years["en"] == years["ko"] == years["vi"]


@ALL
def test_korean_officials_prose_is_polite(passage):
    """A Korean text ends politely; quoted patterns follow the plain style of official documents."""
    told = re.sub(r'"[^"]*"', "", passage.text["ko"])
    sentences = re.findall(r"[가-힣](?:다|까)[.?]", told)
    polite = [end for end in sentences if end[1:] in ("다.", "까?")]
    assert sentences == polite
    if passage.kind not in ("example", "checklist"):
        assert re.search(r"(니다|까)[.?]?", told)


@pytest.mark.parametrize(
    ("lang", "wrong"),
    [
        ("vi", "kỹ thuật số"),
        ("vi", "quét môi trường"),
        ("vi", "nhận dạng"),
        ("vi", "tòa thị chính"),
        ("vi", "trong và ngoài nước"),
        ("vi", "mục tiêu, mục tiêu"),
        ("vi", "mục tiêu và mục tiêu "),
        ("vi", "làm việc quá nhiều"),
        ("vi", "mối đe dọa"),
        ("vi", "phân phối"),
        ("ko", "목표, 목표"),
        ("ko", "디지털 기본 원칙"),
        ("ko", "민첩한 전달"),
    ],
)
def test_errors_of_the_source_are_not_repeated(lang, wrong):
    assert not [
        p.id for p in CORPUS.passages if wrong in f"{p.title[lang]} {p.text[lang]} {p.questions[lang]}"
    ]


def test_cases_that_time_has_overtaken_show_the_newer_fact():
    newer = {
        "united-states": ("each agency", "2024"),
        "united-kingdom": ("One Login", "2030"),
        "singapore": ("three pillars", "2024"),
        "estonia": ("2030", "2035"),
        "australia": ("Digital ID", "2023"),
    }
    for country, facts in newer.items():
        passage = CORPUS.by_id[f"visure.examples.{country}"]
        assert passage.facts
        assert all(fact in passage.text["en"] for fact in facts)


def test_a_content_hash_is_the_text_s_own_and_falls_back_to_english():
    passage = CORPUS.passages[0]
    assert len({content_hash(passage, lang) for lang in LANGUAGES}) == 3
    assert content_hash(passage, "fr") == content_hash(passage, "en")


def test_a_citation_names_a_line_or_a_span():
    assert citation_label("visure", (29, 29)) == "visure:29"
    assert citation_label("visure", (17, 20)) == "visure:17-20"


def _three(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def _entry(**changes: object) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": "demo.one",
        "lines": [1, 2],
        "steps": [1],
        "components": ["swot"],
        "kind": "method",
        "title": _three("Title"),
        "text": _three("Some text."),
        "questions": {lang: ["One?", "Two?"] for lang in LANGUAGES},
    }
    return {key: value for key, value in (entry | changes).items() if value is not None}


def _folder(tmp_path: Path, *entries: dict[str, object]) -> Path:
    source = {
        "key": "demo",
        "title": _three("Demo"),
        "publisher": "Nobody",
        "kind": "web page",
        "editions": ["ko"],
        "line_count": 20,
        "note": _three("Note."),
    }
    (tmp_path / "passages" / "demo").mkdir(parents=True)
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"sources": [source]}), encoding="utf-8")
    (tmp_path / "passages" / "left-out.yaml").write_text("demo: []", encoding="utf-8")
    group = {"source": "demo", "passages": list(entries)}
    (tmp_path / "passages" / "demo" / "one.yaml").write_text(yaml.safe_dump(group), encoding="utf-8")
    return tmp_path


def test_a_well_formed_folder_loads(tmp_path):
    corpus = load_corpus(_folder(tmp_path, _entry(), _entry(id="demo.two", facts=["us-01"])))
    assert [p.id for p in corpus.passages] == ["demo.one", "demo.two"]
    assert corpus.by_id["demo.two"].facts == ("us-01",)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"colour": "red"}, "unknown colour"),
        ({"kind": "poem"}, "unknown kind"),
        ({"kind": None}, "lacks kind"),
        ({"id": "other.one"}, "an id is demo."),
        ({"lines": [1, 9]}, "more than 8"),
        ({"lines": [19, 21]}, "out of bounds"),
        ({"lines": [3]}, r"lines are \[first, last\]"),
        ({"steps": [11]}, "steps"),
        ({"steps": [2, 2]}, "twice"),
        ({"components": []}, "components"),
        ({"title": {"en": "Only English"}}, "lacks ko, vi"),
        ({"text": _three(" ")}, "empty"),
        ({"text": _three("word " * 121)}, "121 words, at most 120"),
        ({"text": _three("- a list\nand more")}, "blank line is missing before 'and more'"),
        ({"questions": {lang: ["Just one?"] for lang in LANGUAGES}}, "wanted 2 or 3"),
        ({"facts": ["the first"]}, "facts are ids"),
    ],
)
def test_a_malformed_passage_is_refused_with_its_place(tmp_path, changes, complaint):
    with pytest.raises(CorpusError, match=complaint) as caught:
        load_corpus(_folder(tmp_path, _entry(**changes)))
    assert "one.yaml" in str(caught.value)


def test_lines_of_a_paragraph_are_joined_and_lists_kept(tmp_path):
    written = "A paragraph\nin two lines:\n- one\n- two\n\nThe end."
    corpus = load_corpus(_folder(tmp_path, _entry(text=_three(written))))
    assert corpus.passages[0].text["en"] == "A paragraph in two lines:\n- one\n- two\n\nThe end."


def test_an_id_used_twice_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"used twice: demo\.one"):
        load_corpus(_folder(tmp_path, _entry(), _entry()))


@pytest.mark.parametrize("content", ["passages: [", "just text", "source: nobody\npassages: []"])
def test_a_file_that_is_no_group_is_refused(tmp_path, content):
    folder = _folder(tmp_path)
    (folder / "passages" / "demo" / "one.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"one\.yaml"):
        load_corpus(folder)
