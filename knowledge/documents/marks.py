"""What a line begins with: the numbers, letters and bullets of plans and reports in three languages."""

from __future__ import annotations

import re

_ROMAN = r"(?:[IVX]{1,5}|[Ⅰ-Ⅻ])"
_PATTERNS = (
    (
        "part",
        rf"제\s?\d+\s?[장부편](?=\s|\.|$)|\d+\s?부\.\s|(?:chapter|part|phần|chương)\s+(?:\d+|{_ROMAN}|thứ\s\w+)\b",
    ),
    ("section", rf"제\s?\d+\s?절(?=\s|\.|$)|(?:section|mục)\s+(?:\d+|{_ROMAN})\b"),
    ("article", r"제\s?\d+\s?조(?:의\s?\d+)?(?=\s|\(|$)|(?:điều|article)\s+\d+\b"),
    ("roman", rf"{_ROMAN}(?:[.)．]\s*|\s+)(?=[^\W\d_]|\()"),
    ("multi", r"\d{1,2}(?:[.-]\d{1,2}){1,3}[.)]?\s+(?=[^\W\d_]|\()"),
    ("number", r"\d{1,2}[.．]\s*(?=[^\W\d_]|[\"'“‘「(])"),
    ("syllable", r"[가나다라마바사아자차카타파하][.)]\s*(?=\w)"),
    ("letter", r"[A-Z][.)]\s+(?=\w)"),
    ("square", r"[□■◇◆▣❏❑]\s*(?=\S)"),
    ("half", r"\d{1,2}\)\s*(?=\S)"),
    ("paren", r"\((?:\d{1,2}|[가-하a-z])\)\s*(?=\S)"),
    ("circled", r"[①-⑳❶-❿➀-➓]\s*(?=\S)"),
    ("circle", r"(?:[○◦●◯⚪]\s*|ㅇ\s+)(?=\S)"),
    ("small", r"[a-zđ]\)\s+(?=\w)"),
    ("bullet", r"(?:[•·∙▪▫▷▶►‣◾➢➤✓✔※⁃]\s*|[*+]\s+|[-–—−]\s*(?![\d\s–—−-])|[-–—−]\s+(?=\S))(?=\S)"),
)
RANK = {name: place for place, (name, _) in enumerate(_PATTERNS)}
"""From what divides a book to what divides a list."""
_ANY = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _PATTERNS), re.IGNORECASE)
_PARTS = ("part", "section", "article")
_BULLET_THEN_NUMBER = re.compile(r"[•·▪●○*-]\s*(?=\d{1,2}[.．]\s)")


def mark_of(text: str) -> str:
    """The kind of number or bullet that a line begins with, ``""`` where there is none."""
    found = _ANY.match(_BULLET_THEN_NUMBER.sub("", text, count=1) if text[:1] in "•·▪●○*-" else text)
    if found is None:
        return ""
    kind = found.lastgroup or ""
    # The pattern ignores case for "Chapter" and "CHAPTER"; a Roman number or a letter is a capital.
    if (
        kind in ("roman", "letter")
        and not found.group()[0].isupper()
        and found.group()[0] not in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
    ):
        return "small" if kind == "letter" else ""
    if kind == "roman" and found.group().rstrip() == "I":
        return ""  # the English word
    return kind


def without_mark(text: str) -> str:
    """A heading as a citation names it: without bullet and final colon, its number kept."""
    return text.lstrip("□■◇◆▣❏❑○◦●◯⚪•·∙▪▫▷▶►‣◾➢➤✓✔※⁃-–— ").rstrip(": ") or text


def is_bare_part(text: str) -> bool:
    """Whether a line is only the number of a chapter, whose name then stands in the next line."""
    found = _ANY.fullmatch(text.rstrip(" .:"))
    return found is not None and found.lastgroup in _PARTS


def depth(text: str) -> int:
    """How many numbers a number such as 1.2.3 has."""
    found = re.match(r"\d+(?:[.-]\d+)*", text)
    return len(re.split(r"[.-]", found.group())) if found else 1
