"""Keeping order among sessions: what is listed, renamed, copied, put away and brought back."""

from __future__ import annotations

import pytest


def names(govplan, *words: str) -> list[str]:
    return [session["name"] for session in govplan("list", "--json", *words).json["sessions"]]


def test_new_makes_a_session_and_says_its_name(govplan) -> None:
    ran = govplan("new", "City of Aru")
    assert ran.code == 0
    assert "“City of Aru”" in ran.out
    assert names(govplan) == ["City of Aru"]


def test_new_without_a_name_finds_names_of_its_own(govplan) -> None:
    govplan("new")
    govplan("new")
    assert len(set(names(govplan))) == 2


def test_without_sessions_the_list_says_how_to_begin(govplan) -> None:
    assert "govplan new" in govplan("list").out
    assert govplan("list", "--deleted").code == 0


def test_the_list_names_each_session_in_a_line(govplan) -> None:
    govplan("new", "one")
    govplan("new", "두 번째")
    lines = govplan("list").out.splitlines()
    assert len(lines) == 2
    assert all(any(line.startswith(name) for line in lines) for name in ("one", "두 번째"))


def test_the_list_says_how_far_each_session_has_come(govplan) -> None:
    govplan("new", "later")
    assert "not begun" in govplan("list").out
    govplan("chat", "later", "--plain", sent="Town of Elmford\n")
    assert "later – no title yet; step 1 of 10, " in govplan("list").out
    govplan("delete", "later")
    assert govplan("list", "--deleted").out.startswith("later – deleted 20")


def test_a_session_is_found_by_name_in_any_case_and_by_the_beginning_of_its_id(govplan) -> None:
    govplan("new", "City of Aru")
    (session,) = govplan("list", "--json").json["sessions"]
    for typed in ("City of Aru", "city OF aru", session["id"], session["id"][:6]):
        assert govplan("show", typed, "--json").code == 0


@pytest.mark.parametrize(
    "words",
    [["show"], ["open"], ["chat", "--plain"], ["export"], ["delete"], ["duplicate"], ["rename", "--", "x"]],
)
def test_an_unknown_session_is_answered_with_the_nearest_name(govplan, words: list[str]) -> None:
    govplan("new", "City of Aru")
    ran = govplan(*(["rename", "City of Ari", "x"] if words[0] == "rename" else [*words, "City of Ari"]))
    assert ran.code == 1
    assert "City of Aru" in ran.err
    assert ran.out == ""


def test_rename_changes_the_name_and_nothing_else(govplan) -> None:
    govplan("new", "demo")
    before = govplan("show", "demo", "--json").json
    assert govplan("rename", "demo", "better").code == 0
    assert names(govplan) == ["better"]
    assert govplan("show", "better", "--json").json == before


def test_rename_may_change_the_case_of_a_name(govplan) -> None:
    govplan("new", "demo")
    assert govplan("rename", "demo", "Demo").code == 0
    assert names(govplan) == ["Demo"]


@pytest.mark.parametrize(
    "words", [["new", "TAKEN"], ["rename", "demo", "Taken"], ["duplicate", "demo", "taken"]]
)
def test_a_name_in_use_is_refused_and_nothing_changes(govplan, words: list[str]) -> None:
    govplan("new", "taken")
    govplan("new", "demo")
    ran = govplan(*words)
    assert ran.code == 1
    assert "“taken”" in ran.err
    assert sorted(names(govplan)) == ["demo", "taken"]


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\x1b"])
def test_a_name_that_nobody_could_see_is_refused(govplan, name: str) -> None:
    assert govplan("new", name).code == 1
    assert names(govplan) == []


def test_a_duplicate_is_a_session_of_its_own(govplan) -> None:
    govplan("new", "demo")
    assert govplan("duplicate", "demo", "copy").code == 0
    govplan("delete", "demo")
    assert names(govplan) == ["copy"]


def test_what_is_deleted_can_be_brought_back(govplan) -> None:
    govplan("new", "my demo")
    before = govplan("show", "my demo", "--json").json
    gone = govplan("delete", "my demo")
    assert names(govplan) == []
    assert names(govplan, "--deleted") == ["my demo"]
    assert "govplan restore 'my demo'" in gone.out
    assert govplan("restore", "my demo").code == 0
    assert names(govplan, "--deleted") == []
    assert govplan("show", "my demo", "--json").json == before


def test_only_a_deleted_session_can_be_restored(govplan) -> None:
    govplan("new", "my demo")
    ran = govplan("restore", "my demo")
    assert ran.code == 1
    assert "“my demo” is not deleted" in ran.err
    assert "govplan open 'my demo'" in ran.err
    unknown = govplan("restore", "nothing like it")
    assert unknown.code == 1
    assert "is not deleted" not in unknown.err


def test_a_name_cannot_steer_the_terminal(govplan) -> None:
    govplan("new", "a\x1b[2Jb\u202ec")
    assert not set(govplan("list").out) & set("\x1b\u202e")
