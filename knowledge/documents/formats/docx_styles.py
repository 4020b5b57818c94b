"""What the styles and the numbering of a DOCX say of a paragraph. Works on the XML of those parts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

# Word writes the names of built-in styles in English; Hangul, LibreOffice and Google write their own.
_HEADING = re.compile(r"(?:heading|제목|개요|tiêu đề|đề mục|đầu đề|titre|título)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset({"title", "제목", "표제", "문서 제목", "tiêu đề", "tên"})
_CONTENTS = re.compile(r"(?:toc|contents|차례|목차|mục lục)\s*(?:\d|heading|제목|$)", re.IGNORECASE)
_DEEPEST = 9
_MOST_PARENTS = 30
_VAL = qn("w:val")


@dataclass(frozen=True)
class Style:
    """What a paragraph's style comes to.

    Attributes:
        level: of a heading, 1 to 9; else 0.
        is_title: it is the document's title.
        is_contents: it stands in a table of contents.
        numbering: id of the numbering and level in it, of the style; None where it has none.
    """

    level: int = 0
    is_title: bool = False
    is_contents: bool = False
    numbering: tuple[str, int] | None = None


class Styles:
    """The styles of a document by id, each with what it inherits."""

    def __init__(self, root: Any) -> None:
        self._elements = {each.get(qn("w:styleId"), ""): each for each in root.iter(qn("w:style"))}
        self._known: dict[str, Style] = {}
        self._default = next(
            (
                name
                for name, each in self._elements.items()
                if each.get(qn("w:default")) in ("1", "true") and each.get(qn("w:type")) == "paragraph"
            ),
            "",
        )

    def of(self, paragraph: Any) -> Style:
        """The style of a paragraph, an outline level of its own included."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = own.get(_VAL, "") if own is not None else self._default
        if name not in self._known:
            self._known[name] = self._resolve(name)
        style = self._known[name]
        level = _outline_level(paragraph.find(qn("w:pPr")))
        if level is None or style.is_title or level == style.level:
            return style
        return Style(level, False, style.is_contents, style.numbering)

    def _resolve(self, name: str) -> Style:
        level: int | None = None
        numbering: tuple[str, int] | None = None
        is_title = is_contents = False
        for element in self._inherited(name):
            label = element.find(qn("w:name"))
            called = (label.get(_VAL, "") if label is not None else "").strip()
            found = _HEADING.match(called)
            is_title = is_title or called.lower() in _TITLE
            is_contents = is_contents or bool(_CONTENTS.match(called))
            properties = element.find(qn("w:pPr"))
            if level is None:
                level = int(found[1]) if found and found[1] != "0" else _outline_level(properties)
            numbering = numbering or _numbering(properties)
        return Style(1 if is_title else level or 0, is_title, is_contents, numbering)

    def _inherited(self, name: str) -> list[Any]:
        out: list[Any] = []
        while name in self._elements and len(out) < _MOST_PARENTS:
            out.append(self._elements[name])
            base = out[-1].find(qn("w:basedOn"))
            name = base.get(_VAL, "") if base is not None else ""
        return out


class Numbering:
    """Counts the paragraphs of numbered lists, as Word does."""

    def __init__(self, root: Any | None) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for each in root.iter(qn("w:abstractNum")):
            for level in each.iter(qn("w:lvl")):
                form = level.find(qn("w:numFmt"))
                key = each.get(qn("w:abstractNumId"), ""), _int(level.get(qn("w:ilvl")))
                self._formats[key] = form.get(_VAL, "") if form is not None else "decimal"
        for each in root.iter(qn("w:num")):
            target = each.find(qn("w:abstractNumId"))
            self._lists[each.get(qn("w:numId"), "")] = target.get(_VAL, "") if target is not None else ""

    def label(self, paragraph: Any, style: Style) -> str:
        """The bullet ("-") or number ("3.") of a paragraph; ``""`` where it has none."""
        found = _numbering(paragraph.find(qn("w:pPr"))) or style.numbering
        if found is None or found[0] in ("", "0"):
            return ""
        number, level = found
        form = self._formats.get((self._lists.get(number, ""), level), "bullet")
        if form in ("bullet", "none"):
            return "-"
        counts = self._counts[number]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return f"{_number(counts[level], form)}."


def _number(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + count - 1)
    if form == "ganada" and count <= 14:
        return "가나다라마바사아자차카타파하"[count - 1]
    return str(count)


def _numbering(properties: Any | None) -> tuple[str, int] | None:
    found = properties.find(qn("w:numPr")) if properties is not None else None
    if found is None:
        return None
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    if number is None:
        return None
    return number.get(_VAL, ""), _int(level.get(_VAL)) if level is not None else 0


def _outline_level(properties: Any | None) -> int | None:
    """1 to 9 for a heading, 0 for text, None where nothing is said."""
    found = properties.find(qn("w:outlineLvl")) if properties is not None else None
    if found is None:
        return None
    level = _int(found.get(_VAL)) + 1
    return level if level <= _DEEPEST else 0


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
