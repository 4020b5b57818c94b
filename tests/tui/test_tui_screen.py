"""The main screen: what fits at which size, panels, the preview, keys, copying, quitting."""

from __future__ import annotations

import re

import pytest
from tui_driving import LARGE, SMALL, composer, said, screen_text, talking, wait_until
from tui_fakes import row, shown

from tui.widgets.bubble import Bubble

HOSTILE = (
    "[bold red]not bold[/] \x1b[31mnot red\x1b[0m \x1b]0;no title\x07 "
    "]\\(http://example.org) \u202eesrever\u202c <b>no html</b> \x9b2J"
)


async def test_three_panes_on_a_large_terminal() -> None:
    async with talking(LARGE) as (pilot, _):
        text = screen_text(pilot.app)
        assert "Steps" in text
        assert "Your plan" in text
        assert "Step title 10" in text
        assert "✓ Name: Ministry of Examples" in text
        assert "* Mission" in text
        assert "Nothing leaves this machine" in text


async def test_one_column_on_a_small_terminal_with_panels_on_demand() -> None:
    async with talking(SMALL) as (pilot, _):
        assert "Your plan" not in screen_text(pilot.app)
        await pilot.press("f3")
        await wait_until(pilot, lambda: "Your plan" in screen_text(pilot.app))
        await pilot.press("f2")
        await wait_until(pilot, lambda: "Step title 1" in screen_text(pilot.app))
        assert "Your plan" not in screen_text(pilot.app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Step title 1" not in screen_text(pilot.app))
        assert pilot.app.focused is composer(pilot)


@pytest.mark.parametrize("size", [(20, 5), (10, 3), (2, 1), (300, 100)])
async def test_any_size_keeps_what_is_typed_and_takes_more(size: tuple[int, int]) -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("a")
        await pilot.resize_terminal(*size)
        await pilot.press("b")
        await wait_until(pilot, lambda: composer(pilot).text == "ab")
        await pilot.resize_terminal(*LARGE)
        await wait_until(pilot, lambda: "Welcome" in screen_text(pilot.app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: said(table) == ["ab"])


async def test_the_composer_and_the_last_reply_are_visible_at_20x5() -> None:
    async with talking((20, 5)) as (pilot, _):
        await pilot.press(*"hello")
        await wait_until(pilot, lambda: "hello" in screen_text(pilot.app))


async def test_wide_characters_line_up_in_the_rail() -> None:
    from rich.cells import cell_len

    async with talking(LARGE) as (pilot, _):
        lines = [line for line in screen_text(pilot.app).split("\n") if "Step title" in line]
        assert len(lines) == 10
        borders = {cell_len(line[: line.index("│", 1)]) for line in lines}
        assert len(borders) == 1


async def test_text_that_looks_like_markup_is_shown_as_it_is_and_steers_nothing() -> None:
    async with talking(LARGE) as (pilot, table):
        table.reply = HOSTILE
        table.values = [row("La[b]el", HOSTILE)]
        table.name = "[red]name\x1b[2J"
        await pilot.press(*"x", "enter")
        await wait_until(pilot, lambda: "not bold" in screen_text(pilot.app))
        text = screen_text(pilot.app)
        assert "[bold red]not bold[/]" in " ".join(text.split())
        assert "<b>no html</b>" in text
        assert "[red]name" in text
        assert "La[b]el" in text
        assert not set(text) & set("\x1b\x07\x9b\u202e\u202c")
        assert "no title" not in text


async def test_a_hostile_line_of_a_person_is_shown_as_typed() -> None:
    async with talking(SMALL) as (pilot, _):
        composer(pilot).put("# [bold]heading[/] ](http://x) *no list*")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "# [bold]heading[/] ](http://x) *no list*" in screen_text(pilot.app))


async def test_a_value_is_edited_in_the_preview() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("f3", "down", "enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(pilot.app))
        await pilot.press(*" B", "enter")
        await wait_until(pilot, lambda: table.done)
        assert table.done == [("edit", "_1", "name", "Ministry of Examples B")]
        await wait_until(pilot, lambda: "Changed." in screen_text(pilot.app))
        assert re.search(r"Name: Ministry of Examples +[│ ]*\n.* B  ", screen_text(pilot.app))


async def test_escape_leaves_a_value_as_it_was() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("f3", "down", "enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(pilot.app))
        await pilot.press("x", "escape")
        await wait_until(pilot, lambda: "Enter saves" not in screen_text(pilot.app))
        assert table.done == []


async def test_a_heading_of_the_preview_goes_to_its_step() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("f3", "home", "enter")
        await wait_until(pilot, lambda: table.done)
        assert table.done == [("command", "goto", "1")]


async def test_the_rail_goes_to_a_step_by_keys_and_by_mouse() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("f2", "down", "enter")
        await wait_until(pilot, lambda: table.done)
        assert table.done == [("command", "goto", "2")]
        assert pilot.app.focused is composer(pilot)
        await pilot.click("#rail", offset=(6, 5))
        await wait_until(pilot, lambda: len(table.done) == 2)
        assert table.done[-1] == ("command", "goto", "5")


async def test_typing_in_a_panel_writes_in_the_composer() -> None:
    async with talking(LARGE) as (pilot, _):
        await pilot.press("f2")
        await pilot.press(*"abc")
        assert composer(pilot).text == "abc"
        assert pilot.app.focused is composer(pilot)


@pytest.mark.parametrize(
    ("key", "name"), [("f5", "suggest"), ("f6", "example"), ("f7", "why"), ("alt+u", "undo")]
)
async def test_keys_send_commands_of_the_conversation(key: str, name: str) -> None:
    async with talking() as (pilot, table):
        await pilot.press(key)
        await wait_until(pilot, lambda: table.done == [("command", name, "")])


async def test_the_last_reply_and_the_plan_are_copied_and_it_is_said() -> None:
    async with talking() as (pilot, _):
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Copy what?" in screen_text(pilot.app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Copied the last reply (1 line)." in screen_text(pilot.app))
        assert pilot.app.clipboard == "Welcome. What is your organisation called?"
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Copy what?" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: pilot.app.clipboard == "# The plan\n")


async def test_a_message_is_marked_and_copied_by_keys_alone() -> None:
    async with talking() as (pilot, _):
        await pilot.press(*"first", "enter")
        await wait_until(pilot, lambda: "I have noted" in screen_text(pilot.app))
        await pilot.press("shift+tab", "up", "up", "enter")
        await wait_until(pilot, lambda: pilot.app.clipboard == "first")


async def test_ctrl_c_clears_then_asks_then_quits() -> None:
    async with talking() as (pilot, table):
        await pilot.press(*"half", "ctrl+c")
        assert composer(pilot).text == ""
        await pilot.press("up")
        assert composer(pilot).text == "half"
        await pilot.press("ctrl+c", "ctrl+c")
        await wait_until(pilot, lambda: "Press Ctrl+C again" in screen_text(pilot.app))
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: ("close",) in table.done)
    assert pilot.app.return_code == 0


async def test_ctrl_c_copies_what_is_selected() -> None:
    async with talking() as (pilot, _):
        await pilot.press(*"half", "ctrl+a", "shift+end", "ctrl+c")
        assert pilot.app.clipboard == "half"
        assert composer(pilot).text == "half"


async def test_text_is_selected_by_mouse_and_copied_by_ctrl_c() -> None:
    async with talking(LARGE) as (pilot, _):
        await pilot.mouse_down(Bubble, offset=(0, 0))
        await pilot.hover(Bubble, offset=(6, 0))
        await pilot.mouse_up(Bubble, offset=(6, 0))
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: pilot.app.clipboard == "Welcome")
        assert "Copied the selection (1 line)." in screen_text(pilot.app)
        assert pilot.app.focused is composer(pilot)


async def test_on_leaving_it_is_said_that_the_plan_is_saved() -> None:
    async with talking() as (pilot, _):
        await pilot.press("x", "enter", "ctrl+q")
        await wait_until(pilot, lambda: pilot.app._exit)
        assert pilot.app.farewell == "“Untitled plan” is saved. `govplan` brings it back."  # type: ignore[attr-defined]


async def test_the_conversation_can_end_the_program() -> None:
    async with talking() as (pilot, table):
        await pilot.press(*"/quit", "enter")
        await wait_until(pilot, lambda: ("close",) in table.done)
    assert pilot.app.return_code == 0


async def test_what_was_sent_is_stored_before_the_program_ends() -> None:
    async with talking() as (pilot, table):
        await pilot.press("a", "enter", "b", "enter", "ctrl+q")
        await wait_until(pilot, lambda: ("close",) in table.done)
        assert said(table) == ["a", "b"]


async def test_help_lists_every_key_and_command() -> None:
    from assistant.dialogue.commands import COMMANDS
    from tui.keys import KEYS
    from tui.screens.help import help_text

    async with talking() as (pilot, _):
        text = help_text(pilot.app.words, {"newline": "ctrl+o"})  # type: ignore[attr-defined]
        assert all(f"| {key.id} |" in text for key in KEYS)
        assert all(f"`/{spec.name}`" in text for spec in COMMANDS)
        assert "`Ctrl+O`" in text
        await pilot.press("f1")
        await wait_until(pilot, lambda: "leads you through" in screen_text(pilot.app))
        await pilot.press("f1")
        await wait_until(pilot, lambda: "leads you through" not in screen_text(pilot.app))


async def test_the_palette_finds_and_runs_a_command() -> None:
    async with talking() as (pilot, table):
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Search for something to do" in screen_text(pilot.app))
        await pilot.press(*"/review")
        await wait_until(pilot, lambda: "command.review.help" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: table.done)
        assert table.done == [("command", "review", "")]


async def test_the_view_stays_where_somebody_reads() -> None:
    async with talking() as (pilot, _):
        transcript = pilot.app.main.transcript  # type: ignore[attr-defined]
        await transcript.start_over([shown(f"Message {number}") for number in range(40)])
        await wait_until(pilot, lambda: "Message 39" in screen_text(pilot.app))
        await pilot.press("pageup")
        await wait_until(pilot, lambda: "Message 39" not in screen_text(pilot.app))
        before = transcript.scroll_y
        await transcript.add([shown("New at the end")])
        await pilot.pause()
        assert transcript.scroll_y == before
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "I have noted 1" in screen_text(pilot.app))


async def test_a_reply_higher_than_the_view_is_shown_from_its_first_line() -> None:
    async with talking() as (pilot, table):
        table.reply = "\n".join(f"{number}. Suggestion" for number in range(1, 41))
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "1. Suggestion" in screen_text(pilot.app).split("\n")[0])
        await wait_until(pilot, lambda: "PgDn: more below" in screen_text(pilot.app))
        assert "40. Suggestion" not in screen_text(pilot.app)
        assert "Write your answer here" in screen_text(pilot.app)
        await pilot.press("ctrl+end")
        await wait_until(pilot, lambda: "40. Suggestion" in screen_text(pilot.app))
        await wait_until(pilot, lambda: "more below" not in screen_text(pilot.app))


async def test_after_a_high_reply_the_next_answer_is_seen() -> None:
    async with talking() as (pilot, table):
        table.reply = "\n".join(f"{number}. Suggestion" for number in range(1, 41))
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "1. Suggestion" in screen_text(pilot.app).split("\n")[0])
        table.reply = "Short."
        await pilot.press("y", "enter")
        await wait_until(pilot, lambda: "Short." in screen_text(pilot.app))


async def test_a_panel_gives_way_to_what_is_asked() -> None:
    async with talking(SMALL) as (pilot, table):
        table.kind = "proposal"
        await pilot.press("f3")
        await wait_until(pilot, lambda: "Mission" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(pilot.app))
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "Changed." in screen_text(pilot.app))
        assert "Your plan" not in screen_text(pilot.app)
        assert pilot.app.focused is composer(pilot)


async def test_a_panel_stays_while_nothing_is_asked() -> None:
    async with talking(SMALL) as (pilot, table):
        await pilot.press("f3")
        await wait_until(pilot, lambda: "Mission" in screen_text(pilot.app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(pilot.app))
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: table.done)
        await wait_until(pilot, lambda: "Ministry of Examplesx" in screen_text(pilot.app))
        assert "Your plan" in screen_text(pilot.app)


async def test_empty_values_of_an_entity_unfold_and_can_be_filled_in() -> None:
    async with talking(LARGE) as (pilot, table):
        await pilot.press("f3", "down")
        assert "Space unfolds" in screen_text(pilot.app)
        assert "Attitude" not in screen_text(pilot.app)
        await pilot.press("space")
        await wait_until(pilot, lambda: "Attitude:  " in screen_text(pilot.app))
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: "Enter saves" in screen_text(pilot.app))
        await pilot.press(*"Wary", "enter")
        await wait_until(pilot, lambda: table.done == [("edit", "_1", "attitude", "Wary")])
        await wait_until(pilot, lambda: "Changed." in screen_text(pilot.app))
        await pilot.press("space")
        await wait_until(pilot, lambda: "Attitude:  " not in screen_text(pilot.app))


async def test_space_is_a_space_wherever_one_writes() -> None:
    async with talking(LARGE) as (pilot, _):
        await pilot.press("a", "space", "b")
        assert composer(pilot).text == "a b"


async def test_the_marks_of_the_steps_are_explained_below_them() -> None:
    async with talking(LARGE) as (pilot, _):
        assert "!1" in screen_text(pilot.app)
        assert "! needs a look" in screen_text(pilot.app)


async def test_a_long_title_of_a_step_goes_on_in_a_second_line() -> None:
    from types import SimpleNamespace

    async with talking(LARGE) as (pilot, table):
        step = SimpleNamespace(
            number=6, title="Strategies and initiatives", status="started", filled=5, needed=14, current=True,
            needs_a_look=1, deferred=2,
        )  # fmt: skip
        table.steps = lambda: [step]  # type: ignore[method-assign]
        await pilot.press("x", "enter")
        await wait_until(pilot, lambda: "initiatives" in screen_text(pilot.app))
        assert "5/14 »2 !1" in screen_text(pilot.app)
        assert "» put off, ! needs a look" in screen_text(pilot.app)


async def test_the_palette_leaves_the_screen_around_it_in_view() -> None:
    async with talking(LARGE) as (pilot, _):
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Shows every key" in screen_text(pilot.app))
        lines = screen_text(pilot.app).split("\n")
        assert lines[0].startswith("╭─ Steps")
        assert all(line[0] in "│╰╭ " for line in lines)
        assert "Write your answer here" in lines[-4]


async def test_light_and_dark_by_a_key_and_remembered(tmp_path) -> None:
    async with talking(folder=tmp_path) as (pilot, _):
        assert pilot.app.theme == "textual-dark"
        await pilot.press("f9")
        await wait_until(pilot, lambda: (tmp_path / "theme.txt").exists())
        assert pilot.app.theme == "textual-light"
    async with talking(folder=tmp_path) as (pilot, _):
        await wait_until(pilot, lambda: pilot.app.theme == "textual-light")


async def test_a_terminal_of_16_colours_gets_its_own_colours() -> None:
    environ = {"LANG": "C.UTF-8", "TERM": "screen-16color", "COLORFGBG": "0;15"}
    async with talking(environ=environ) as (pilot, _):
        assert pilot.app.theme == "ansi-light"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_with_lang_c_everything_of_ours_is_ascii(size: tuple[int, int]) -> None:
    async with talking(size, environ={"LANG": "C", "TERM": "linux"}) as (pilot, table):
        table.values = [row("Name", "Plain"), row("Mission", state="deferred")]
        table.steps = lambda: []  # type: ignore[method-assign]
        await pilot.press("a", "enter")
        await wait_until(pilot, lambda: "I have noted" in screen_text(pilot.app))
        for keys in ((), ("f3",), ("escape", "f8"), ("escape", "f1")):
            await pilot.press(*keys)
            await pilot.pause()
            assert screen_text(pilot.app).isascii(), [x for x in screen_text(pilot.app) if not x.isascii()]
