"""Lists inside one answer: bullets and numbering in three languages, or "A, B and C" on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import normalise

_HANGUL = "가나다라마바사아자차카타파하"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_SYMBOL_RANK = {
    **dict.fromkeys("□■◆◇❏▣", 0), **dict.fromkeys("○ㅇ◦●•❍o➢➤▶►⁃", 2), **dict.fromkeys("-–—+*", 3),
    **dict.fromkeys("·▪▫‣∙※", 4),
}  # fmt: skip
_MARK = Lazy(
    r"(?P<indent>[ \t]*)(?:"
    r"(?P<symbol>[□■◆◇❏▣○◦●•❍➢➤▶►⁃·▪▫‣](?=\s|[^\W\d])|[-–—+*oㅇ※](?=[ \t]))"
    rf"|(?P<number>\d{{1,2}})(?:[.)](?=[ \t])|\)(?=[^\W\d])|\.(?=[^\W\d]))|\((?P<paren>\d{{1,2}})\)"
    rf"|(?P<circled>[{_CIRCLED}])|(?P<hangul>[{_HANGUL}])(?P<hangul_close>[.)])(?=[ \t])"
    r"|(?P<roman>[IVXivx]{1,4})(?P<roman_close>[.)])(?=[ \t])|(?P<letter>[A-Za-z])(?P<letter_close>[.)])(?=[ \t])"
    r")[ \t]*(?:\[[ xX]?\][ \t]+)?"
)
_HEADING = Lazy(r"[ \t]*#{1,6}[ \t]+")
_RULE = Lazy(r"[ \t]*(?:[-*_=][ \t]*){3,}$")
_BOLD = Lazy(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
_INLINE_MARK = Lazy(
    rf"(?:(?<=\s)|^)(?:(?P<circled>[{_CIRCLED}])|\((?P<paren>\d{{1,2}})\)|(?P<number>\d{{1,2}})\))[ \t]*"
)
_CLOSERS = {"(": ")", "[": "]", "“": "”", "「": "」", "『": "』", "«": "»", '"': '"', "‘": "’"}
_LAST_AND = Lazy(r"(?:\s*&\s*|\s+(?:and|및|và|그리고)\s+)")


@dataclass(frozen=True, slots=True)
class ListText:
    """The items of a list, and the headings that stood above them (a line with ``#`` or ending in ``:``)."""

    items: tuple[str, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    style: str | None
    """Kind of bullet or numbering; None for a line without."""
    rank: int
    indent: int
    heading: bool = False


def _style(match: re.Match[str]) -> tuple[str, int]:
    """The kind of a mark and its rank: lower ranks stand above higher ones in a Korean outline."""
    if symbol := match["symbol"]:
        return symbol, _SYMBOL_RANK[symbol]
    for name, rank in (
        ("number", 1),
        ("paren", 2),
        ("circled", 2),
        ("hangul", 1),
        ("roman", 0),
        ("letter", 1),
    ):
        if match[name]:
            close = match[f"{name}_close"] if name in ("hangul", "roman", "letter") else ""
            return name + close, rank
    raise AssertionError(match)


def _order(style: str, mark: str) -> int | None:
    """The place of a letter-like mark in its sequence, from 0."""
    if style.startswith("hangul"):
        return _HANGUL.index(mark)
    if style.startswith("roman"):
        return _ROMAN.index(mark.lower()) if mark.lower() in _ROMAN else None
    return ord(mark.lower()) - ord("a")


def _is_sequence(lines: list[str], style: str, name: str) -> bool:
    """Whether letter-like marks run from the first one on: "A. Nguyen" alone is a name, not item A."""
    marks = [m[name] for line in lines if (m := _MARK.match(line)) and m[name] and _style(m)[0] == style]
    if style.endswith(")") and marks:
        return _order(style, marks[0]) == 0
    least = 3 if marks and marks[0] in "A" else 2
    return [_order(style, mark) for mark in marks[:least]] == list(range(least))


def _lines(text: str) -> list[_Line]:
    raw = [line for line in text.split("\n") if line.strip() and not _RULE.match(line)]
    sure: dict[str, bool] = {}
    lines = []
    for line in raw:
        if heading := _HEADING.match(line):
            lines.append(_Line(_plain(line[heading.end() :]), None, 0, 0, heading=True))
            continue
        match = _MARK.match(line)
        style, rank = _style(match) if match else (None, 0)
        if match and style and style[:-1] in ("hangul", "roman", "letter"):
            if style not in sure:
                sure[style] = _is_sequence(raw, style, style[:-1])
            if not sure[style]:
                match, style = None, None
        body = line[match.end() :] if match else line
        indent = len(line) - len(line.lstrip())
        lines.append(_Line(_plain(body), style, rank, indent))
    return [line for line in lines if line.text]


def _plain(line: str) -> str:
    return _BOLD.sub(r"\2", line).strip()


def split_list(text: str) -> ListText:
    """Split one answer into its items; see :func:`split_lines`. Headings above bullets are kept apart."""
    text = normalise(text)
    if "\n" not in text.strip() and (numbered := _inline_marks(text.strip())):
        return ListText(tuple(map(_plain, numbered)))
    lines = _lines(text)
    if not any(line.style for line in lines):
        if len(lines) == 1:
            return ListText(tuple(split_outside(lines[0].text, ";")))
        return ListText(tuple(line.text for line in lines))
    return _outline(lines)


def _outline(lines: list[_Line]) -> ListText:
    """Items of the top level, each with what stands below it joined by "; "."""
    headings: list[str] = []
    items: list[list[str]] = []
    top: _Line | None = None
    for place, line in enumerate(lines):
        marked_next = place + 1 < len(lines) and lines[place + 1].style is not None
        if line.style is None and (
            line.heading or (line.text.endswith(":") and marked_next and line.indent == 0)
        ):
            headings.append(line.text)
            top = None
        elif line.style is None:
            if top is not None and (line.indent > top.indent or line.text[0].islower()):
                items[-1][-1] += " " + line.text
            else:
                items.append([line.text])
        elif top is None or _is_top(line, top):
            top = top or line
            items.append([line.text])
        else:
            items[-1].append(line.text)
    return ListText(tuple(_join(item) for item in items), tuple(headings))


def _is_top(line: _Line, top: _Line) -> bool:
    """Whether a marked line begins an item of its own, given the first marked line."""
    if line.style == top.style:
        return line.indent <= top.indent + 1
    return line.indent <= top.indent and line.rank <= top.rank


def _join(parts: list[str]) -> str:
    """The item and what is nested below it, as one line: "Parent: child; child"."""
    if len(parts) == 1:
        return parts[0]
    lead = parts[0].rstrip(":")
    return f"{lead}: " + "; ".join(parts[1:])


def _inline_marks(line: str) -> list[str]:
    """Items numbered inside one line: "① A ② B", "1) A 2) B"; empty if the numbers do not run from one."""
    marks = list(_INLINE_MARK.finditer(line))
    numbers = [
        _CIRCLED.index(m["circled"]) + 1 if m["circled"] else int(m["paren"] or m["number"]) for m in marks
    ]
    if len(marks) < 2 or numbers != list(range(1, len(marks) + 1)) or line[: marks[0].start()].strip():
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    items = [line[mark.end() : end].strip(" \t,;") for mark, end in zip(marks, ends, strict=True)]
    return items if all(items) else []


def split_lines(text: str) -> list[str]:
    """The items of one answer: one a line, bullet or number; on a single line, one a semicolon.

    What is nested below a bullet stays with it ("Parent: child; child"), so does a line that continues it.
    Markdown headings and bold marks are taken off, rules are dropped, and headings above bullets are left
    out (:func:`split_list` has them). Commas never split; a semicolon inside a bullet does not either.
    """
    return list(split_list(text).items)


def split_outside(text: str, separators: str) -> list[str]:
    """Split at single characters outside quotes and brackets; a comma inside a number is no separator."""
    parts, start, closers = [], 0, ""
    for place, char in enumerate(text):
        if closers and char == closers[-1]:
            closers = closers[:-1]
        elif char in _CLOSERS and text.find(_CLOSERS[char], place + 1, place + 400) != -1:
            closers += _CLOSERS[char]
        elif not closers and char in separators and not _in_number(text, place):
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _in_number(text: str, place: int) -> bool:
    return text[place] == "," and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def split_commas(text: str) -> list[str]:
    """The parts between commas, outside quotes, brackets and numbers."""
    return split_outside(normalise(text), ",、")


def split_inline(text: str) -> list[str]:
    """The items of a one-line list: "A, B and C", "A, B 및 C", "A; B".

    "and" splits only the last of several items, and only once: "research and development" alone stays whole.
    """
    text = normalise(text)
    if ";" in text and len(parts := split_outside(text, ";\n")) > 1:
        return parts
    parts = split_outside(text, ",、\n")
    if len(parts) < 2:
        return parts
    last = parts[-1]
    leading = re.match(r"(?:and|및|và|그리고|&)\s+", last, re.I)
    if leading:
        parts[-1] = last[leading.end() :]
        return parts
    halves = [half.strip() for half in _LAST_AND.split(last)]
    whole = len(halves) != 2 or not all(halves) or any(_LAST_AND.search(part) for part in parts[:-1])
    return parts if whole or re.search(r"[(\"“]", last) else parts[:-1] + halves
