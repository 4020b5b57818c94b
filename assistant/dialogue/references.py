"""Which entity a piece of text names: by code, by number in its list, or by name; and what reading needs to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.dialogue.reading import Lexicon, normalise
from assistant.plan.entities.base import Entity
from assistant.plan.fields import kinds
from assistant.plan.index import Index, title_of

_CODE = re.compile(r"([A-Za-z]{1,4})[-\s]?(\d+(?:\.\d+)*)")
_ORGANISATION_CREATABLE = ("Role", "Body")
_MAX_NAME = 160


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What reading needs to know besides the text.

    Attributes:
        lexicon: the words of all languages.
        today: the day of the event.
        lang: the language of the screen; it only breaks ties such as 03/04/2027.
        index: the plan as it is.
        currency: the plan's own currency, for an amount that names none.
    """

    lexicon: Lexicon
    today: date
    lang: str
    index: Index
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """An entity that is named but not there yet: a role, a body."""

    kind: str
    title: str


def resolve(text: str, targets: tuple[str, ...], context: ReadContext, *, create: bool) -> str | Wish | None:
    """The entity that a piece of text names: by code, by number in its list, or by name.

    Args:
        text: the piece.
        targets: the kinds that will do.
        context: the plan and the words.
        create: whether an unknown name is a wish for a new entity.
    """
    name = re.sub(r"^(?:the|to the|to|by|with)\s+", "", normalise(text).strip(" .,:;\"'“”()"), flags=re.I)
    if not name:
        return None
    wanted = [kind for kind in kinds() if kind in targets or targets == ("*",)]
    candidates = [uid for kind in wanted for uid in context.index.of_kind(kind)]
    if (found := _by_code(name, candidates, context.index)) is not None:
        return found
    if name.isdecimal() and len(wanted) == 1:
        place = int(name)
        return candidates[place - 1] if 1 <= place <= len(candidates) else None
    if (found := _by_title(name, candidates, context.index)) is not None:
        return found
    makes = [kind for kind in wanted if kind in _ORGANISATION_CREATABLE]
    if create and makes and len(name) <= _MAX_NAME and re.search(r"[^\W\d]", name):
        return Wish(makes[0], name)
    return None


def _by_code(name: str, candidates: list[str], index: Index) -> str | None:
    match = _CODE.fullmatch(name)
    if match is None:
        return None
    code = f"{match[1]}-{match[2]}".casefold()
    for uid in candidates:
        entity = index.entity(uid)
        if entity is not None and entity.code is not None and entity.code.casefold() == code:
            return uid
    return None


def _by_title(name: str, candidates: list[str], index: Index) -> str | None:
    titles = {uid: _folded(index.places[uid].entity) for uid in candidates}
    wanted = " ".join(name.casefold().split())
    exact = [uid for uid, title in titles.items() if title == wanted]
    if exact:
        return exact[0]
    if len(wanted) < 3:
        return None
    words = re.compile(rf"(?<!\w){re.escape(wanted)}")
    close = [uid for uid, title in titles.items() if words.search(title)]
    return close[0] if len(close) == 1 else None


def _folded(entity: Entity) -> str:
    return " ".join(title_of(entity).casefold().split())


def says_all(text: str, lexicon: Lexicon) -> bool:
    """Whether a piece of text stands for everything in a list."""
    words = lexicon.labels.get("all")
    folded = " ".join(normalise(text).casefold().split()).strip(".")
    return words is not None and folded in words.words
