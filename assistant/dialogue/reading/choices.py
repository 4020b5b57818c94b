"""Values of closed lists, by their names (sure) or by words that hint at them (a guess to confirm)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.lexicon import ChoiceWords, Lexicon, fold
from assistant.dialogue.reading.normalise import normalise
from assistant.dialogue.reading.words import pattern_of

_MAX_OTHER_WORDS = 4
_MAX_CHARS = 160
_TINY = 3
_PARTICLES = r"(?:입니다|이에요|예요|이요|으로|에서|에게|까지|부터|이고|하는|하고|적인|적|상|형|들|은|는|이|가|을|를|의|에|로|와|과|도)"
_DENIED = Lazy(
    r"\b(?:not|no|non|never|cannot|\w+n['’]t|neither|nor|except|without|rather than|instead of|maybe|perhaps|twice|times|"
    r"every (?:other|second|two|three|\d+)|không|chẳng|chưa|trừ|ngoại trừ|có lẽ|(?:[2-9]|hai|ba|bốn) (?:lần|tuần|tháng|năm))\b"
    r"|아니|아닌|않|말고|제외|아마|[2-9]\s?회|[두세네] ?번|격[주월일년]|\?",
    re.I,
)


_FRAME = Lazy(
    r"[\W_]*(?:(?:it's|it is|this is|that is|that's|they are|mainly|mostly|đó là|là|a|an|the)\s+){0,3}"
    r"(?P<w>[^\W_].*?)(?:\s+(?:risk|factor|indicator|body|level|위험|요인|지표))?[\W_]*",
    re.I,
)
_LAST_PARTICLE = Lazy(rf"{_PARTICLES}$")


@lru_cache(maxsize=256)
def _names(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, longest first; a Korean particle may follow."""
    return re.compile(rf"(?<![\w'’-])(?P<w>{pattern_of(words)})(?:s|es)?{_PARTICLES}{{0,2}}(?![\w-])", re.I)


@lru_cache(maxsize=256)
def _hints(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words with their plain plural; Korean ones anywhere in a compound, where they are two letters or more."""
    korean = [word for word in words if len(word) > 1 and "가" <= word[0] <= "힣"]
    other = [word for word in words if word not in korean]
    parts = [pattern_of(korean)] if korean else []
    if other:
        parts.append(rf"(?<![\w-])(?:{pattern_of(other)})(?:{_PARTICLES}|s|es)?(?!\w)")
    return re.compile("|".join(parts) or r"(?!)", re.I)


def _whole(text: str, values: Mapping[str, ChoiceWords]) -> Found[str] | None:
    """The value that the whole answer is, apart from "it is a …", punctuation and a Korean ending."""
    match = _FRAME.fullmatch(text)
    if match is None:
        return None
    for word in (fold(match["w"]), _LAST_PARTICLE.sub("", fold(match["w"]))):
        for value, words in values.items():
            if word in words.names or word in words.alone or word == value.casefold():
                return Found(value, *match.span("w"))
    return None


def read_choice(text: str, enum_name: str, lexicon: Lexicon) -> Found[str] | None:
    """The value that a short answer names; two different ones, a denial or a long sentence give None.

    Raises:
        KeyError: the lexicon has no such list.
    """
    text = normalise(text)
    values = lexicon.choices[enum_name]
    if len(text) > _MAX_CHARS:
        return None
    if whole := _whole(text, values):
        return whole
    owner = {name: value for value, words in values.items() for name in words.names}
    if not owner:
        return None
    pattern = _names(tuple(owner))
    hits = [hit for hit in pattern.finditer(text) if fold(hit["w"]) in owner]
    rest = pattern.sub(" ", text)
    if not hits or len(rest.split()) > _MAX_OTHER_WORDS or _DENIED.search(rest):
        return None
    if len({owner[fold(hit["w"])] for hit in hits} | _mentioned(rest, values)) != 1:
        return None
    return Found(owner[fold(hits[0]["w"])], *hits[0].span("w"))


def _mentioned(text: str, values: Mapping[str, ChoiceWords]) -> set[str]:
    """The values whose common words stand in the text ("agency" in "federal agency")."""
    owner = {
        word: value
        for value, words in values.items()
        for word in words.alone
        if len(word) > _TINY or not word.isascii()
    }
    hits = _names(tuple(owner)).finditer(text) if owner else ()
    return {owner[fold(hit["w"])] for hit in hits if fold(hit["w"]) in owner}


def infer_choice(text: str, enum_name: str, lexicon: Lexicon) -> str | None:
    """The value that most words of the text hint at: a guess, to be shown for a yes. A tie gives None.

    Raises:
        KeyError: the lexicon has no such list.
    """
    text = normalise(text)[:2000]
    weights: dict[str, int] = {}
    for value, words in lexicon.choices[enum_name].items():
        vocabulary = tuple(dict.fromkeys((*words.names, *words.hints)))
        found = {hit.group().casefold() for hit in _hints(vocabulary).finditer(text)} if vocabulary else set()
        if found:
            weights[value] = len(found)
    best = sorted(weights.items(), key=lambda item: -item[1])
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]
