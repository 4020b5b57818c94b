from __future__ import annotations

from pathlib import Path

import pytest

from assistant.locations import Locations, find_locations


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("GOVPLAN_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_everything_lives_below_govplan_home(home: Path) -> None:
    for chosen, folder in ((str(home / "x"), home / "x"), ("~/y", home / "y"), ("rel", Path.cwd() / "rel")):
        expected = Locations(folder / "data", folder / "cache", folder / "exports")
        assert find_locations({"GOVPLAN_HOME": chosen}) == expected
        assert not folder.exists()


def test_the_environment_is_read_when_none_is_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVPLAN_HOME", str(home / "z"))
    assert find_locations().data == home / "z" / "data"


def test_an_empty_variable_is_not_set(home: Path) -> None:
    assert find_locations({"GOVPLAN_HOME": " "}) == find_locations({})
    assert find_locations({}).data.is_relative_to(home)


def test_exports_go_where_people_look(home: Path) -> None:
    assert find_locations({}).exports == home
    (home / "Documents").mkdir()
    assert find_locations({}).exports == home / "Documents"


@pytest.mark.skipif("sys.platform == 'darwin'", reason="macOS has its own places")
def test_the_places_of_the_desktop_are_honoured(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "d"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "c"))
    (home / "문서").mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "문서"))
    expected = Locations(home / "d" / "govplan", home / "c" / "govplan", home / "문서")
    assert find_locations({}) == expected
