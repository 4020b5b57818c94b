"""The built-in passages, indexed, searched and measured with a real sentence-transformers model."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.tree import ROOT

from knowledge import Knowledge
from knowledge.embedding import SentenceTransformerEmbeddings
from knowledge.evaluation import evaluate, read_queries

pytestmark = pytest.mark.timeout(600)
DEV = ROOT / "tests" / "knowledge" / "evaluation" / "dev.jsonl"
PATIENCE = 500.0  # seconds: every passage and question is embedded, on two cores
VISION = "How do we write the vision of our plan?"


@pytest.fixture(scope="module")
def knowledge(minilm: Path, tmp_path_factory: pytest.TempPathFactory):
    found = Knowledge(tmp_path_factory.mktemp("knowledge"), embedder=f"sentence-transformers:{minilm}")
    found.warm()
    yield found
    found.close()


def test_the_index_is_built_in_the_background_while_words_answer(knowledge, embedder):
    assert knowledge.reason in ("building", "")
    assert knowledge.search(VISION, lang="en")
    assert knowledge.wait(PATIENCE)
    assert (knowledge.state, knowledge.reason, knowledge.detail) == ("ready", "", "")
    assert knowledge.embedder == embedder.version


@pytest.mark.parametrize("query", [VISION, "비전은 어떻게 쓰나요?", "Viết tầm nhìn như thế nào?"])
def test_a_plain_question_finds_its_passage(knowledge, query):
    assert knowledge.wait(PATIENCE)
    hits = knowledge.search(query, lang="en", k=3)
    assert any("vision" in f"{hit.title} {hit.text}".lower() for hit in hits)


def test_the_search_is_measured(knowledge):
    """This model was trained on English: by meaning alone it must find there what it is asked for, half the time."""
    assert knowledge.wait(PATIENCE)
    queries = [query for query in read_queries(DEV) if query.lang == "en"]
    report = evaluate(knowledge.search, queries)
    assert report.rates["dense"]["en"].queries >= 60
    assert report.rates["dense"]["en"].hit_at[3] > 0.5
    assert report.rates["fused"]["en"].hit_at[3] > 0.5


def test_a_second_start_embeds_nothing(knowledge, monkeypatch):
    assert knowledge.wait(PATIENCE)
    first = knowledge.search("risk register", lang="en")
    knowledge.close()
    with monkeypatch.context() as patched:
        patched.setattr(
            SentenceTransformerEmbeddings, "embed_documents", _only_probes(SentenceTransformerEmbeddings)
        )
        knowledge.warm()
        assert (knowledge.state, knowledge.reason) == ("ready", "")
    again = knowledge.search("risk register", lang="en")
    assert [hit.passage_id for hit in again] == [hit.passage_id for hit in first]


def _only_probes(kind: type[SentenceTransformerEmbeddings]):
    embed = kind.embed_documents

    def embed_few(self: SentenceTransformerEmbeddings, texts: list[str]) -> list[list[float]]:
        assert len(texts) <= 2, "the index is embedded again"
        return embed(self, texts)

    return embed_few
