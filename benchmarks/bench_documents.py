"""How long it takes to add a document, and where the time goes."""

import tempfile

from benchmarks.harness import Measurement, benchmark
from benchmarks.knowledge_run import run

PAGES = 300
KOREAN_PAGES = 30


def _adding(lang: str, pages: int) -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        found = run("adding", folder, lang, pages)
    details = {
        "pages a second": pages / found["seconds"],
        "reading and cutting, s": found["reading"],
        "embedding, s": found["embedding"],
        "storing, s": found["storing"],
        "passages": found["passages"],
        "passages embedded a second": found["passages"] / found["embedding"],
        "memory, MB": found["rss"],
    }
    return Measurement(found["seconds"], (), details)


@benchmark(
    "documents_add_en", part="documents", unit="s", aim=240.0, what="adding a PDF of 300 pages in English"
)
def english() -> Measurement:
    """The whole of `Documents.add`, into an empty library."""
    return _adding("en", PAGES)


@benchmark(
    "documents_add_ko", part="documents", unit="s", aim=45.0, what="adding a PDF of 30 pages in Korean"
)
def korean() -> Measurement:
    """A tenth of the pages: the same number of words is some more pieces to the embedder."""
    return _adding("ko", KOREAN_PAGES)
