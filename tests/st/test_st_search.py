"""The built-in passages, indexed and searched with a real sentence-transformers model."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Knowledge

# This model was trained on English; Korean and Vietnamese are found by words.
ASKED = {
    "How do we write the vision of our plan?": "vision",
    "What can go wrong, and what do we do about it?": "risk",
    "Who has to be consulted?": "stakeholder",
}


@pytest.fixture(scope="module")
def knowledge(minilm: Path, tmp_path_factory: pytest.TempPathFactory):
    found = Knowledge(tmp_path_factory.mktemp("knowledge"), embedder=f"sentence-transformers:{minilm}")
    found.warm()
    yield found
    found.close()


@pytest.mark.timeout(600)
def test_the_index_is_built_with_the_model(knowledge):
    assert (knowledge.state, knowledge.reason, knowledge.detail) == ("ready", "", "")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("query", ASKED)
def test_plain_questions_find_their_passages(knowledge, query):
    hits = knowledge.search(query, lang="en", k=3)
    assert any(ASKED[query] in f"{hit.title} {hit.text}".lower() for hit in hits)
    assert all(hit.lang == "en" for hit in hits)


@pytest.mark.timeout(600)
def test_a_second_start_embeds_nothing(knowledge, minilm, monkeypatch):
    from knowledge.embedding import SentenceTransformerEmbeddings

    first = knowledge.search("risk register", lang="en")
    knowledge.close()
    monkeypatch.setattr(
        SentenceTransformerEmbeddings, "embed_queries", lambda self, texts: pytest.fail("embedded again")
    )
    knowledge.warm()
    assert knowledge.state == "ready"
    monkeypatch.undo()
    assert [hit.passage_id for hit in knowledge.search("risk register", lang="en")] == [
        hit.passage_id for hit in first
    ]
