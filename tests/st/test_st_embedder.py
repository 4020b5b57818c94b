"""A real sentence-transformers model: what it gives, how it is set up, and how a broken one is told."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import sentence_transformers
import torch
import transformers

from knowledge import EmbedderUnavailable
from knowledge.embedding import (
    BadSetting,
    EmbedderSettings,
    SentenceTransformerEmbeddings,
    VersionedEmbeddings,
    pick_embedder,
)
from knowledge.embedding.sentences import _digest

TEXTS = [
    "Who is responsible for the risk register?",
    "A vision says what will be different.",
    "Budget by year",
]


def _set_prompts(folder: Path, **prompts: str) -> None:
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"prompts": prompts}), encoding="utf-8")


def _reference(minilm: Path, texts: list[str]) -> np.ndarray:
    """What the library says when it is used as its manual shows."""
    model = sentence_transformers.SentenceTransformer(str(minilm), device="cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


def test_torch_is_the_build_for_processors():
    assert torch.version.cuda is None
    assert not torch.cuda.is_available()


def test_a_folder_gives_the_vectors_that_the_library_gives(minilm, embedder):
    assert isinstance(embedder, VersionedEmbeddings)
    found = np.array(embedder.embed_documents(TEXTS))
    assert found.shape == (3, 384)
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-9)
    assert np.allclose(found, _reference(minilm, TEXTS), atol=1e-5)


def test_near_texts_are_nearer_than_far_ones(embedder):
    question = np.array(embedder.embed_query("who looks after risks"))
    risk, vision, budget = np.array(embedder.embed_documents(TEXTS)) @ question
    assert risk > 0.4 > max(vision, budget)


def test_the_same_text_gives_the_same_vector_again_and_in_another_process_of_loading(minilm, embedder):
    again = pick_embedder(f"sentence-transformers:{minilm}")
    assert again.version == embedder.version
    assert again.embed_documents(TEXTS) == embedder.embed_documents(TEXTS)


def test_neighbours_and_batches_hardly_change_a_vector(minilm, embedder):
    texts = [*TEXTS, "risk " * 200, "", "x"]
    small = SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(batch_size=2))
    assert (small.batch_size, embedder.batch_size) == (2, 16)
    assert small.version == embedder.version
    alone = [embedder.embed_query(text) for text in texts]
    assert np.allclose(small.embed_documents(texts), alone, atol=1e-5)
    assert np.allclose(embedder.embed_queries(texts), alone, atol=1e-5)
    assert embedder.embed_documents([]) == []


@pytest.mark.parametrize(
    "text", ["", "\0", "a\0b", "\ud800", "한국어 텍스트", "Chính phủ số", "risk " * 2000]
)
def test_any_text_can_be_embedded(embedder, text):
    assert math.isclose(math.hypot(*embedder.embed_query(text)), 1.0, abs_tol=1e-9)


def test_threads_may_share_an_embedder(embedder):
    alone = np.array([embedder.embed_query(text) for text in TEXTS])
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: embedder.embed_documents(TEXTS), range(12)):
            assert np.allclose(found, alone, atol=1e-5)


def test_this_model_has_no_prefix_and_gets_those_that_are_set(minilm, embedder):
    assert (embedder._query, embedder._passage) == ("", "")
    settings = EmbedderSettings(query_prefix="query: ", passage_prefix="passage: ")
    prefixed = SentenceTransformerEmbeddings(str(minilm), settings)
    expected = _reference(minilm, ["query: vision", "passage: vision"])
    assert np.allclose(prefixed.embed_query("vision"), expected[0], atol=1e-5)
    assert np.allclose(prefixed.embed_documents(["vision"])[0], expected[1], atol=1e-5)
    assert prefixed.version != embedder.version


def test_prompts_that_a_model_defines_are_used_and_settings_win_over_them(minilm, copied, embedder):
    folder = copied()
    _set_prompts(folder, query="Find: ", passage="Text: ")
    own = SentenceTransformerEmbeddings(str(folder))
    expected = _reference(minilm, ["Find: vision", "Text: vision", "vision"])
    assert np.allclose(own.embed_query("vision"), expected[0], atol=1e-5)
    assert np.allclose(own.embed_documents(["vision"])[0], expected[1], atol=1e-5)
    without = SentenceTransformerEmbeddings(str(folder), EmbedderSettings(query_prefix="", passage_prefix=""))
    assert np.allclose(without.embed_query("vision"), expected[2], atol=1e-5)
    assert np.allclose(without.embed_documents(["vision"])[0], expected[2], atol=1e-5)
    assert len({own.version, without.version, embedder.version}) == 3


@pytest.mark.parametrize("known_by", ["folder", "config"])
def test_a_model_of_the_e5_family_is_known_by_its_folder_or_by_its_first_name(copied, known_by):
    folder = copied("multilingual-e5-small" if known_by == "folder" else "my-model")
    if known_by == "config":
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"_name_or_path": "intfloat/e5-base-v2"}))
    embedder = SentenceTransformerEmbeddings(str(folder))
    assert (embedder._query, embedder._passage) == ("query: ", "passage: ")


def test_shorter_vectors(minilm, embedder):
    short = SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(dimensions=64))
    cut = np.array(embedder.embed_query("vision"))[:64]
    assert np.allclose(short.embed_query("vision"), cut / np.linalg.norm(cut), atol=1e-5)
    assert short.version != embedder.version
    with pytest.raises(BadSetting, match="385 is more than the 384 that the model gives"):
        SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(dimensions=385))


def test_how_much_of_a_text_is_read_can_be_set(minilm, embedder):
    brief = SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(max_length=16))
    start = "The risk register names an owner for each of the risks of the plan and "
    assert np.allclose(brief.embed_query(start * 2), brief.embed_query(start * 9), atol=1e-5)
    assert not np.allclose(embedder.embed_query(start * 2), embedder.embed_query(start * 9), atol=1e-3)
    assert brief.version != embedder.version
    with pytest.raises(BadSetting, match="257 is more than the 256 tokens"):
        SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(max_length=257))


def test_devices(minilm, embedder):
    auto = SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(device="auto"))
    assert auto.version == embedder.version
    assert embedder._model.device.type == "cpu"
    for device in ("cuda", "zork"):
        with pytest.raises(EmbedderUnavailable, match=r"sentence-transformers .*Error: "):
            SentenceTransformerEmbeddings(str(minilm), EmbedderSettings(device=device))


def test_the_version_names_the_folder_and_never_where_it_lies(minilm, embedder):
    assert embedder.version.startswith("sentence-transformers/model/")
    assert str(minilm.parent) not in embedder.version


def test_the_version_follows_the_files_and_not_their_place_or_age(minilm, copied):
    folder = copied("elsewhere")
    assert _digest(folder) == _digest(minilm)
    (folder / "README.md").write_text("changed", encoding="utf-8")
    assert _digest(folder) == _digest(minilm)
    weights = folder / "model.safetensors"
    middle = weights.stat().st_size // 2
    with weights.open("r+b") as file:  # other weights of the same size: training changes every part
        file.seek(middle)
        file.write(bytes(4_000_000))
    changed = _digest(folder)
    (folder / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    assert len({_digest(minilm), changed, _digest(folder)}) == 3


def _cut_weights(folder: Path) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(5_000_000)


def _no_vocabulary(folder: Path) -> None:
    for name in ("tokenizer.json", "vocab.txt"):
        (folder / name).unlink()


def _only_folders(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()


def _foreign_code(folder: Path) -> None:
    modules = [{"idx": 0, "name": "0", "path": "", "type": "os.path"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")


BROKEN = {
    "cut weights": _cut_weights,
    "no weights": lambda folder: (folder / "model.safetensors").unlink(),
    "no weights in the file": lambda folder: (folder / "model.safetensors").write_bytes(b"xx"),
    "broken tokenizer": lambda folder: (folder / "tokenizer.json").write_text("{"),
    "no vocabulary": _no_vocabulary,
    "no configuration": lambda folder: (folder / "config.json").write_text("{}"),
    "unknown kind": lambda folder: (folder / "config.json").write_text('{"model_type": "zork"}'),
    "foreign code": _foreign_code,
    "nothing": _only_folders,
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_model_is_a_clear_refusal(copied, damage):
    folder = copied()
    BROKEN[damage](folder)
    with pytest.raises(EmbedderUnavailable, match=f"^sentence-transformers {folder}: .+"):
        SentenceTransformerEmbeddings(str(folder))


@pytest.mark.filterwarnings("ignore:A test tried to use")  # the library looks for it on the hub, and may not
def test_a_model_that_is_not_here_is_told_without_a_word_on_the_screen(capfd):
    with pytest.raises(EmbedderUnavailable, match=r"^sentence-transformers no-such/model: "):
        SentenceTransformerEmbeddings("no-such/model")
    assert capfd.readouterr() == ("", "")


def test_loading_and_embedding_draw_nothing_on_the_screen(minilm, capfd):
    SentenceTransformerEmbeddings(str(minilm)).embed_documents(TEXTS * 20)
    assert capfd.readouterr() == ("", "")
    assert not transformers.utils.logging.is_progress_bar_enabled()
