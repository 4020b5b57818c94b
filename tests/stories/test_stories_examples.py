"""Every example is an answer to its own question: a person who types the examples ends with a complete plan."""

import re

import pytest
from helpers.stories import Player, catalogue

from assistant.steps import questions

LEFT_OUT = ("milestone_dates", "monitoring_details", "review_details")
"""Questions that the walk never meets, because the examples before them say everything, or it is guessed."""


def example(question: str, lang: str = "en") -> str:
    return catalogue().render(f"ask.{question}.example", {}, lang, plain=True)


def answer_with_example(player: Player) -> str:
    """Type the example of the question being asked; answer which question that was."""
    asked = player.asks
    if asked.startswith("confirm."):
        player.say("yes")
        return asked
    before = player.plan
    player.say(example(asked))
    assert player.outcome is not None
    unread = [reply for reply in player.outcome.replies if reply.kind in ("warning", "error")]
    assert not unread, f"{asked}: {player.shown}"
    assert player.plan != before, f"{asked}: its example fills nothing\n{player.shown}"
    assert "captured" in {reply.kind for reply in player.outcome.replies}, f"{asked}: {player.shown}"
    return asked


@pytest.fixture(scope="module")
def walked() -> tuple[Player, list[str]]:
    """The conversation in which every question is answered with its example and every guess with a yes."""
    player, asked = Player(), []
    while player.asks:
        asked.append(answer_with_example(player))
        assert len(asked) <= 130, asked[-12:]
    return player, asked


def test_whoever_types_the_examples_ends_with_a_complete_plan(walked: tuple[Player, list[str]]) -> None:
    player, _ = walked
    assert player.missing() == []
    assert player.state.gaps == {}


def test_no_question_is_put_twice_on_the_way(walked: tuple[Player, list[str]]) -> None:
    _, asked = walked
    per_owner = {name for name, question in questions().items() if question.per}
    once = [name for name in asked if name not in per_owner]
    assert len(once) == len(set(once))


def test_every_question_is_put_on_the_way_or_listed_as_left_out(walked: tuple[Player, list[str]]) -> None:
    put = {asked for asked in walked[1] if asked in questions()}
    assert put | set(LEFT_OUT) == set(questions())
    assert not put & set(LEFT_OUT)


@pytest.mark.parametrize("name", [q.id for q in questions().values() if q.form == "complete"])
def test_how_to_answer_names_no_more_than_two_entries_that_may_not_be_there(name: str) -> None:
    shown = catalogue().render(f"ask.{name}.type", {}, "en", plain=True)
    assert len(shown.splitlines()) <= 2
    assert not re.search(r"(?m)(?:^|`)[3-9]:", shown)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_an_example_is_read_where_the_answers_before_leave_something_to_ask(name: str) -> None:
    question = questions()[name]
    player = Player()
    same_kind = {q.id for q in questions().values() if q.form == "collect" and q.kind == question.kind}
    while player.asks != question.id:
        asked = player.asks
        if asked == f"confirm.{question.step}" or _step(asked) > question.step:
            player.say(f"/goto {question.id}")
            assert player.asks == question.id
        elif asked.startswith("confirm."):
            player.say("yes")
        elif asked in same_kind:
            player.say("\n".join(line.partition(";")[0] for line in example(asked).split("\n")))
        else:
            player.say(example(asked))
    answer_with_example(player)


def _step(asked: str) -> int:
    return questions()[asked].step if asked in questions() else int(asked.removeprefix("confirm."))
