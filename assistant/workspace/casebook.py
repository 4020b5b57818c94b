"""Looking something up in the case library: facts for a question, one government, one fact, the list of all."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from assistant.workspace.hits import hit_json
from knowledge import Case, Hit, Knowledge

_PAGE: Final = 4  # facts shown at once
_MOST: Final = 60  # facts kept to go on with
_RANKED: Final = 100  # hits of a search that put facts in order
_CLOSE: Final = 0.72  # of difflib; below it a name is another word and no slip of the finger
_PREFIX: Final = 3  # letters from which on a beginning stands for a name
_ALL: Final = ("list", "all")
_KIND: Final = ("case",)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
"""What a publisher's name adds in brackets (a mirror, an opinion) stands with each fact, and not in a summary."""


class Casebook:
    """Answers what a person asks of the case library with the data of an event.

    Args:
        knowledge: the knowledge base.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def names(self, lang: str) -> dict[str, str]:
        """The governments' names by the id of their case."""
        return {case.id: _in(case.name, lang) for case in self._knowledge.cases()}

    def look(self, params: Mapping[str, Any], query: str) -> dict[str, Any] | None:
        """What a request for cases comes to: its ``view`` and what belongs to it.

        ``None`` where a question in the person's own words names no government.

        Args:
            params: those of the request.
            query: the question at hand in words, to order facts by.
        """
        lang = str(params["lang"])
        wanted = str(params["argument"]).strip()
        if params["ids"]:
            hits = [self._knowledge.hit(each, lang) for each in params["ids"]]
            return self._page("facts", [hit for hit in hits if hit is not None], params)
        if not wanted:
            return self._page("facts", self._facts(params, query), params)
        asked = bool(params["query"])
        if wanted.casefold() in _ALL and not asked:
            return {"view": "list", "cases": self._list(lang)}
        fact = next((hit for hit in self._knowledge.facts(lang) if hit.fact == wanted.casefold()), None)
        if fact is not None:
            return self._page("fact", [fact], params)
        return self._government(wanted, params, query, asked)

    def _government(
        self, wanted: str, params: Mapping[str, Any], query: str, asked: bool
    ) -> dict[str, Any] | None:
        lang = str(params["lang"])
        cases, sure = find_cases(self._knowledge.cases(), wanted)
        if len(cases) == 1 and sure:
            (case,) = cases
            page = self._page("country", self._facts(params, query, case.id), params)
            return {**page, "case": _story(case, lang, self._knowledge.facts(lang, case=case.id))}
        if asked:
            return None
        if not cases:
            return {"view": "unknown", "cases": self._list(lang)}
        return {"view": "several" if sure else "near", "names": [_in(case.name, lang) for case in cases]}

    def _list(self, lang: str) -> list[dict[str, str]]:
        found = []
        for case in self._knowledge.cases():
            name = _in(case.name, lang)
            title = _in(case.title, lang).removeprefix(f"{name}: ")
            found.append({"name": name, "title": title, "years": case.years})
        return sorted(found, key=lambda each: each["name"])

    def _page(self, view: str, hits: Sequence[Hit], params: Mapping[str, Any]) -> dict[str, Any]:
        """The first facts of many, and the ids of the others."""
        names = self.names(str(params["lang"]))
        shown, waiting = hits[:_PAGE], hits[_PAGE : _PAGE + _MOST]
        return {
            "view": view,
            "hits": [hit_json(hit, str(params["question"]), names) for hit in shown],
            "ids": [hit.passage_id for hit in waiting],
        }

    def _facts(self, params: Mapping[str, Any], query: str, case: str = "") -> list[Hit]:
        """Facts for a question: those of its first topic and those that can be taken first, then what is near."""
        lang, question, topics = str(params["lang"]), str(params["question"]), list(params["topics"])
        serving = {
            hit.passage_id: hit
            for hit in self._knowledge.facts(lang, case=case)
            if hit.topic in topics or hit.offers_for(question)
        }
        order = self.order(query, lang, params["step"]) if serving else {}
        near = [hit for hit in serving.values() if _is_near(hit, topics, question)]
        far = [hit for hit in serving.values() if not _is_near(hit, topics, question)]
        for tier in (near, far):
            tier.sort(key=lambda hit: (not hit.offers_for(question), *settled_order(hit, topics, question)))
        return [hit for tier in (near, far) for hit in varied(ranked(tier, order))]

    def order(self, query: str, lang: str, step: int | None) -> dict[str, int]:
        """The place of each fact in a search for ``query``, by passage id; those far down have none."""
        found = self._knowledge.search(query, lang=lang, step=step, k=_RANKED, kinds=_KIND, floor=False)
        return {hit.passage_id: place for place, hit in enumerate(found)}


def ranked(hits: Iterable[Hit], order: Mapping[str, int]) -> list[Hit]:
    """Hits in the order of a search, then those that it did not find as they stand."""
    return sorted(hits, key=lambda hit: order.get(hit.passage_id, len(order)))


def varied(hits: Iterable[Hit]) -> list[Hit]:
    """The best of each country, then the second best of each, and so on."""
    rounds: defaultdict[int, list[Hit]] = defaultdict(list)
    seen: defaultdict[str, int] = defaultdict(int)
    for hit in hits:
        rounds[seen[hit.source]].append(hit)
        seen[hit.source] += 1
    return [hit for number in sorted(rounds) for hit in rounds[number]]


def _is_near(hit: Hit, topics: Sequence[str], question: str) -> bool:
    """Whether a fact is about just what is asked, or about what is next to it and can be taken."""
    return hit.topic in topics[:1] or (hit.topic in topics and bool(hit.offers_for(question)))


def settled_order(hit: Hit, topics: Sequence[str], question: str) -> tuple[int, bytes]:
    """A key for facts that no search has put in order: by topic, then the countries in turn."""
    place = topics.index(hit.topic) if hit.topic in topics else len(topics)
    return place, shuffled(question, hit.source)


def shuffled(question: str, case: str) -> bytes:
    """A key that puts countries in another order at each question, so that not always the same one leads."""
    return hashlib.sha256(f"{question} {case}".encode()).digest()


def find_cases(cases: Iterable[Case], wanted: str) -> tuple[list[Case], bool]:
    """The cases that a name may stand for, and whether it surely does: it is one, or the beginning of one.

    Names, codes and aliases of all languages count, with and without accents. Otherwise the cases that are called
    almost so, the nearest first.
    """
    name = re.sub(r"^the ", "", folded(wanted))
    if not name:
        return [], False
    called = {case.id: case for case in cases}
    keys = {case.id: _keys(case) for case in called.values()}
    exact = [case for case in called.values() if name in keys[case.id]]
    if exact:
        return exact, True
    begun = [case for case in called.values() if len(name) >= _PREFIX and _begins(name, keys[case.id])]
    if begun:
        return begun, True
    owners = {key: case_id for case_id, own in keys.items() for key in own if len(key) > _PREFIX}
    close = difflib.get_close_matches(name, sorted(owners), n=6, cutoff=_CLOSE)
    return [called[each] for each in dict.fromkeys(owners[key] for key in close)][:3], False


def _begins(name: str, keys: Iterable[str]) -> bool:
    """Whether a name, or a word of it, begins so."""
    return any(key.startswith(name) or f" {name}" in key for key in keys)


def _keys(case: Case) -> frozenset[str]:
    return frozenset(folded(each) for each in (case.id, case.country, *case.name.values(), *case.aliases))


def folded(text: str) -> str:
    """A name as names are compared: small letters, no accents, one space; Korean syllables taken apart."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w\s-]", "", kept).split())


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang, texts["en"])


def _story(case: Case, lang: str, facts: Sequence[Hit]) -> dict[str, Any]:
    """A case's story as an event holds it: its parts, the facts that it rests on, and who published these."""
    dates: dict[str, dict[str, None]] = {}
    by_id = {hit.fact: hit for hit in facts}
    for fact in case.story_facts:
        reference = by_id[fact].references[0]
        year = re.search(r"\d{4}", reference.date)
        years = dates.setdefault(_BRACKETS.sub("", reference.publisher), {})
        if year:
            years[year[0]] = None
    return {
        "name": _in(case.name, lang),
        "title": _in(case.title, lang),
        "years": case.years,
        "story": {part: _in(text, lang) for part, text in case.story.items()},
        "facts": list(case.story_facts),
        "publishers": [
            {"publisher": publisher, "dates": ", ".join(sorted(years))} for publisher, years in dates.items()
        ],
    }
