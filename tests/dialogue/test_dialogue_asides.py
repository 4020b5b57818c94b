"""What is no answer never fills a field; what is one always does, whatever words it holds."""

from __future__ import annotations

import pytest
from helpers.stories import Player

ASIDES = [
    "hi", "hello!", "안녕하세요", "xin chào", "thanks", "감사합니다", "cảm ơn", "one moment", "잠깐만요", "đợi một chút",
    "is it saved?", "저장됐어요?", "why?", "why do you ask?", "왜요?", "tại sao?", "what is a KPI?", "KPI가 뭐예요?", "KPI là gì?",
    "help", "도움말", "show", "review", "example", "예시", "ví dụ", "suggest", "i don't know", "모르겠어요", "tôi không biết",
    "ok", "yes", "no", "네", "아니요", "không", "", "   ", "???", "…", "👍", "/why", "/help", "/open", "/show", "/review", "/model", "/paste",
]  # fmt: skip
TEXTS = [
    "technology", "innovation", "economic growth", "feedback from residents", "no-code tools for staff", "No portal without a phone line",
    "nobody waits longer than a week", "기술이 아니라 사람이 먼저다", "아니라고 말할 수 있는 행정", "예산", "네트워크 현대화", "không gian số", "có dịch vụ trực tuyến",
    "yes to open data, no to paper", "skip the queue", "next generation networks", "helpdesk for everyone", "back office renewal",
    "show what we spend", "undo the damage of the flood", "thanks to the new law", "quite a few offices", "/etc is not a command",
    "the why of the plan", "exit exams online",
]  # fmt: skip


@pytest.fixture
def player() -> Player:
    made = Player()
    made.send("command", name="goto", argument="process_objectives")
    return made


@pytest.mark.parametrize("text", ASIDES)
def test_an_aside_fills_nothing_and_the_question_stays(text: str, player: Player) -> None:
    before = player.state.document
    player.say(text)
    assert player.state.document == before
    assert player.asks == "process_objectives"
    assert player.outcome is not None
    assert player.outcome.replies


@pytest.mark.parametrize("text", [text for text in TEXTS if not text.startswith("/")])
def test_words_inside_words_are_no_commands(text: str, player: Player) -> None:
    player.say(text)
    assert [item.text for item in player.state.document.plan.process_objectives] == [text]


@pytest.mark.parametrize("text", ["//skip", " skip", "//no", " none", "/etc/passwd is a path"])
def test_a_leading_space_or_two_slashes_say_that_it_is_text(text: str, player: Player) -> None:
    player.say(text)
    (item,) = player.state.document.plan.process_objectives
    assert item.text == text.strip().removeprefix("/" if text.startswith("//") else "")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("/sugest", "suggest"), ("/nxt", "next"), ("/gto 4", "goto"), ("/undoo", "undo"), ("/exprot", "export"), ("/zzzz", "help"), ("/SKIPP", "skip")],
)  # fmt: skip
def test_an_unknown_command_gets_the_nearest(typed: str, near: str, player: Player) -> None:
    before = player.state.document
    player.say(typed)
    assert f"`/{near}`" in player.shown
    assert player.state.document == before


@pytest.mark.parametrize("none", ["none", "nothing", "없음", "없어요", "không có", "n/a"])
@pytest.mark.parametrize(
    ("question", "status"), [("constraints", "none"), ("legal_basis", "none"), ("purpose", "deferred"), ("scope_in", "deferred")]
)  # fmt: skip
def test_none_settles_what_is_optional_and_leaves_open_what_is_needed(
    none: str, question: str, status: str
) -> None:
    player = Player()
    player.send("command", name="goto", argument=question)
    before = player.state.document.plan
    player.say(none)
    assert player.state.gaps[question]["status"] == status
    assert player.asks != question
    assert player.state.document.plan == before


def test_no_settles_an_optional_question() -> None:
    player = Player()
    player.send("command", name="goto", argument="parent_plans")
    player.say("no")
    assert player.state.gaps["parent_plans"]["status"] == "none"


def test_i_dont_know_shows_what_a_good_answer_is(player: Player) -> None:
    player.say("no idea")
    assert "few people know it on the first day" in player.shown
    assert "skip" in player.shown


def test_the_same_question_is_asked_after_a_digression(player: Player) -> None:
    outcome = player.say("what is a process objective?")
    (request,) = outcome.requests
    player.send("found", request=request.id, hits=[])
    assert player.asks == "process_objectives"
    assert "What should the planning itself achieve" in player.shown


@pytest.mark.parametrize(("question", "text"), [("evaluations", "mid-term; 2029; Are permits faster?"), ("evaluations", "final; 2031; 시민이 만족하는가?")])  # fmt: skip
def test_where_questions_are_the_answer_a_question_mark_is_no_question(question: str, text: str) -> None:
    player = Player()
    player.send("command", name="goto", argument=question)
    player.say(text)
    assert len(player.state.document.plan.evaluations) == 1


@pytest.mark.parametrize(
    ("question", "answer", "path"),
    [
        ("purpose", "주민이 줄을 서지 않도록", "purpose"),
        ("purpose", "Để người dân không phải chờ đợi", "purpose"),
        ("purpose", "Pour que personne n'attende", "purpose"),
        ("title", "서울 디지털 2030", "title"),
    ],
)
def test_an_answer_in_another_language_than_the_screens(question: str, answer: str, path: str) -> None:
    player = Player()
    player.send("command", name="goto", argument=question)
    player.say(answer)
    assert getattr(player.state.document.plan, path) == answer


def test_decomposed_letters_are_composed() -> None:
    player = Player()
    player.send("command", name="goto", argument="title")
    player.say("Ke\u0302\u0301 hoa\u0323ch")
    assert player.state.document.plan.title == "Kế hoạch"


def test_a_paste_of_two_hundred_lines_is_two_hundred_entries(player: Player) -> None:
    player.say("\n".join(f"- Aim number {number} of the planning" for number in range(200)))
    assert len(player.state.document.plan.process_objectives) == 200
