"""Any model of the library sentence-transformers, by its name on the hub or by the folder that it lies in."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from knowledge.embedding.base import VersionedEmbeddings, clean, fingerprint, unit
from knowledge.embedding.settings import BadSetting, EmbedderSettings
from knowledge.errors import EmbedderUnavailable

DEFAULT_SENTENCE_MODEL: Final = "intfloat/multilingual-e5-small"

_E5: Final = ("query: ", "passage: ")
_E5_NAME: Final = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
_ON_HUB: Final = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
_PASSAGE_PROMPTS: Final = ("document", "passage", "corpus")  # what models call them
# What a broken model folder, a missing device or a library at odds with the model raises, as tried.
_FAILURES: Final = (
    ImportError, OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, AssertionError,
)  # fmt: skip
_BATCH: Final = 64
_BATCH_ON_CPU: Final = 16  # half a second: as long as somebody who searches meanwhile waits
_TOGETHER_ON_CPU: Final = 8  # texts of like length go together: a fourth faster than all at once
_WHOLE_FILE: Final = 4_000_000  # bytes; of a larger file (weights) samples are read
_SAMPLES: Final = 64
_SAMPLE: Final = 16_384  # bytes
_NOT_THE_MODEL: Final = (".md", ".png", ".jpg", ".pdf", ".lock")
# Progress bars and warnings of these libraries would be drawn over the screen; nothing is told to their makers.
_QUIET: Final = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_VERBOSITY": "critical",
    "TRANSFORMERS_VERBOSITY": "critical",
    "OMP_WAIT_POLICY": "passive",
}
# Equally many words, and different ones in each of our languages.
_UNLIKE: Final = ("vision 비전 tầm nhìn", "budget 예산 ngân sách")
_SAME: Final = 0.9999
_SAID: Final = 300  # characters of another library's message


def make(model: str, settings: EmbedderSettings) -> VersionedEmbeddings:
    """The embedder ``sentence-transformers:MODEL``."""
    return SentenceTransformerEmbeddings(model or DEFAULT_SENTENCE_MODEL, settings)


class SentenceTransformerEmbeddings(VersionedEmbeddings):
    """A sentence-transformers model with the prefixes that are set, that it defines itself or that E5 is known for."""

    def __init__(self, model: str = DEFAULT_SENTENCE_MODEL, settings: EmbedderSettings | None = None) -> None:
        """Raises EmbedderUnavailable where the package is missing or the model cannot be loaded or fetched."""
        settings = settings or EmbedderSettings()
        self._who = f"sentence-transformers {model}"
        place, folder = _place(model, self._who)
        self._model = _loaded(place, settings, self._who)
        self._query, self._passage = _prefixes(self._model, place, folder, settings)
        on_cpu = self._model.device.type == "cpu"
        self.batch_size = settings.batch_size or (_BATCH_ON_CPU if on_cpu else _BATCH)
        self._together = settings.batch_size or (_TOGETHER_ON_CPU if on_cpu else _BATCH)
        made_of = _digest(folder) if folder else _commit(self._model)
        print_of = fingerprint(made_of, self._query, self._passage, settings.max_length, settings.dimensions)
        self.version = f"sentence-transformers/{folder.name if folder else model}/{print_of}"
        self._lock = threading.Lock()  # tokenizers refuse to be used by two threads at once
        self._check()

    def _check(self) -> None:
        # A folder without its vocabulary loads without a word, and then every text is the same to the model.
        first, second = self.embed_documents(list(_UNLIKE))
        if sum(a * b for a, b in zip(first, second, strict=True)) > _SAME:
            raise EmbedderUnavailable(f"{self._who}: tells no text from another; is it complete?")

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of search texts, in order."""
        return self._embed(self._model.encode_query, self._query, texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""
        return self._embed(self._model.encode_document, self._passage, texts)

    def _embed(self, encode: Callable[..., Any], prefix: str, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = []
        for first in range(0, len(texts), self.batch_size):
            part = [clean(text) for text in texts[first : first + self.batch_size]]
            try:
                with self._lock:
                    found = encode(part, prompt=prefix, batch_size=self._together, show_progress_bar=False)
            except _FAILURES as error:
                raise EmbedderUnavailable(f"{self._who}: {_said(error)}") from error
            rows += unit(found, len(part), self._who)
        return rows


def _place(model: str, who: str) -> tuple[str, Path | None]:
    """What to load, and the folder if it is one."""
    path = Path(model)
    try:
        path = path.expanduser()
        if path.is_dir():
            return str(path), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderUnavailable(f"{who}: {_said(error)}") from error
    if path.exists() or not _ON_HUB.fullmatch(model):
        raise EmbedderUnavailable(f"{who}: there is no such folder")
    return model, None


def _loaded(place: str, settings: EmbedderSettings, who: str) -> Any:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as loud
    except _FAILURES as error:
        raise EmbedderUnavailable(f"{who}: {_said(error)}") from error
    loud.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    device = None if settings.device == "auto" else settings.device
    try:
        try:
            # A model that was fetched before needs no network, and stays the one that the index was made with.
            model = SentenceTransformer(place, device=device, local_files_only=True)
        except OSError:
            if Path(place).is_dir():
                raise
            model = SentenceTransformer(place, device=device)
        _fit(model, settings)
    except BadSetting:
        raise
    except (*_FAILURES, SafetensorError) as error:
        raise EmbedderUnavailable(f"{who}: {_said(error)}") from error
    return model


def _fit(model: Any, settings: EmbedderSettings) -> None:
    if settings.max_length is not None:
        most = model.max_seq_length
        if most is not None and settings.max_length > most:
            raise BadSetting(
                f"max_length: {settings.max_length} is more than the {most} tokens that the model reads"
            )
        model.max_seq_length = settings.max_length
    if settings.dimensions is not None:
        # Renamed in release 6 of the library.
        tell = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
        full = tell()
        if full is not None and settings.dimensions > full:
            raise BadSetting(
                f"dimensions: {settings.dimensions} is more than the {full} that the model gives"
            )
        model.truncate_dim = settings.dimensions


def _prefixes(model: Any, place: str, folder: Path | None, settings: EmbedderSettings) -> tuple[str, str]:
    """What stands before a search text and before a passage: as set, else as the model says, else as E5 wants it."""
    own = {name: prompt for name, prompt in model.prompts.items() if prompt}
    query, passage = _E5 if not own and _is_e5(place, folder) else ("", "")
    query = own.get("query", query)
    passage = next((own[name] for name in _PASSAGE_PROMPTS if name in own), passage)
    return (
        query if settings.query_prefix is None else settings.query_prefix,
        passage if settings.passage_prefix is None else settings.passage_prefix,
    )


def _is_e5(place: str, folder: Path | None) -> bool:
    names = [place.rsplit("/", 1)[-1]]
    if folder is not None:
        names = [folder.name, _trained_as(folder)]
    # The "instruct" models of the family want another prompt, and define it themselves.
    return any(_E5_NAME.search(name) and "instruct" not in name.lower() for name in names)


def _trained_as(folder: Path) -> str:
    """The name that the model had where it was made; a folder may be called anything."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return str(config.get("_name_or_path", "")).rstrip("/").rsplit("/", 1)[-1]
    except (OSError, ValueError, AttributeError):
        return ""


def _commit(model: Any) -> str:
    """Which state of a model of the hub was loaded; empty where that is not known."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "")


def _digest(folder: Path) -> str:
    """A hash of everything in a model's folder that vectors can depend on: weights by size and samples."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and not inside.startswith(".") and path.suffix.lower() not in _NOT_THE_MODEL:
            digest.update(f"{inside}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            for piece in _pieces(path):
                digest.update(piece)
    return digest.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _WHOLE_FILE:
            yield file.read()
            return
        for number in range(_SAMPLES):
            file.seek((size - _SAMPLE) * number // (_SAMPLES - 1))
            yield file.read(_SAMPLE)


def _said(error: BaseException) -> str:
    """The first lines of what another library said, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:_SAID]
