"""Writing: Enter sends, another key makes a new line, a paste stays whole, nothing typed is lost."""

from __future__ import annotations

import threading

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from tui_driving import SMALL, build, composer, paste, running, said, screen_text, talking, wait_until
from tui_fakes import FakeWorkspace, StoreBrokenError, shown

from tui.terminal import know_alt_enter


async def test_enter_sends_and_the_answer_appears() -> None:
    async with talking() as (pilot, table):
        await pilot.press(*"Ministry", "enter")
        await wait_until(pilot, lambda: "I have noted 8" in screen_text(pilot.app))
        assert said(table) == ["Ministry"]
        assert composer(pilot).text == ""
        assert "Saved " in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "shift+enter"])
async def test_a_second_key_makes_a_new_line(key: str) -> None:
    async with talking() as (pilot, table):
        await pilot.press("a", key, "b")
        assert composer(pilot).text == "a\nb"
        assert said(table) == []


async def test_the_new_line_key_can_be_changed(tmp_path) -> None:
    (tmp_path / "keys.toml").write_text('newline = "ctrl+o"\n', encoding="utf-8")
    async with talking(folder=tmp_path) as (pilot, _):
        await pilot.press("a", "ctrl+o", "b")
        assert composer(pilot).text == "a\nb"
        assert "Ctrl+O new line" in screen_text(pilot.app)


async def test_a_keymap_that_cannot_be_read_is_named_and_changes_nothing(tmp_path) -> None:
    (tmp_path / "keys.toml").write_text("newline = [", encoding="utf-8")
    async with talking(folder=tmp_path) as (pilot, _):
        assert "keys.toml could not be used" in screen_text(pilot.app)
        await pilot.press("a", "ctrl+j", "b")
        assert composer(pilot).text == "a\nb"


async def test_a_paste_of_many_lines_stays_whole_and_does_not_send() -> None:
    text = "Name\tOwner\n- one\n- two\n\nlast line"
    async with talking() as (pilot, table):
        await paste(pilot, text)
        assert composer(pilot).text == text
        assert said(table) == []
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(table))
        assert table.done[0] == ("say", text, "pasted")


async def test_a_paste_of_five_megabytes_is_kept_aside_and_sent_whole() -> None:
    text = "Digital government strategy line.\n" * 160_000
    async with talking() as (pilot, table):
        await paste(pilot, text)
        assert len(composer(pilot).text) < 100
        assert "5,440,000" in composer(pilot).text.replace("5440000", "5,440,000")
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(table))
        assert said(table) == [text]


async def test_a_paste_goes_to_the_composer_wherever_the_focus_is() -> None:
    async with talking() as (pilot, _):
        await pilot.press("f3")
        await paste(pilot, "one\ntwo")
        assert composer(pilot).text == "one\ntwo"


async def test_control_characters_of_a_paste_are_left_out_and_tabs_are_kept() -> None:
    async with talking() as (pilot, _):
        await paste(pilot, "a\x1b[31mb\x07\tc\r\nd\x00")
        assert composer(pilot).text == "ab\tc\nd"


async def test_up_recalls_earlier_lines_and_down_returns_to_the_unsent_one() -> None:
    async with talking() as (pilot, table):
        for word in ("one", "two"):
            await pilot.press(*word, "enter")
            await wait_until(pilot, lambda word=word: word in said(table))
        await pilot.press(*"three", "up")
        assert composer(pilot).text == "two"
        await pilot.press("up", "up")
        assert composer(pilot).text == "one"
        await pilot.press("down", "down")
        assert composer(pilot).text == "three"


async def test_up_inside_a_text_moves_the_cursor() -> None:
    async with talking() as (pilot, table):
        await pilot.press(*"one", "enter")
        await wait_until(pilot, lambda: said(table))
        await pilot.press("a", "ctrl+j", "b", "up")
        assert composer(pilot).text == "a\nb"


async def test_a_line_sent_by_mistake_is_taken_back_with_its_changes() -> None:
    async with talking() as (pilot, table):
        await pilot.press(*"half an ans", "enter")
        await wait_until(pilot, lambda: "I have noted" in screen_text(pilot.app))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: composer(pilot).text == "half an ans")
        assert table.done[-1] == ("command", "undo", "")


async def test_there_may_be_nothing_to_take_back() -> None:
    async with talking() as (pilot, table):
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "no sent message to take back" in screen_text(pilot.app))
        assert table.done == []


async def test_a_line_that_could_not_be_stored_returns_to_the_composer() -> None:
    async with talking() as (pilot, table):
        table.fail_with = StoreBrokenError()
        await pilot.press(*"precious", "enter")
        await wait_until(pilot, lambda: "Cannot write (read_only)" in screen_text(pilot.app))
        assert composer(pilot).text == "precious"
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(table) == ["precious"])


async def test_an_unexpected_error_says_where_the_plan_is_and_the_app_goes_on() -> None:
    async with talking() as (pilot, table):
        table.fail_with = ZeroDivisionError("secret words of the plan")
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "Something went wrong inside" in screen_text(pilot.app))
        assert "secret" not in screen_text(pilot.app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(table) == ["x"])


async def test_what_is_typed_before_the_workspace_is_open_is_kept_and_sent() -> None:
    gate = threading.Event()
    fake = FakeWorkspace()

    def slowly() -> FakeWorkspace:
        gate.wait(30)
        return fake

    app, _ = build(workspace=fake, open_with=slowly)
    async with running(app, SMALL) as pilot:
        await pilot.press(*"Seoul", "enter")
        await wait_until(pilot, lambda: "Seoul" in screen_text(app))
        await pilot.press(*"next")
        gate.set()
        await wait_until(pilot, lambda: fake.conversations and said(fake.conversations[0]))
        assert said(fake.conversations[0]) == ["Seoul"]
        assert composer(pilot).text == "next"


async def test_a_key_shows_at_once_while_a_search_runs() -> None:
    async with talking() as (pilot, table):
        table.gate = threading.Event()
        await pilot.press(*"/suggest", "enter")
        await wait_until(pilot, lambda: "Looking in the sources" in screen_text(pilot.app))
        await pilot.press("z")
        await wait_until(pilot, lambda: "z" in composer(pilot).text, seconds=1)
        assert ("fulfil", "r1") not in table.done
        table.gate.set()
        await wait_until(pilot, lambda: "Three passages" in screen_text(pilot.app))
        assert "Looking in the sources" not in screen_text(pilot.app)
        assert composer(pilot).text == "z"


async def test_escape_stops_waiting_and_the_result_comes_all_the_same() -> None:
    async with talking() as (pilot, table):
        table.gate = threading.Event()
        await pilot.press(*"/suggest", "enter")
        await wait_until(pilot, lambda: "Looking in the sources" in screen_text(pilot.app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Looking in the sources" not in screen_text(pilot.app))
        table.gate.set()
        await wait_until(pilot, lambda: "Three passages" in screen_text(pilot.app))


async def test_turns_are_answered_in_the_order_they_were_sent() -> None:
    async with talking() as (pilot, table):
        for number in range(5):
            await pilot.press(str(number), "enter")
        await wait_until(pilot, lambda: len(said(table)) == 5)
        assert said(table) == ["0", "1", "2", "3", "4"]


async def test_the_cursor_of_the_terminal_stays_in_the_composer_while_replies_arrive() -> None:
    async with talking() as (pilot, _):
        await pilot.press(*"한국어")
        before = pilot.app.cursor_position
        assert before == composer(pilot).cursor_screen_offset
        await pilot.app.main.transcript.add([shown("A long reply.\n\n" * 20)])  # type: ignore[attr-defined]
        await pilot.pause()
        assert pilot.app.cursor_position == before == composer(pilot).cursor_screen_offset
        await pilot.press("ctrl+j")
        await pilot.pause()
        await wait_until(pilot, lambda: pilot.app.cursor_position == composer(pilot).cursor_screen_offset)


async def test_a_burst_of_keys_is_taken_in_its_order() -> None:
    """A fast typist on a slow machine: Enter came before the last letters, and half a line was sent."""
    async with talking() as (pilot, table):
        for key, character in (
            ("a", "a"),
            ("b", "b"),
            ("ctrl+j", None),
            ("c", "c"),
            ("enter", None),
            ("d", "d"),
        ):
            pilot.app.post_message(events.Key(key, character))
        await wait_until(pilot, lambda: said(table))
        assert said(table) == ["ab\nc"]
        await wait_until(pilot, lambda: composer(pilot).text == "d")


def test_alt_enter_of_a_plain_terminal_is_not_enter() -> None:
    know_alt_enter()
    keys = [event.key for event in XTermParser().feed("\x1b\r\r") if isinstance(event, events.Key)]
    assert keys == ["alt+enter", "enter"]
