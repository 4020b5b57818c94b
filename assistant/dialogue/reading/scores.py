"""Judgements from 1 to 5: a digit, a word for it, or "very low" to "very high"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import normalise
from assistant.dialogue.reading.words import ALL_NUMBERS, is_doubtful, pattern_of

# 상/중/하 is left out: on a scale of five it could be 5/3/1 as well as 4/3/2.
_LEVELS: dict[str, int] = {
    **{word: value for word, value in ALL_NUMBERS.items() if value <= 5},
    **dict.fromkeys(("very high", "extremely high", "very strong", "highest", "maximum", "매우 높음", "매우 높습니다",
                     "매우 높아요", "매우높음", "아주 높음", "아주 높아요", "매우 큼", "매우 강함", "최고", "rất cao",
                     "cao nhất", "rất lớn", "rất mạnh"), 5),
    **dict.fromkeys(("high", "strong", "높음", "높습니다", "높아요", "높은 편", "높은 편이에요", "높은 편입니다", "큼",
                     "강함", "cao", "khá cao", "lớn", "mạnh"), 4),
    **dict.fromkeys(("medium", "moderate", "average", "middling", "neutral", "보통", "보통입니다", "보통이에요", "중간",
                     "중간 정도", "trung bình", "vừa", "vừa phải"), 3),
    **dict.fromkeys(("low", "weak", "낮음", "낮습니다", "낮아요", "낮은 편", "낮은 편이에요", "낮은 편입니다", "작음",
                     "약함", "thấp", "khá thấp", "yếu", "nhỏ"), 2),
    **dict.fromkeys(("very low", "extremely low", "very weak", "lowest", "minimal", "매우 낮음", "매우 낮습니다",
                     "매우 낮아요", "매우낮음", "아주 낮음", "아주 낮아요", "매우 작음", "최저", "rất thấp", "thấp nhất",
                     "rất yếu", "rất nhỏ"), 1),
}  # fmt: skip
_EDGE = " \t\n.,!;:'\"“”()[]*_`"
_DIGIT = (
    r"(?P<a>[1-5])(?:\s?(?:/|out of|of|trên|từ)\s?5)?\s?(?:점|점이요|점입니다|점이에요|점으로|điểm|points?|stars?)?"
    r"|5점\s?(?:만점\s?)?(?:에|중)\s?(?P<b>[1-5])점?"
    r"|(?P<c>[1-5])\s?/\s?5"
)
_WRAP_LEFT = r"(?:(?:i(?:'d| would)? (?:say|give (?:it|them|this)|rate (?:it|them|this))(?: an?| it)?|it's|it is|about|around|score(?: of)?|rating|a|an|약|khoảng|điểm|mức|cho|thang|점수(?:는)?)\s*:?\s*)?"
_REASON = r"(?:\s*(?:[,;:]|\s[-–—]|\.\s|\bbecause\b|\bsince\b|\(|vì\b)\s*(?P<reason>[^\d]{2,}))?"
_GAP = Lazy(r"\s*(?:(?:은|는|이|가|을|를|도|의)(?=\s|\d|$|[:=]))?\s*(?:is|are|at|of|là|[:=-])?\s*", re.I)
_BOTH = Lazy(
    r"\s*(?:both|all(?: of them)?|each|둘 다|모두|전부|각각|각|cả hai|tất cả|đều|mỗi thứ)(?: (?:are|là|đều|at))?[\s:=]+(.+)",
    re.I,
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = pattern_of(_LEVELS)
    return re.compile(rf"{_WRAP_LEFT}(?:{_DIGIT}|(?P<word>{words}))(?![\w/%]|[.,]\d){_REASON}", re.I)


def _hidden_score(reason: str) -> bool:
    """Whether a reason names another level, so that the score before it may have been taken back."""
    words = re.findall(r"\w+", reason.casefold())
    return any(word in ALL_NUMBERS or word in _LEVELS for word in words)


def read_score(text: str) -> Found[int] | None:
    """The score that the whole message gives: "4", "4/5", "4점", "high", "rất cao"; a reason may follow it.

    "6", "4.5", "3-4", "4 days" and 상/중/하 (whose place on a scale of five is unclear) give None.
    """
    text = normalise(text)
    if len(text) > 400:
        return None
    start = len(text) - len(text.lstrip(_EDGE))
    end = len(text.rstrip(_EDGE))
    match = _pattern().fullmatch(text, start, max(start, end))
    if match is None or is_doubtful(text) or (match["reason"] and _hidden_score(match["reason"])):
        return None
    for group in ("a", "b", "c", "word"):
        if match[group]:
            value = int(match[group]) if group != "word" else _LEVELS[match[group].casefold()]
            return Found(value, *match.span(group))
    return None


def _inside(text: str, start: int, end: int) -> Found[int] | None:
    """The score that ``text[start:end]`` is, with its span in the text."""
    found = read_score(text[start:end])
    return found and Found(found.value, start + found.start, start + found.end)


def _positional(text: str, names: list[str]) -> dict[str, Found[int]]:
    """Bare scores in the order of the labels: "4 5", "4, 5", "4/5"."""
    if not re.fullmatch(r"\s*[1-5](?:\s*(?:[,/;]|\s|and|와|과|và)\s*[1-5])*\s*\.?\s*", text):
        return _levels(text, names)
    digits = list(re.finditer(r"[1-5]", text))
    if len(digits) != len(names) or len(names) < 2:
        return _levels(text, names)
    return {name: Found(int(m[0]), *m.span()) for name, m in zip(names, digits, strict=True)}


def _levels(text: str, names: list[str]) -> dict[str, Found[int]]:
    """Scores that are more than digits, in the order of the labels: "high, medium", "2/5, 5/5"."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^,;]+", text)]
    found = [_inside(text, *part) for part in parts]
    if len(parts) != len(names) or len(names) < 2:
        return {}
    return {name: score for name, score in zip(names, found, strict=True) if score} if all(found) else {}


def read_scores(text: str, labels: Mapping[str, Collection[str]]) -> dict[str, Found[int]]:
    """Scores by name ("power 4, interest 5"), or by place if there is one bare score a label ("4 5").

    Args:
        text: the answer.
        labels: score name -> the words that stand for it; the order counts for "4 5" and "4/5".

    Returns:
        The scores that are sure; a name given twice, or with what is no score, is left out.
    """
    text = normalise(text)
    if len(text) > 2000 or is_doubtful(text):
        return {}
    if positional := _positional(text, list(labels)):
        return positional
    if both := _BOTH.fullmatch(text):
        same = _inside(text, *both.span(1))
        return dict.fromkeys(labels, same) if same else {}
    owner = {word.casefold(): name for name, words in labels.items() for word in words}
    if not owner:
        return {}
    label = re.compile(
        rf"(?<!\w)(?:{pattern_of(owner)})(?!(?:[a-zà-ỹđ]|[가-힣](?<![은는이가을를도의])))", re.I
    )
    hits = list(label.finditer(text))
    if not hits:
        return {}
    pieces = _pieces(text, hits)
    found_by_name: dict[str, list[Found[int] | None]] = {}
    for hit, (start, end) in zip(hits, pieces, strict=True):
        found_by_name.setdefault(owner[hit[0].casefold()], []).append(_inside(text, start, end))
    return {name: found[0] for name, found in found_by_name.items() if len(found) == 1 and found[0]}


def _pieces(text: str, hits: list[re.Match[str]]) -> list[tuple[int, int]]:
    """The stretch that belongs to each label: after it, or before it if the message begins with a score."""
    bounds = [hit.start() for hit in hits] + [len(text)]
    if _inside(text, 0, hits[0].start()) and not text[hits[-1].end() :].strip(_EDGE):
        starts = [0] + [hit.end() for hit in hits[:-1]]
        return [
            (_skip(text, start, r"\s*(?:[,;/]|and\b|và\b|와|과)?\s*(?:for\b)?"), hit.start())
            for start, hit in zip(starts, hits, strict=True)
        ]
    if re.search(r"\w", text[: hits[0].start()]):
        return [(0, 0)] * len(hits)
    tail = re.compile(r"(?:[\s,;/.]|\b(?:and|và|그리고)\b)*$", re.I)
    pieces = []
    for hit, stop in zip(hits, bounds[1:], strict=True):
        gap = _GAP.match(text, hit.end())
        start = gap.end() if gap else hit.end()
        end = tail.search(text, min(start, stop), stop)
        pieces.append((min(start, stop), end.start() if end else stop))
    return pieces


def _skip(text: str, start: int, pattern: str) -> int:
    match = re.compile(pattern, re.I).match(text, start)
    return match.end() if match else start
