"""A whole first plan through the real workspace: stored turn by turn, left and resumed, exported."""

from pathlib import Path

from helpers.stories import load_story

from assistant.plan.document import load_document
from assistant.workspace import Conversation, Workspace

GUIDED = Path(__file__).parent / "guided-first-plan.yaml"
LEAVES_AFTER = 12
"""How many messages the person sends before closing the program and coming back."""


def asked(conversation: Conversation) -> str:
    cursor = conversation.state.cursor
    return cursor.question if cursor else ""


def reopened(conversation: Conversation) -> Conversation:
    """What another run of the program finds."""
    before = conversation.state
    with_new_eyes = Workspace.open(lang="en").resume(conversation.id)
    assert with_new_eyes.state == before
    with_new_eyes.start()
    assert with_new_eyes.state.document == before.document
    assert with_new_eyes.state.cursor == before.cursor
    return with_new_eyes


def test_a_plan_drafted_over_many_evenings_is_complete_and_exported(tmp_path: Path) -> None:
    conversation = Workspace.open(lang="en").new("Elmford")
    conversation.start()
    for number, turn in enumerate(load_story(GUIDED)["turns"], 1):
        assert asked(conversation) == turn["to"]
        conversation.say(turn["say"])
        if number % LEAVES_AFTER == 0:
            conversation = reopened(conversation)
    assert all(step.filled == step.needed for step in conversation.steps())
    assert {step.status for step in conversation.steps()} == {"done"}
    path = Workspace.open(lang="en").export("Elmford", "json", tmp_path / "plan.json")
    assert load_document(path.read_text("utf-8")).plan == conversation.document().plan
    assert "Permits in one visit" in conversation.markdown()
