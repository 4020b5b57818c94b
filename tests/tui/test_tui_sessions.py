"""The list of plans, the sample, importing, and what happens when the storage does not work."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from textual import events
from tui_driving import LARGE, TWO, UTF8, build, composer, running, said, screen_text, wait_until
from tui_fakes import AT, FakeWorkspace, StoreBrokenError

from tui.app import GovplanApp


async def test_without_plans_the_conversation_begins_at_once() -> None:
    app, fake = build()
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert "new" in fake.log


async def test_with_plans_the_list_appears_and_enter_opens_the_latest() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert "resume aaaa1" in fake.log
        assert "Alpha plan" in screen_text(app)


async def test_arrows_choose_without_leaving_the_composer() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "resume bbbb2" in fake.log)


async def test_no_keystroke_is_swallowed_by_the_list() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await pilot.press(*"Min")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press(*"istry of Y")
        assert composer(pilot).text == "Ministry of Y"
        await pilot.press("enter")
        await wait_until(pilot, lambda: fake.conversations and said(fake.conversations[-1]))
        assert said(fake.conversations[-1]) == ["Ministry of Y"]
        assert "new" in fake.log


async def test_a_burst_that_ends_in_enter_is_text_and_not_a_choice() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        for key in (*"Seoul", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_until(pilot, lambda: fake.conversations and said(fake.conversations[-1]))
        assert said(fake.conversations[-1]) == ["Seoul"]


async def test_a_named_session_is_opened_without_asking() -> None:
    app, fake = build(*TWO, session="Beta plan")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert [line for line in fake.log if line != "warm"] == ["resume Beta plan"]


async def test_a_session_that_is_not_there_is_explained_above_the_list() -> None:
    app, _ = build(*TWO, session="gamma")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Cannot write (unknown)" in screen_text(app))
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))


async def test_a_new_one_is_begun_without_asking() -> None:
    app, fake = build(*TWO, new=True)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert "new" in fake.log


async def test_rename_duplicate_delete_and_the_way_back() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("f2")
        await wait_until(pilot, lambda: "New name" in screen_text(app))
        await pilot.press("end", *" X", "enter")
        await wait_until(pilot, lambda: "Alpha plan X" in screen_text(app))
        await pilot.press("ctrl+d")
        await wait_until(pilot, lambda: "Alpha plan X (2)" in screen_text(app))
        await pilot.press("delete")
        await wait_until(pilot, lambda: "Deleted plans… (1)" in screen_text(app))
        assert [card.name for card in fake.sessions()] == ["Beta plan", "Alpha plan X (2)"]
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await wait_until(pilot, lambda: "Enter restores" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: len(fake.sessions()) == 3)
        await wait_until(pilot, lambda: "Restored “Alpha plan X”" in screen_text(app))


async def test_delete_in_a_text_deletes_a_letter_and_no_plan() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press(*"ab", "home", "delete")
        assert composer(pilot).text == "b"
        assert len(fake.sessions()) == 2


async def test_the_sample_is_marked_and_never_saved() -> None:
    app, fake = build(*TWO)
    async with running(app, LARGE) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("down", "down", "down", "enter")
        await wait_until(pilot, lambda: "SAMPLE: not saved" in screen_text(app))
        assert "sample" in fake.log
        assert "Saved" not in screen_text(app)


async def test_a_file_is_imported_by_its_path_even_with_quotes() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("down", "down", "down", "down", "enter")
        await wait_until(pilot, lambda: "File to import" in screen_text(app))
        await pilot.press(*"'/tmp/my plan.json'", "enter")
        await wait_until(pilot, lambda: "import /tmp/my plan.json" in fake.log)


async def test_the_list_comes_back_by_a_key_and_keeps_what_was_typed() -> None:
    app, fake = build(*TWO, session="aaaa1")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press(*"draft", "f4")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        assert composer(pilot).text == "draft"
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(fake.conversations[-1]) == ["draft"])


async def test_the_open_plan_cannot_be_deleted_under_ones_hands() -> None:
    app, fake = build(*TWO, session="aaaa1")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("delete")
        await wait_until(pilot, lambda: "is the plan you have open" in screen_text(app))
        assert len(fake.sessions()) == 2


async def test_the_open_plan_shows_its_new_name_at_once() -> None:
    app, _ = build(*TWO, session="aaaa1")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press("f2")
        await wait_until(pilot, lambda: "New name" in screen_text(app))
        await pilot.press(*"Gamma", "enter")
        await wait_until(pilot, lambda: "Renamed to “Gamma”" in screen_text(app))
        await pilot.press("escape", "x", "enter")
        await wait_until(pilot, lambda: "I have noted" in screen_text(app))
        assert " Gamma " in screen_text(app).split("\n")[-2]


async def test_a_deleted_plan_shows_in_the_list_of_deleted_ones_only() -> None:
    app, _ = build(TWO[0], replace(TWO[1], deleted_at=AT))
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Alpha plan" in screen_text(app))
        assert "Beta plan" not in screen_text(app)


async def test_with_lang_c_the_list_is_ascii_too() -> None:
    app, _ = build(*TWO, environ={"LANG": "C", "TERM": "linux"})
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        assert screen_text(app).isascii()


@pytest.mark.parametrize("text", ["no", "Yes.", "3", "네", "không", "/undo", "?"])
async def test_a_bare_word_at_the_list_begins_no_plan_and_it_is_said_what_enter_does(text: str) -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        composer(pilot).put(text)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "alone does not begin a plan" in screen_text(app))
        assert f"“{text}”" in screen_text(app)
        assert "new" not in fake.log
        await pilot.press("enter")
        await wait_until(pilot, lambda: "resume aaaa1" in fake.log)


async def test_a_bare_word_sent_before_the_list_is_there_begins_no_plan_either() -> None:
    gate = threading.Event()
    fake = FakeWorkspace(list(TWO))

    def slowly() -> FakeWorkspace:
        gate.wait(30)
        return fake

    app, _ = build(workspace=fake, open_with=slowly)
    async with running(app) as pilot:
        await pilot.press(*"no", "enter")
        gate.set()
        await wait_until(pilot, lambda: "alone does not begin a plan" in screen_text(app))
        assert "new" not in fake.log


async def test_quit_at_the_list_quits() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press(*"/quit", "enter")
        await wait_until(pilot, lambda: app._exit)
        assert "new" not in fake.log


async def test_with_a_plan_open_the_list_says_that_what_is_written_goes_there() -> None:
    app, fake = build(*TWO, session="aaaa1")
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        assert "goes back to “Alpha plan”, and what you write goes there too" in " ".join(
            screen_text(app).split()
        )
        assert "a new plan begins with it" not in screen_text(app)
        await pilot.press(*"Our vision", "enter")
        await wait_until(pilot, lambda: "I have noted" in screen_text(app))
        assert said(fake.conversations[-1]) == ["Our vision"]
        assert "new" not in fake.log


async def test_what_is_sent_while_a_chosen_plan_opens_goes_to_that_plan() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        composer(pilot).put("Our vision")
        app.main.resume("bbbb2")
        await pilot.press("enter")
        await wait_until(pilot, lambda: fake.conversations and said(fake.conversations[-1]))
        assert fake.conversations[-1].id == "bbbb2"
        assert "new" not in fake.log


async def test_the_list_stops_at_both_ends_and_home_and_end_go_there() -> None:
    app, fake = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        places = app.main.picker.query_one("#picker-list")
        await pilot.press("up", "up")
        await wait_until(pilot, lambda: places.highlighted == 0)  # type: ignore[attr-defined]
        await pilot.press("end")
        await wait_until(pilot, lambda: places.highlighted == 4)  # type: ignore[attr-defined]
        await pilot.press("down")
        await pilot.pause()
        assert places.highlighted == 4  # type: ignore[attr-defined]
        await pilot.press("home")
        await wait_until(pilot, lambda: places.highlighted == 0)  # type: ignore[attr-defined]
        await pilot.press("up", "enter")
        await wait_until(pilot, lambda: "resume aaaa1" in fake.log)


async def test_home_and_end_move_the_cursor_in_a_text() -> None:
    app, _ = build(*TWO)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        await pilot.press(*"bc", "home", "a", "end", "d")
        assert composer(pilot).text == "abcd"


async def test_a_finished_plan_says_that_all_questions_are_asked() -> None:
    app, _ = build(replace(TWO[0], step=0, filled=40), replace(TWO[1], turns=0))
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "All questions asked, 40 of 40" in screen_text(app))
        assert "Not begun" in screen_text(app)
        assert "Step 0" not in screen_text(app)


async def test_a_plan_in_which_nothing_was_said_does_not_stay_in_the_list() -> None:
    app, fake = build(*TWO, new=True)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert len(fake.sessions()) == 3
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Beta plan" in screen_text(app))
        app.main.resume("bbbb2")
        await wait_until(pilot, lambda: len(fake.sessions()) == 2)
        assert {card.name for card in fake.cards} == {"Alpha plan", "Beta plan"}


async def test_begin_a_new_plan_goes_on_with_the_one_in_which_nothing_was_said() -> None:
    app, fake = build(new=True)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Begin a new plan" in screen_text(app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert fake.log.count("new") == 1


async def test_leaving_right_after_the_greeting_leaves_nothing_behind() -> None:
    app, fake = build()
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app._exit)
        assert fake.cards == []
        assert app.farewell == ""


@pytest.mark.parametrize("how", ["said", "renamed", "other window"])
async def test_a_plan_with_anything_in_it_stays(how: str) -> None:
    app, fake = build()
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        if how == "said":
            await pilot.press("x", "enter")
        elif how == "renamed":
            await pilot.press("f4")
            await wait_until(pilot, lambda: "Begin a new plan" in screen_text(app))
            await pilot.press("f2")
            await wait_until(pilot, lambda: "New name" in screen_text(app))
            await pilot.press("X", "enter")
            await wait_until(pilot, lambda: "Renamed" in screen_text(app))
        else:
            fake.cards = [replace(card, turns=5) for card in fake.cards]
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app._exit)
        assert len(fake.sessions()) == 1


def broken(failures: int) -> tuple[GovplanApp, FakeWorkspace]:
    """An app whose storage refuses that many times."""
    fake = FakeWorkspace()
    left = [failures]

    def open_workspace() -> FakeWorkspace:
        left[0] -= 1
        if left[0] >= 0:
            raise StoreBrokenError()
        return fake

    return build(workspace=fake, open_with=open_workspace)


async def test_storage_that_does_not_open_is_explained_and_can_be_tried_again() -> None:
    app, fake = broken(1)
    async with running(app) as pilot:
        await pilot.press(*"typed early")
        await wait_until(pilot, lambda: "Cannot write (read_only)" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Welcome" in screen_text(app))
        assert composer(pilot).text == "typed early"
        assert "new" in fake.log


async def test_going_on_in_memory_is_marked_as_not_saved() -> None:
    app, _ = broken(9)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Cannot write (read_only)" in screen_text(app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "NOT SAVED: in memory only" in screen_text(app))
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: "This plan is NOT saved" in screen_text(app))


async def test_one_can_quit_when_the_storage_does_not_open() -> None:
    app, _ = broken(9)
    async with running(app) as pilot:
        await wait_until(pilot, lambda: "Cannot write (read_only)" in screen_text(app))
        await pilot.press("escape")
        assert not app._exit
        await pilot.press("end", "enter")
        await wait_until(pilot, lambda: app._exit)
    assert app.return_code == 0


def test_the_environment_of_these_tests_shows_unicode() -> None:
    assert UTF8["LANG"].endswith("UTF-8")
