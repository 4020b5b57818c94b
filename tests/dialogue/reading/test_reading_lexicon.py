"""The lexicon: refuses words with two meanings, and the product's own files are complete."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.dialogue.reading import Intent, Lexicon, infer_choice, read_choice, read_intent
from assistant.plan import values
from assistant.steps import NESTED, questions

FILES = sorted((Path(__file__).parents[3] / "prompts" / "lexicon").glob("*.yaml"))
LANGUAGES = {"en", "ko", "vi"}
ENUMS = [
    value
    for value in vars(values).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]


def test_a_phrase_has_one_intent() -> None:
    with pytest.raises(ValueError, match="'ok' stands for both yes and no"):
        Lexicon.from_data({"intents": {"yes": {"en": ["ok"]}, "no": {"en": ["OK"]}}})


def test_a_name_stands_for_one_value() -> None:
    data = {
        "choices": {"Level": {"local": {"names": {"en": ["city"]}}, "regional": {"alone": {"en": ["City"]}}}}
    }
    with pytest.raises(ValueError, match="Level: 'city'"):
        Lexicon.from_data(data)


def test_an_unknown_intent_is_refused() -> None:
    with pytest.raises(ValueError, match="sing"):
        Lexicon.from_data({"intents": {"sing": {"en": ["la"]}}})


def test_without_words_nothing_is_known() -> None:
    empty = Lexicon.from_data({})
    assert read_intent("yes", empty) is None
    with pytest.raises(KeyError):
        read_choice("yes", "Level", empty)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_closed_list_has_words_for_all_its_values_in_three_languages(
    enum: type[StrEnum], lexicon: Lexicon
) -> None:
    data = yaml.safe_load(FILES[0].read_text(encoding="utf-8"))[enum.__name__]
    assert set(data) == {member.value for member in enum}
    for member in enum:
        entry = data[member.value]
        assert {language for part in entry.values() for language, words in part.items() if words} == LANGUAGES
        found = read_choice(member.value, enum.__name__, lexicon)
        assert found is not None
        assert found.value == member.value


def test_every_intent_is_said_in_three_languages() -> None:
    data = yaml.safe_load(FILES[1].read_text(encoding="utf-8"))
    assert set(data) - {"country"} == {intent.value for intent in Intent}
    assert all(set(entry) == LANGUAGES for name, entry in data.items() if name != "question")


def test_every_slot_of_the_steps_has_label_words(lexicon: Lexicon) -> None:
    slots = [slot for question in questions().values() for slot in question.slots]
    slots += [slot for nested in NESTED.values() for slot in nested]
    assert {slot.label_key for slot in slots} <= set(lexicon.labels)


def test_words_that_may_stand_bare_are_label_words(lexicon: Lexicon) -> None:
    for slot, entry in lexicon.labels.items():
        assert (entry.bare | entry.bare_number) <= set(entry.words), slot


def _words(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [word for key, value in node.items() for word in (key, *_words(value))]
    return [word for value in node for word in _words(value)] if isinstance(node, list) else [node]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_yaml_has_not_turned_a_word_into_a_truth_value(path: Path) -> None:
    assert [
        word for word in _words(yaml.safe_load(path.read_text(encoding="utf-8"))) if not isinstance(word, str)
    ] == []


@pytest.mark.parametrize(
    ("text", "enum_name", "value"),
    [
        ("hackers break into the portal", "RiskCategory", "cyber"),
        ("personal data leak", "RiskCategory", "privacy"),
        ("개인정보가 유출된다", "RiskCategory", "privacy"),
        ("small businesses and startups", "Segment", "business"),
        ("người cao tuổi ở nông thôn", "Segment", "citizen"),
        ("average waiting time at the counter", "Direction", "down"),
        ("이용자 만족도", "Direction", "up"),
        ("Ministry of the Interior", "Level", "national"),
        ("City of Busan", "Level", "local"),
        ("xyzzy", "Level", None),
    ],
)
def test_hints_suggest_a_value(text: str, enum_name: str, value: str | None, lexicon: Lexicon) -> None:
    assert infer_choice(text, enum_name, lexicon) == value
