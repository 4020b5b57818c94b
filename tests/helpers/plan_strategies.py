"""Plans for property tests, built from what the models say about their own fields.

``documents()`` draws a whole document: some entities of any kind, nested children, references that hit and
references that dangle, provenance with both kinds of citation, text of all three languages. ``values(spec)``
draws a value for one field, and ``full_document()`` is the one plan in which every field of every kind is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from hypothesis import strategies as st

from assistant.plan import entities, values
from assistant.plan.document import PlanDocument
from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, fields_of, kinds
from assistant.plan.index import kind_of, walk
from assistant.plan.provenance import CaseCitation, DocumentCitation, Mark, Origin, PassageCitation, State
from assistant.plan.values import Budget, Money, Period

WORDS = [
    "Digital services for everyone",
    "모든 국민을 위한 디지털 정부 서비스",
    "Chuyển đổi số phục vụ người dân",
    "이동통신·인터넷 이용률 93.4%",
    "Nghị quyết số 57-NQ/TW",
    "| a | table | <b>html</b> & [link](https://example.org)",
    "# heading\n- list\n\n1. numbered",
    'e\u0301 \u00a0\u200b\u202e emoji 👩‍💻 quote " back\\slash \x1b[31m',
]
TODAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

texts = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
numbers = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)
currencies = st.sampled_from(["KRW", "VND", "EUR"])
uids = st.integers(0, 40).map(lambda number: f"_u{number}")
"""References: low numbers belong to entities of the drawn plan, high ones dangle."""


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period of any of the five precisions."""
    year = draw(st.integers(1000, 2999))
    month = draw(st.integers(1, 12))
    return Period(
        draw(
            st.sampled_from(
                [
                    f"{year}",
                    f"{year}-H{1 + month // 7}",
                    f"{year}-Q{(month + 2) // 3}",
                    f"{year}-{month:02}",
                    f"{year}-{month:02}-{draw(st.integers(1, 28)):02}",
                ]
            )
        )
    )


def _money(model: type[Money]) -> st.SearchStrategy[Money]:
    if model is Budget:
        return st.builds(Budget, amount=numbers, currency=st.none() | currencies, source=st.none() | texts)
    return st.builds(Money, amount=numbers, currency=st.none() | currencies)


def scalars(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Values for a field that holds neither entities nor a part."""
    if spec.shape == "choice":
        return st.sampled_from(list(getattr(values, spec.targets[0])))
    return {
        "text": texts,
        "number": numbers,
        "score": st.integers(1, 5),
        "integer": st.integers(-2, 2),
        "flag": st.booleans(),
        "period": periods(),
        "money": _money(Budget if spec.kind == "Initiative" else Money),
        "ref": uids,
        "refs": st.lists(uids, max_size=3).map(tuple),
        "texts": st.lists(texts, max_size=2).map(tuple),
    }[spec.shape]


def leaves(spec: FieldSpec) -> list[FieldSpec]:
    """The fields of a part."""
    return [leaf for path, leaf in fields_of(spec.kind).items() if path.startswith(f"{spec.path}.")]


@st.composite
def entities_of(draw: st.DrawFn, kind: str, uids_left: Iterator[int], filled: int = 5) -> Entity:
    """An entity of that kind with up to ``filled`` of its fields set, children included."""
    top = [spec for spec in fields_of(kind).values() if "." not in spec.path]
    chosen = draw(st.sets(st.sampled_from([spec.path for spec in top]), max_size=filled))
    data: dict[str, Any] = {"uid": f"_u{next(uids_left)}", "code": draw(st.none() | st.just("X-1"))}
    for spec in top:
        if spec.path in chosen or spec.shape == "entity":
            data[spec.path] = draw(_held(spec, uids_left))
    return kinds()[kind].model_validate(data)


def _held(spec: FieldSpec, uids_left: Iterator[int]) -> st.SearchStrategy[Any]:
    if spec.shape == "entities":
        child = entities_of(spec.targets[0], uids_left, 3)
        return st.lists(child, max_size=2).map(tuple)
    if spec.shape == "entity":
        return entities_of(spec.targets[0], uids_left, 3)
    if spec.shape == "part":
        part = getattr(entities, spec.targets[0], None) or _part(spec)
        own = {leaf.path.rpartition(".")[2]: st.none() | scalars(leaf) for leaf in leaves(spec)}
        own = {
            name: value.map(lambda v: v or ()) if name == "assumptions" else value
            for name, value in own.items()
        }
        return st.fixed_dictionaries(own).map(part.model_validate)
    return scalars(spec)


def _part(spec: FieldSpec) -> Any:
    return kinds()[spec.kind].model_fields[spec.path].annotation


hashes = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
citations = st.one_of(
    st.builds(
        PassageCitation,
        passage=st.just("visure-cycle"),
        source=st.just("visure"),
        lines=st.tuples(st.integers(1, 400), st.integers(1, 400)),
        lang=st.sampled_from(["en", "ko", "vi"]),
        hash=hashes,
    ),
    st.builds(
        DocumentCitation, document=hashes, title=st.none() | texts, place=st.none() | texts, quote=texts
    ),
    st.builds(
        CaseCitation,
        case=st.just("dk-digital"),
        fact=st.just("dk-07"),
        title=texts,
        publisher=texts,
        url=texts,
        date=st.sampled_from(["2022-05-03", "2022", "n.d."]),
        confidence=st.sampled_from(["official", "secondary"]),
        lang=st.sampled_from(["en", "ko", "vi"]),
        hash=hashes,
    ),
)
marks = st.builds(
    Mark,
    state=st.sampled_from(list(State)),
    origin=st.none() | st.sampled_from(list(Origin)),
    citations=st.lists(citations, max_size=2).map(tuple),
    revision=st.integers(1, 9),
    updated_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@st.composite
def documents(draw: st.DrawFn, filled: int = 9) -> PlanDocument:
    """A document with up to ``filled`` of the plan's fields set."""
    plan = draw(entities_of("Plan", count(), filled))
    places = [(each.uid, path) for each in walk(plan) for path in fields_of(kind_of(each))]
    provenance: dict[str, dict[str, Mark]] = {}
    for uid, path in draw(st.lists(st.sampled_from(places), max_size=4)):
        provenance.setdefault(uid, {})[path] = draw(marks)
    return PlanDocument.model_validate({"plan": plan, "provenance": provenance})


def new_mark(old: Mark | None) -> Mark:
    """The mark of a value that a person typed."""
    return Mark(
        state=State.EDITED if old else State.ACCEPTED,
        origin=Origin.USER,
        revision=old.revision + 1 if old else 1,
        updated_at=TODAY,
    )


class _Full:
    """Builds the full plan; the first entity of a kind is the one that references point at."""

    def __init__(self) -> None:
        self.uids, self.words, self.first = count(), count(1), dict[str, str]()

    def make(self, kind: str) -> dict[str, Any]:
        data: dict[str, Any] = {"uid": f"_f{next(self.uids)}"}
        self.first.setdefault(kind, data["uid"])
        return data | {path: self.fill(spec) for path, spec in fields_of(kind).items() if "." not in path}

    def fill(self, spec: FieldSpec) -> Any:
        if spec.shape == "part":
            return {leaf.path.rpartition(".")[2]: self.fill(leaf) for leaf in leaves(spec)}
        value = self.one(spec)
        return [value] if spec.many else value

    def one(self, spec: FieldSpec) -> Any:
        if spec.shape in ("entity", "entities"):
            return self.make(spec.targets[0])
        if spec.shape in ("text", "texts"):
            return f"text{next(self.words)}x"
        if spec.shape in ("ref", "refs"):
            return "?" + spec.targets[0]
        if spec.shape == "choice":
            return next(iter(getattr(values, spec.targets[0]))).value
        return _EXAMPLES[spec.shape]

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.resolve(held) for key, held in value.items()}
        if isinstance(value, list):
            return [self.resolve(held) for held in value]
        if isinstance(value, str) and value.startswith("?"):
            return self.first["Goal" if value == "?*" else value[1:]]
        return value


def full_document() -> PlanDocument:
    """A plan in which every field of every kind is set; texts are ``text1x``, ``text2x`` …, each its own."""
    full = _Full()
    return PlanDocument(plan=Plan.model_validate(full.resolve(full.make("Plan"))))


_EXAMPLES: dict[str, Any] = {
    "number": "12.5",
    "score": 4,
    "integer": 2,
    "flag": True,
    "period": "2027-Q3",
    "money": {"amount": "1500000", "currency": "EUR"},
}
