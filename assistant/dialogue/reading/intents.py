"""Messages that are no answer: yes, "I don't know", "is it saved?", a question back.

Only whole messages count. "Technology" contains "no" and 아니라 contains a refusal; neither is one.
"""

from __future__ import annotations

from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.lexicon import Intent, Lexicon, fold

_MAX_CHARS = 300
_EDGE = Lazy(r"^[\W_]+|[\W_]+$")
_INNER_END = Lazy(r"[.!?…。]\s+\S|[:;\n]")
_SPLIT = Lazy(r"[,.!;~…]+\s*|\s+[-–—]\s+")
_COURTESY = Lazy(
    r"^(?:please|pls|so|well|oh|um|uh|hmm|음|어|저기|그럼|xin|à|ừm)\s+|\s+(?:please|pls|now|then|ạ|nhé|nha|đi|요)$|\s*[ㅠㅜㅎㅋ^]+$"
)
_MAX_QUESTION_WORDS = 25
_MAX_COUNTRY_WORDS = 4
_MAX_STATEMENT_WORDS = 12


def _phrase(text: str) -> str:
    """The message as phrases are compared: folded, without punctuation at either end."""
    return _EDGE.sub("", fold(text))


def _known(phrase: str, lexicon: Lexicon) -> Intent | None:
    if phrase in lexicon.intents:
        return lexicon.intents[phrase]
    return lexicon.intents.get(_COURTESY.sub("", _COURTESY.sub("", phrase)))


def _joined(phrase: str, lexicon: Lexicon) -> Intent | None:
    """The intent that all comma-separated parts share ("yes, that's right"); thanks may stand beside it."""
    parts = [part for part in _SPLIT.split(phrase) if part]
    if not 1 < len(parts) <= 4:
        return None
    intents = [_known(_EDGE.sub("", part), lexicon) for part in parts]
    wanted = set(intents) - {Intent.THANKS}
    return wanted.pop() if len(wanted) == 1 else None


def _asks(text: str, lexicon: Lexicon) -> bool:
    """Whether one single sentence asks something back."""
    message = text.strip().strip("\"'“”")
    phrase = _phrase(text)
    words = len(phrase.split())
    if not phrase or _INNER_END.search(message):
        return False
    if message.rstrip(" .!~").endswith("?") or message.endswith("?"):
        return words <= _MAX_QUESTION_WORDS
    if words > _MAX_STATEMENT_WORDS or "," in phrase:
        return False
    starts = any(phrase == start or phrase.startswith(start + " ") for start in lexicon.questions.starts)
    return starts or any(phrase.endswith(end) for end in lexicon.questions.ends)


def read_intent(text: str, lexicon: Lexicon) -> Intent | None:
    """What the whole message wants if it is no answer, or None for everything that may be one.

    A question is one sentence that ends with ``?`` or has the shape of a question. Where a field asks for
    questions (what an evaluation should find out), the caller must not treat one as a question back.
    """
    if len(text) > _MAX_CHARS:
        return None
    phrase = _phrase(text)
    if not phrase:
        return (
            Intent.QUESTION if text.strip() and set(text.strip()) <= {"?", " ", "!"} and "?" in text else None
        )
    known = _known(phrase, lexicon)
    if known is not None and not (
        text.rstrip().endswith("?") and known in (Intent.YES, Intent.NO, Intent.NONE)
    ):
        return known
    if _asks(text, lexicon):
        return Intent.QUESTION
    return _joined(phrase, lexicon)


def read_yes_no(text: str, lexicon: Lexicon) -> bool | None:
    """True for a yes and False for a no, if that is the whole message; else None."""
    intent = read_intent(text, lexicon)
    return {Intent.YES: True, Intent.NO: False}.get(intent) if intent else None


def read_country(text: str, lexicon: Lexicon) -> str:
    """What stands where a country stands in a question such as "what did Estonia do?"; empty for other messages.

    The whole message must be such a question. Whether that is a country at all, this reader does not know.
    """
    phrase = _phrase(text)
    asked = text.rstrip().endswith("?")
    for before, wanted in lexicon.countries:
        after = wanted.removesuffix("?")
        if phrase.startswith(before) and phrase.endswith(after) and (asked or after == wanted):
            country = phrase[len(before) : len(phrase) - len(after)].strip()
            if country and len(country.split()) <= _MAX_COUNTRY_WORDS and not set(country) & set(",;:!?"):
                return country
    return ""
