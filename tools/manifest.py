"""Write tests/knowledge/lines/SOURCE.txt: a hash for every line of a source document, so that coverage can be proved.

    python tools/manifest.py FOLDER      # where visure-ko.txt and the others lie

The documents themselves are not ours to ship; a hash of a line tells whether somebody else's copy is the same.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from pathlib import Path

LINES = Path(__file__).parent.parent / "tests" / "knowledge" / "lines"
BLANK = "-"


def line_hashes(path: Path) -> list[str]:
    """The first 16 hexadecimal digits of the SHA-256 of each line (NFC, without blanks around it)."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return [_hash(line) for line in lines]


def _hash(line: str) -> str:
    text = unicodedata.normalize("NFC", line).strip()
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else BLANK


def manifest(folder: Path, source: str, editions: tuple[str, ...]) -> str:
    """One row a line: its number, then its hash in each edition."""
    columns = [line_hashes(folder / f"{source}-{edition}.txt") for edition in editions]
    rows = [f"line {' '.join(editions)}"]
    rows += [f"{number} {' '.join(row)}" for number, row in enumerate(zip(*columns, strict=True), 1)]
    return "\n".join(rows) + "\n"


def main() -> int:
    from knowledge.corpus import builtin_corpus

    folder = Path(sys.argv[1])
    LINES.mkdir(parents=True, exist_ok=True)
    for source in builtin_corpus().sources.values():
        path = LINES / f"{source.key}.txt"
        path.write_text(manifest(folder, source.key, source.editions), encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
