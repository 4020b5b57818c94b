"""A plan document survives JSON without loss, fits its published schema, and refuses everything else politely."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers.plan_strategies import documents, full_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.plan.document import (
    DocumentError,
    PlanDocument,
    document_from_data,
    dump_document,
    load_document,
    new_document,
)
from assistant.plan.migrations import MIGRATIONS, SCHEMA_VERSION
from assistant.plan.provenance import (
    CaseCitation,
    DocumentCitation,
    Mark,
    Origin,
    PassageCitation,
    State,
    citation_from_data,
)
from assistant.plan.schema import json_schema

SCHEMA = jsonschema.Draft202012Validator(json.loads(json_schema()))
FILES = Path(__file__).parent / "files"
OLD = FILES / "plan-0.9.json"
COMMITTED = Path(__file__).parents[2] / "docs" / "plan.schema.json"


@settings(deadline=None)
@given(documents())
@example(full_document())
@example(new_document("_p"))
def test_json_loses_nothing(document: PlanDocument) -> None:
    text = dump_document(document)
    loaded = load_document(text.encode())
    assert loaded == document
    assert dump_document(loaded) == text


@settings(deadline=None, max_examples=40)
@given(documents())
@example(full_document())
def test_what_is_written_fits_the_published_schema(document: PlanDocument) -> None:
    SCHEMA.validate(json.loads(dump_document(document)))


def test_the_compact_form_is_the_plan_without_its_provenance() -> None:
    document = full_document()
    compact = dump_document(document, compact=True)
    assert "\n" not in compact
    assert load_document(compact).plan == document.plan


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text("utf-8") == json_schema(), "run: govplan schema > docs/plan.schema.json"


def test_the_schema_is_sound_and_says_what_a_field_is_for() -> None:
    schema = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    due = schema["$defs"]["Objective"]["properties"]["due"]
    assert due["x-needed"] is True
    assert due["description"]
    assert schema["$id"].endswith(SCHEMA_VERSION)


def test_the_schema_refuses_a_key_that_nobody_knows() -> None:
    data = json.loads(dump_document(new_document("_p")))
    data["plan"]["colour"] = "green"
    assert not SCHEMA.is_valid(data)


def test_a_file_of_version_0_9_opens() -> None:
    document = load_document(OLD.read_bytes())
    assert document.schema_version == SCHEMA_VERSION
    assert (str(document.plan.horizon_start), str(document.plan.horizon_end)) == ("2024", "2027-12-31")
    assert document.plan.organisation.name == "Province of Hallend"
    assert [goal.code for goal in document.plan.goals] == ["GOA-1", "GOA-2"]
    assert document.plan.objectives[0].goal == document.plan.goals[0].uid
    assert document.provenance == {}
    assert load_document(dump_document(document)) == document


def test_a_file_of_version_1_0_opens_with_its_citations() -> None:
    document = load_document((FILES / "plan-1.0.json").read_bytes())
    assert document.schema_version == SCHEMA_VERSION
    assert document.plan.objectives[0].goal == document.plan.goals[0].uid
    (quoted,) = document.provenance["_goal1"]["title"].citations
    assert isinstance(quoted, DocumentCitation)
    assert (quoted.place, quoted.quote[:6]) == ("page 4", "Nobody")
    (cited,) = document.provenance["_obj1"]["statement"].citations
    assert isinstance(cited, PassageCitation)
    assert (cited.lines, cited.lang) == ((30, 34), "ko")
    assert load_document(dump_document(document)) == document


def test_every_older_version_has_a_file_here() -> None:
    assert {path.stem.removeprefix("plan-") for path in FILES.glob("plan-*.json")} == set(MIGRATIONS)


def test_a_citation_of_a_case_is_refused_by_who_knows_version_1_0_only() -> None:
    """Which version a file is of decides, before anything in it is read; so an older program names both versions."""
    cited = full_document().model_copy(update={"provenance": {"_p": {"title": Mark(
        state=State.ACCEPTED, origin=Origin.SUGGESTED, citations=(CASE,))}}})  # fmt: skip
    assert json.loads(dump_document(cited))["schema_version"] == "1.1"
    assert load_document(dump_document(cited)) == cited


CASE = CaseCitation(
    case="dk-digital", fact="dk-07", title="A strategy", publisher="Agency", url="https://example.org/a",
    date="n.d.", confidence="official", lang="en", hash="c" * 64,
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"), [("confidence", "rumour"), ("type", "poem"), ("fact", None), ("page", 4)]
)
def test_a_citation_that_is_none_is_refused(key: str, value: Any) -> None:
    data = CASE.model_dump(mode="json")
    assert citation_from_data(data) == CASE
    with pytest.raises(ValueError, match=key if key != "type" else "tag"):
        citation_from_data({**data, key: value})


@pytest.mark.parametrize("version", ["1.2", "2.0", "10.0", "1.1.1"])
def test_a_newer_file_is_refused_and_the_versions_are_named(version: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document_from_data({"schema_version": version, "plan": {"uid": "_p"}})
    assert caught.value.code == "newer"
    assert caught.value.params == {"version": version, "supported": SCHEMA_VERSION}


PLAN = '{"schema_version": "1.0", "plan": {"uid": "_p"%s}}'
NESTED = '"scope_in": [{"uid": "_a", "text": %s}]'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("Our plan\n", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"PK\x03\x04", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"schema_version": "1.0", "plan": ' + "9" * 10_000 + "}", "not_json"),
        ("[]", "not_a_plan"),
        ("null", "not_a_plan"),
        ('{"openapi": "3.1"}', "not_a_plan"),
        ('{"schema_version": {}, "plan": {}}', "not_a_plan"),
        ('{"schema_version": "latest", "plan": {}}', "not_a_plan"),
        ('{"schema_version": "0.1", "plan": {"uid": "_p"}}', "not_a_plan"),
        ('{"schema_version": "0.9", "plan": null}', "invalid"),
        ('{"schema_version": "0.9", "plan": ["start"]}', "invalid"),
        ('{"schema_version": "0.9", "plan": "start"}', "invalid"),
        ('{"schema_version": "1.0", "plan": []}', "invalid"),
        (PLAN % ', "colour": "green"', "invalid"),
        (PLAN % ', "title": 7', "invalid"),
        (PLAN % ', "horizon_start": "next year"', "invalid"),
        (PLAN % ', "budget_envelope": {"amount": 1e999}', "invalid"),
        (PLAN % ', "budget_envelope": {"amount": NaN}', "invalid"),
        (PLAN % (", " + NESTED % r'"\ud800"'), "invalid"),
        (PLAN % (", " + NESTED % ("[" * 300 + "]" * 300)), "invalid"),
        (PLAN % ', "title": "a", "title": "b"', "invalid"),
        ('{"schema_version": "1.0", "plan": {"uid": "1 2"}}', "invalid"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_plan_gets_a_clear_answer(text: str | bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_document(text)
    assert caught.value.code == code


def test_parsed_data_that_is_too_deep_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(DocumentError) as caught:
        document_from_data({"schema_version": "1.0", "plan": {"uid": "_p", "scope_in": deep}})
    assert caught.value.code == "invalid"
    while deep:  # taken apart by hand: freeing it in one go would be as deep
        deep = deep.pop()


def test_the_answer_names_the_place_and_not_the_content() -> None:
    with pytest.raises(DocumentError) as caught:
        load_document(PLAN % ', "goals": [{"uid": "_g", "owner": "secret words"}]')
    assert caught.value.params["place"] == "plan.goals.0.owner"
    assert "secret" not in str(caught.value.params)


@pytest.mark.parametrize("text", ["\ufeff" + PLAN % "", (PLAN % "").encode("utf-8-sig")])
def test_a_byte_order_mark_does_no_harm(text: str | bytes) -> None:
    assert load_document(text) == new_document("_p")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
FULL = json.loads(dump_document(full_document()))


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [place for key in keys for place in _places(value[key])]


@settings(deadline=None, max_examples=150)
@given(st.data(), st.sampled_from(["1.1", "1.0", "0.9"]))
def test_a_damaged_document_opens_or_is_refused_but_never_breaks(data: st.DataObject, version: str) -> None:
    damaged = json.loads(json.dumps({**FULL, "schema_version": version}))
    places = _places(damaged)
    for _ in range(data.draw(st.integers(1, 2))):
        held, key = data.draw(st.sampled_from(range(len(places))).map(lambda number: places[number]))
        held[key] = data.draw(json_values)
    with contextlib.suppress(DocumentError):
        document = load_document(json.dumps(damaged))
        assert load_document(dump_document(document)) == document


@settings(max_examples=60)
@given(st.binary(max_size=60) | st.text(st.characters(), max_size=60))
def test_bytes_and_text_of_any_kind_are_refused_in_one_way(content: str | bytes) -> None:
    with pytest.raises(DocumentError):
        load_document(content)
