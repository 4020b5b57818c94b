"""Reports to measure with: words of the built-in passages at random, as Markdown and as PDF; always the same ones."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.fonts import TTFFont

from knowledge.checks import LANGUAGES
from knowledge.corpus import builtin_corpus

SENTENCE = 11  # words
SENTENCES = 10  # in a passage, which is some two thirds of what fits into one
_WIDE = "\u2e80"  # from here on letters are as wide as high


def words_of(lang: str) -> list[str]:
    """The words of the built-in passages in one language, as often as they stand there."""
    return " ".join(passage.text[lang] for passage in builtin_corpus().passages).split()


def sentences(lang: str, seed: int) -> Iterator[str]:
    """Sentences without end, of the right words in no order."""
    chance, words = random.Random(seed), words_of(lang)
    while True:
        yield " ".join(chance.choices(words, k=SENTENCE)) + "."


def write_markdown(folder: Path, documents: int, passages: int) -> list[Path]:
    """Reports of so many passages each, in the three languages in turn; a heading leads to each passage."""
    flows = {lang: sentences(lang, seed) for seed, lang in enumerate(LANGUAGES)}
    made = []
    for number in range(documents):
        flow = flows[LANGUAGES[number % len(LANGUAGES)]]
        parts = [
            f"# {next(flow)}\n\n{' '.join(next(flow) for _ in range(SENTENCES))}\n" for _ in range(passages)
        ]
        path = folder / f"report-{number:04}.md"
        path.write_text("\n".join(parts), encoding="utf-8")
        made.append(path)
    return made


def write_pdf(path: Path, lang: str, pages: int) -> Path:
    """A report with a heading and four paragraphs on each page, some 250 words."""
    flow = sentences(lang, 11)
    content = [
        [next(flow), *(" ".join(next(flow) for _ in range(5)) for _ in range(4))] for _ in range(pages)
    ]
    letters = sorted(set("".join(text for page in content for text in page)) | {" "})
    pdf = FPDF(format="A4")
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "boxes.ttf"
        font.write_bytes(_font(letters))
        pdf.add_font("Boxes", "", font)
    for heading, *paragraphs in content:
        pdf.add_page()
        pdf.set_font("Boxes", "", 16)
        pdf.multi_cell(0, 8, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Boxes", "", 10)
        for text in paragraphs:
            pdf.ln(3)
            pdf.multi_cell(0, 5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    path.write_bytes(bytes(pdf.output()))
    for used in pdf.fonts.values():
        if isinstance(used, TTFFont):
            used.ttfont.close()
    return path


def _font(letters: Sequence[str]) -> bytes:
    """A font with a box for every letter: what is read from a PDF are its codes, not its pictures."""
    names = {".notdef": "", **{f"u{ord(letter):04x}": letter for letter in letters}}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({ord(letter): name for name, letter in names.items() if letter})
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box, empty = pen.glyph(), TTGlyphPen(None).glyph()
    builder.setupGlyf({name: empty if letter in ("", " ") else box for name, letter in names.items()})
    builder.setupHorizontalMetrics(
        {name: (1000 if letter >= _WIDE else 500, 50) for name, letter in names.items()}
    )
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
