"""Every step and every question is fully worded, in every language that is offered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import prompts
from assistant.steps import STEPS, Question, questions
from prompts import Catalogue

PARTS = ("", ".short", ".why", ".good", ".type", ".example")
STEP_PARTS = ("title", "open", "outcome")
LANGUAGES = Catalogue.load().languages()
LONGEST_QUESTION = 320
"""Characters: four lines of an 80-column terminal."""
MARKDOWN = re.compile(r"[*_`#]|\]\(|^\s*[-+>] ", re.MULTILINE)


class Strict(Catalogue):
    """Raises for a message or a parameter too few or too many."""

    strict = True


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Strict.load()


def wording_files() -> Iterator[tuple[Path, dict[str, dict[str, str]]]]:
    folder = Path(prompts.__file__).parent / "messages" / "steps"
    for path in sorted(folder.glob("step*.yaml")):
        yield path, yaml.safe_load(path.read_text("utf-8"))


def params_of(question: Question) -> dict[str, str]:
    return {"owner": "GOA-1 Faster permits"} if question.per else {}


def test_english_is_offered() -> None:
    assert "en" in LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.id)
def test_a_question_is_worded_with_the_parameters_it_has(
    question: Question, lang: str, catalogue: Catalogue
) -> None:
    for part in PARTS:
        text = catalogue.render(f"ask.{question.id}{part}", {} if part else params_of(question), lang)
        assert text.strip(), part


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.id)
def test_a_question_fits_a_small_terminal(question: Question, lang: str, catalogue: Catalogue) -> None:
    assert len(catalogue.render(f"ask.{question.id}", params_of(question), lang)) <= LONGEST_QUESTION
    assert len(catalogue.render(f"ask.{question.id}.why", {}, lang)) <= LONGEST_QUESTION
    short = catalogue.render(f"ask.{question.id}.short", {}, lang)
    assert len(short) <= 28
    assert "\n" not in short


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.id)
def test_an_example_is_what_a_person_would_type(question: Question, lang: str, catalogue: Catalogue) -> None:
    """It is sent to the program as it stands, so it holds neither Markdown nor quotes around it."""
    example = catalogue.render(f"ask.{question.id}.example", {}, lang)
    assert not MARKDOWN.search(example)
    assert example[0] not in "\"'“/"
    if question.form in ("fields", "pick"):
        assert "\n" not in example


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_step_is_opened_and_named(step, lang: str, catalogue: Catalogue) -> None:
    opening = catalogue.render(f"step.{step.number}.open", {"minutes": step.minutes}, lang)
    assert str(step.minutes) in opening
    assert len(opening.splitlines()) <= 7
    assert "\n" not in catalogue.render(f"step.{step.number}.outcome", {}, lang)
    assert len(catalogue.render(f"step.{step.number}.title", {}, lang)) <= 28


def test_no_wording_is_left_over_and_each_stands_in_the_file_of_its_step() -> None:
    of_step = {
        f"ask.{question.id}{part}": question.step for question in questions().values() for part in PARTS
    }
    of_step |= {f"step.{step.number}.{part}": step.number for step in STEPS for part in STEP_PARTS}
    found = {message: path.stem for path, messages in wording_files() for message in messages}
    assert found == {message: f"step{number:02}" for message, number in of_step.items()}
