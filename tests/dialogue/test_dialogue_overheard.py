"""What people ask for in plain words is done, and never stored as an answer."""

import pytest
from helpers.stories import Player

GOES = [
    ("let's go to step 7", "Step 7 of 10"),
    ("take me to step 4", "Step 4 of 10"),
    ("can we jump to the risks?", "What may go wrong?"),
    ("go to the goals please", "different at the end"),
    ("Go back to step 2.", "Step 2 of 10"),
    ("5단계로 이동해 주세요", "Step 5 of 10"),
    ("quay lại bước 3", "Step 3 of 10"),
]


def at_purpose() -> Player:
    player = Player()
    for line in ("City of Oakhollow", "yes", "2027 to 2030", "yes"):
        player.say(line)
    assert player.asks == "purpose"
    return player


@pytest.mark.parametrize(("said", "shown"), GOES)
def test_a_wish_to_go_somewhere_goes_there(said: str, shown: str) -> None:
    player = at_purpose()
    before = player.state.document
    player.say(said)
    assert shown in player.shown
    assert player.state.document == before


@pytest.mark.parametrize(
    "said",
    [
        "hello, I'm not sure how this works. do I have to fill everything?",
        "Hi, I was told to write a plan. Where do I start?",
        "We have many services. Which ones should be in?",
    ],
)
def test_a_question_after_a_few_sentences_is_a_question(said: str) -> None:
    player = Player()
    player.say(said)
    assert player.asks == "organisation"
    assert not player.state.document.plan.organisation.name


@pytest.mark.parametrize("said", ["oops that was wrong, go back", "sorry, go back", "no, that's wrong. back"])
def test_an_apology_with_a_way_back_goes_back(said: str) -> None:
    player = at_purpose()
    before = player.state.document
    player.say(said)
    assert player.asks == "title"
    assert player.state.document == before


def test_a_named_value_is_put_right_from_anywhere_after_a_yes() -> None:
    player = at_purpose()
    player.say("change the organisation name to City of Oakhollow West")
    assert player.state.document.plan.organisation.name == "City of Oakhollow"
    player.say("yes")
    assert player.state.document.plan.organisation.name == "City of Oakhollow West"
    assert player.asks == "purpose"


@pytest.mark.parametrize(
    "said",
    [
        "Change the way permits are handled to a digital process",
        "Go to market quickly with digital services for small firms",
        "Move to the cloud by 2029",
        "So that people can go to one place for everything.",
    ],
)
def test_an_answer_that_sounds_like_a_wish_is_an_answer(said: str) -> None:
    player = at_purpose()
    player.say(said)
    assert player.state.document.plan.purpose == said


def test_a_yes_confirms_only_the_guesses_that_were_just_shown() -> None:
    player = Player()
    player.say("City of Oakhollow")
    player.say("The three islands")
    player.say("2027 to 2030")
    assert player.asks == "title"
    player.say("Oakhollow Online")
    player.say("yes")
    marks = player.state.document.provenance[player.state.document.plan.uid]
    assert marks["organisation.level"].state == "suggested"


def test_a_line_with_labels_is_not_dealt_out_to_the_things_asked_about() -> None:
    player = Player()
    for line in ("/goto 7", "A leak\nNo money\nNo staff"):
        player.say(line)
    player.say("위험: 개인정보 유출; 가능성 3; 영향 5")
    assert [risk.likelihood for risk in player.state.document.plan.risks] == [None, None, None]


@pytest.mark.parametrize(
    ("argument", "asks"),
    [
        ("RSK-2", "risks"),
        ("stk-1", "stakeholders"),
        ("GOA-1", "goals"),
        ("4", "goals"),
        ("step 2", "factors_internal"),
    ],
)
def test_goto_takes_a_step_a_code_or_a_question(argument: str, asks: str) -> None:
    player = Player()
    for line in (
        "/goto 7",
        "A leak; likelihood 1; impact 2\nNo money",
        "/goto stakeholders",
        "Residents",
        f"/goto {argument}",
    ):
        player.say(line)
    if argument == "GOA-1":
        assert "Which step do you mean" in player.shown
    else:
        assert player.asks == asks


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("objectives", "goals"),
        ("activities", "strategies"),
        ("factor_impact", "factors_internal"),
        ("indicators", "goals"),
    ],
)
def test_goto_a_question_about_nothing_yet_says_so(question: str, asks: str) -> None:
    player = Player()
    player.say(f"/goto {question}")
    assert "goto.nothing_there" in player.reply_ids
    assert player.asks == asks
