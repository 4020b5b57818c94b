"""JSON keeps everything, and its bytes do not change by accident."""

from __future__ import annotations

import subprocess
import sys

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


def test_the_bytes_of_a_full_plan(snapshot: SnapshotAssertion) -> None:
    assert JSON.write is not None
    assert JSON.write(full_document(), english) == snapshot(extension_class=JsonFile)


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
