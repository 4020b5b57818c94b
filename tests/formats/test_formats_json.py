"""JSON keeps everything, and its bytes do not change by accident."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata

import pytest
from helpers.plan_strategies import documents, full_document
from helpers.wording import english
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from assistant.formats import FORMATS
from assistant.plan.document import DocumentError, PlanDocument

JSON = FORMATS["json"]


class JsonFile(SingleFileSnapshotExtension):
    file_extension = "json"


@settings(deadline=None, max_examples=40)
@given(documents())
def test_what_is_written_is_read_back_the_same(document: PlanDocument) -> None:
    assert JSON.write is not None
    assert JSON.read is not None
    assert JSON.read(JSON.write(document, english)) == document


def test_the_bytes_of_a_full_plan(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "1.2.3")
    assert JSON.write is not None
    assert JSON.write(full_document(), english) == snapshot(extension_class=JsonFile)


def test_the_file_names_the_program_that_wrote_it_and_nothing_keeps_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert JSON.write is not None
    assert JSON.read is not None
    theirs = full_document().model_copy(update={"generator": "another program 2"})
    monkeypatch.setattr(metadata, "version", lambda name: f"1.2.3 of {name}")
    assert json.loads(JSON.write(theirs, english))["generator"] == "govplan 1.2.3 of govplan"
    assert JSON.read(JSON.write(theirs, english)).generator is None


def test_files_of_a_program_that_was_never_installed_have_its_name_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", unknown)
    assert JSON.write is not None
    assert json.loads(JSON.write(full_document(), english))["generator"] == "govplan"


def test_what_is_no_plan_is_refused() -> None:
    assert JSON.read is not None
    with pytest.raises(DocumentError):
        JSON.read(b"PK\x03\x04")


def test_every_format_is_listed_under_its_name() -> None:
    assert {name: (each.suffix, each.media_type) for name, each in FORMATS.items()} == {
        "json": (".json", "application/json"),
        "markdown": (".md", "text/markdown"),
    }
    assert all(name == each.name for name, each in FORMATS.items())


def test_a_format_is_loaded_when_it_is_used() -> None:
    code = (
        "import sys, assistant.formats; "
        "sys.exit(any(name.startswith('assistant.formats.') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
