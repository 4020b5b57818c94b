"""What is shown when a person asks for suggestions, an example or an explanation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

from assistant.dialogue.cases import topics_for
from assistant.workspace.casebook import Casebook, find_cases, ranked, settled_order, varied
from knowledge import Hit, Knowledge

_EXAMPLES: Final = ("example", "case")
_SHOWN: Final = 3
_WIDE: Final = 40  # hits looked at when those that hold lines to take are put in order
_LOCAL: Final = ("regional", "local")


class Suggester:
    """Searches for one request.

    Args:
        knowledge: the knowledge base.
        casebook: the case library.
        session: the session whose documents are searched beside those for all.
    """

    def __init__(self, knowledge: Knowledge, casebook: Casebook, session: str | None) -> None:
        self._knowledge = knowledge
        self._casebook = casebook
        self._session = session

    def search(self, params: Mapping[str, Any], topic: str) -> list[Hit]:
        """Passages for a request; where the question alone finds too little, those of the step follow.

        Args:
            params: those of the request.
            topic: what the question at hand is about, in words.
        """
        lang, step, purpose = str(params["lang"]), params["step"], params["purpose"]
        words = str(params["query"])
        kinds = _EXAMPLES if purpose == "example" else None
        hits = self._knowledge.search(
            words or f"{_subject(str(params['question']))}. {topic}",
            lang=lang,
            step=step,
            k=_SHOWN if words else _WIDE,
            kinds=kinds,
            session=self._session,
            # Who asks for suggestions at a question wants those that come nearest, even if none is very near.
            floor=bool(words),
        )
        if purpose == "suggest" and not words:
            hits = self._with_offers_first(hits, params, topic)
        if not words and step is not None and len(hits) < 2:
            hits = [*hits, *_others(self._knowledge.for_step(step, lang, kinds), hits)]
        return hits[:_SHOWN]

    def _with_offers_first(self, hits: list[Hit], params: Mapping[str, Any], topic: str) -> list[Hit]:
        """A mix that can be taken: what a source says, what governments of different countries did.

        A document of the person's own that is among the best keeps its place: it is theirs.
        """
        question, lang = str(params["question"]), str(params["lang"])
        order = {hit.passage_id: place for place, hit in enumerate(hits)}
        offering = ranked(self._knowledge.offering(question, lang), order)
        sources = sorted(
            (hit for hit in offering if not hit.fact), key=lambda hit: hit.steps[:1] != (params["step"],)
        )
        topics = topics_for(question, params["step"])
        mixed = sorted(
            (hit for hit in offering if hit.fact), key=lambda hit: settled_order(hit, topics, question)
        )
        facts = self._nearest_home(ranked(mixed, order), params, topic)
        own = [hit for hit in hits[:_SHOWN] if hit.place]
        plain = [hit for hit in hits if not hit.fact and not hit.offers_for(question)]
        mix = chain(sources[:1], own[:1], facts[: _SHOWN - 1], sources[1:], plain, facts, hits)
        return list({hit.passage_id: hit for hit in mix}.values())

    def _nearest_home(self, facts: Sequence[Hit], params: Mapping[str, Any], topic: str) -> list[Hit]:
        """Facts that offer something, one country after the other; those of the plan's own country first.

        A plan of a city or a region is helped more by what was done at its level, so that orders them anew.
        """
        home = params.get("home") or {}
        if facts and home.get("level") in _LOCAL:
            facts = ranked(
                facts, self._casebook.order(f"{topic} ({home['level']})", str(params["lang"]), None)
            )
        own = self._home_cases(home)
        return varied(sorted(facts, key=lambda hit: hit.source not in own))

    def _home_cases(self, home: Mapping[str, str]) -> set[str]:
        """The cases of the country that the plan names as its jurisdiction or in the name of its organisation."""
        found: set[str] = set()
        for text in (home.get("jurisdiction", ""), home.get("organisation", "")):
            for part in [text, *text.replace(",", " ").split()]:
                cases, sure = find_cases(self._knowledge.cases(), part) if len(part) > _SHOWN else ([], False)
                found |= {case.id for case in cases} if sure and len(cases) == 1 else set()
        return found


def _subject(question: str) -> str:
    """What a question is about in a word or two: questions are put in everyday words, which name no subject."""
    return question.replace("_", " ")


def _others(more: Sequence[Hit], known: Sequence[Hit]) -> list[Hit]:
    """Those of ``more`` that are not among ``known``."""
    ids = {hit.passage_id for hit in known}
    return [hit for hit in more if hit.passage_id not in ids]
