"""The built-in passages: complete, well-formed, and free of the errors of their source."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

import knowledge
from knowledge import CorpusError, citation_label, content_hash
from knowledge.corpus import COMPONENTS, LANGUAGES, STORY, builtin_corpus, load_corpus
from knowledge.corpus.loading import PARSED, parsed, write_parsed
from knowledge.translations import main as translations
from knowledge.translations import stale
from tools.manifest import manifest

CORPUS = builtin_corpus()
LINES = Path(__file__).parent / "lines"
ORIGINALS = Path(__file__).parents[3] / "shared" / "sources"
OF_SOURCES = [p for p in CORPUS.passages if not p.fact]
OF_EACH = [
    pytest.param([p for p in CORPUS.passages if p.source == key], id=key)
    for key in (*CORPUS.sources, *CORPUS.cases)
]
EACH = pytest.mark.parametrize("passages", OF_EACH)


def _span(lines: tuple[int, int]) -> set[int]:
    return set(range(lines[0], lines[1] + 1))


def _manifest(source: str) -> list[list[str]]:
    """By line of a source (from 1): its hash in each edition, or a dash for a blank line."""
    rows = (LINES / f"{source}.txt").read_text(encoding="utf-8").splitlines()[1:]
    return [row.split()[1:] for row in rows]


@pytest.mark.parametrize("source", CORPUS.sources.values(), ids=lambda source: source.key)
def test_every_substantive_line_of_a_source_is_cited_or_left_out_with_a_reason(source):
    lines = _manifest(source.key)
    substantive = {number for number, row in enumerate(lines, 1) if set(row) != {"-"}}
    cited = set().union(*(_span(p.lines) for p in CORPUS.passages if p.source == source.key))
    left_out = set().union(*(_span(entry.lines) for entry in source.left_out))
    assert len(lines) == source.line_count
    assert not substantive - cited - left_out
    assert not substantive & cited & left_out
    assert all(entry.reason for entry in source.left_out)


@pytest.mark.parametrize("source", CORPUS.sources.values(), ids=lambda source: source.key)
def test_no_passage_cites_blank_lines_alone(source):
    lines = _manifest(source.key)
    for passage in CORPUS.passages:
        if passage.source == source.key:
            assert any(set(lines[number - 1]) != {"-"} for number in _span(passage.lines)), passage.id


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the source documents are not shipped")
@pytest.mark.parametrize("source", CORPUS.sources.values(), ids=lambda source: source.key)
def test_the_manifest_is_that_of_the_documents(source):
    """Red when a source changed: ``python tools/manifest.py FOLDER``, then look through its passages."""
    found = manifest(ORIGINALS, source.key, source.editions)
    assert (LINES / f"{source.key}.txt").read_text(encoding="utf-8") == found


def test_a_hundred_and_eighty_passages_restate_the_sources_and_311_facts_come_from_16_cases():
    assert 120 <= len(OF_SOURCES) <= 180
    assert len(CORPUS.by_fact) == 311
    assert len(CORPUS.cases) == 16


def test_no_translation_is_older_than_its_english():
    """Red after an edit: look through the translations, then ``python -m knowledge.translations --stamp ID``."""
    assert stale(CORPUS) == []


def test_facts_that_passages_point_to_exist():
    assert {fact for p in CORPUS.passages for fact in p.facts} <= CORPUS.by_fact.keys()


@pytest.mark.parametrize("step", range(1, 11))
def test_each_step_has_a_method_a_pattern_to_adapt_and_a_checklist(step):
    own = {p.kind for p in CORPUS.passages if p.id.startswith(f"visure.step{step}.")}
    assert {"method", "example", "checklist"} <= own


def test_each_component_of_a_plan_is_served():
    assert {component for p in CORPUS.passages for component in p.components} == set(COMPONENTS)


@EACH
def test_each_language_is_written_in_its_own_script(passages):
    """Names in brackets may stand as they are written at home."""
    for passage in passages:
        for lang in LANGUAGES:
            words = f"{passage.title[lang]} {passage.text[lang]} {' '.join(passage.questions[lang])}"
            own = re.sub(r"\([^)]*\)", "", words)
            hangul = bool(re.search("[가-힣]", own))
            vietnamese = bool(re.search("[ăđơưạảấầậắặẹếềệịọốồộớờợụứừựỳ]", own))
            assert (hangul, vietnamese) == (lang == "ko", lang == "vi"), passage.id
            assert unicodedata.is_normalized("NFC", words)


@EACH
def test_titles_fit_on_a_line(passages):
    assert all(len(title) <= 80 for passage in passages for title in passage.title.values())


@EACH
def test_years_are_the_same_in_all_languages(passages):
    for passage in passages:
        years = [set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", passage.text[lang])) for lang in LANGUAGES]
        assert years[0] == years[1] == years[2], passage.id


@EACH
def test_korean_officials_prose_is_polite(passages):
    """A Korean text ends politely; quoted patterns follow the plain style of official documents."""
    for passage in passages:
        told = re.sub(r'"[^"]*"', "", passage.text["ko"])
        if passage.kind not in ("example", "checklist"):
            assert re.search(r"(니다|까)[.?]?", told), passage.id
            plain = [end for end in re.findall(r"[가-힣]다\.", told) if not end.startswith("니")]
            assert plain == [], passage.id


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
    assert not [p.id for p in OF_SOURCES if wrong in f"{p.title[lang]} {p.text[lang]} {p.questions[lang]}"]


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
        "left_out": [],
    }
    (tmp_path / "passages" / "demo").mkdir(parents=True)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "demo.yaml").write_text(yaml.safe_dump(source), encoding="utf-8")
    group = {"source": "demo", "passages": list(entries)}
    (tmp_path / "passages" / "demo" / "one.yaml").write_text(
        yaml.safe_dump(group, sort_keys=False), encoding="utf-8"
    )
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


def test_the_parsed_corpus_that_ships_is_that_of_the_files():
    """Red after an edit: ``python -m knowledge.build``."""
    folder = Path(knowledge.__file__).parent
    assert (folder / PARSED).read_text(encoding="utf-8") == parsed(folder)


def test_what_was_parsed_is_used_only_for_the_very_files_it_came_from(tmp_path):
    folder = _folder(tmp_path, _entry())
    write_parsed(folder)
    edited = (folder / PARSED).read_text().replace("Some text.", "Parsed text.")
    (folder / PARSED).write_text(edited)
    assert load_corpus(folder).passages[0].text["en"] == "Parsed text."
    group = folder / "passages" / "demo" / "one.yaml"
    group.write_text(group.read_text().replace("Some text.", "Edited text."))
    assert load_corpus(folder).passages[0].text["en"] == "Edited text."


def test_an_edit_of_the_english_makes_its_translations_stale_until_they_are_stamped(tmp_path, capsys):
    folder = _folder(tmp_path, _entry(), _entry(id="demo.two"))
    assert translations([], folder) == 1
    assert translations(["--stamp"], folder) == 0
    group = folder / "passages" / "demo" / "one.yaml"
    group.write_text(group.read_text().replace("en: Some text.", "en: Other text.", 1))
    capsys.readouterr()
    assert translations([], folder) == 1
    assert capsys.readouterr().out.split("\n")[:2] == [
        "demo.one: ko is older than its English",
        "demo.one: vi is older than its English",
    ]
    assert translations(["--stamp"], folder) == 1  # only what never had one is stamped unasked
    assert translations(["--stamp", "demo.one"], folder) == 0


@pytest.mark.parametrize("case", CORPUS.cases.values(), ids=lambda case: case.id)
def test_a_case_has_a_story_of_half_a_page_that_rests_on_its_facts(case):
    words = sum(len(case.story[part]["en"].split()) for part in STORY)
    assert 130 <= words <= 260
    assert case.story_facts
    assert set(case.story_facts) <= {fact.fact for fact in case.facts}
    for lang in LANGUAGES:
        assert all(case.story[part][lang] for part in STORY)


@pytest.mark.parametrize("case", CORPUS.cases.values(), ids=lambda case: case.id)
def test_a_fact_says_where_it_was_seen_and_how_sure_it_is(case):
    for fact in case.facts:
        assert fact.kind == "case"
        assert fact.lines is None
        assert fact.label == fact.fact
        assert fact.confidence in ("official", "secondary")
        assert all(r.title and r.publisher and r.date and r.url.startswith("http") for r in fact.references)


def test_no_two_cases_answer_to_the_same_name():
    names = [alias for case in CORPUS.cases.values() for alias in case.aliases]
    assert len(names) == len(set(names))


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the reference is not shipped")
def test_every_fact_of_the_reference_is_there_with_its_own_sources_and_without_its_evidence():
    reference = yaml.safe_load((ORIGINALS.parent / "reference" / "cases.yaml").read_text(encoding="utf-8"))
    facts = {raw["id"]: raw for case in reference for raw in case["facts"]}
    assert facts.keys() == CORPUS.by_fact.keys()
    files = "".join(path.read_text() for path in (Path(knowledge.__file__).parent / "cases").glob("*.yaml"))
    for name, raw in facts.items():
        passage = CORPUS.by_fact[name]
        assert (list(passage.steps), passage.topic, passage.confidence) == (
            raw["steps"],
            raw["kind"],
            raw["confidence"],
        )
        if len(raw["seen"]) > 60:
            assert raw["seen"] not in files
