"""The requests that are about planning digital government: the file as data."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

import knowledge

LANGUAGES = ("en", "ko", "vi")
ROOM = Path(knowledge.__file__).parent
HANGUL = re.compile(r"[가-힣]")


def _read(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load((ROOM / name).read_text(encoding="utf-8"))
    return found


ON_TOPIC = _read("on_topic.yaml")


def _bare(request: str) -> str:
    return re.sub(r"\W+", " ", request.casefold()).strip()


def _questions(lang: str) -> set[str]:
    """What the passages say that they answer; these teach the search already."""
    files = (yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in ROOM.glob("passages/*/*.yaml"))
    passages = [passage for file in files for passage in file["passages"]]
    return {
        _bare(question) for passage in passages for question in passage.get("questions", {}).get(lang, ())
    }


def test_requests_come_in_the_three_languages():
    assert tuple(ON_TOPIC) == LANGUAGES
    assert all(150 <= len(requests) <= 200 for requests in ON_TOPIC.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_requests_are_tidy_and_neither_too_short_nor_too_long(lang):
    for request in ON_TOPIC[lang]:
        assert isinstance(request, str), request
        assert 2 <= len(request.split()) <= 30, request
        assert request == " ".join(unicodedata.normalize("NFC", request).split()), request


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_request_stands_once_and_on_one_side_only(lang):
    bare = [_bare(request) for request in ON_TOPIC[lang]]
    assert len(bare) == len(set(bare))
    assert set(bare).isdisjoint(map(_bare, _read("off_topic.yaml")[lang]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_request_is_a_question_that_a_passage_answers(lang):
    questions = _questions(lang)
    assert questions
    assert questions.isdisjoint(map(_bare, ON_TOPIC[lang]))


@pytest.mark.parametrize(("lang", "short"), [("en", 4), ("ko", 3), ("vi", 6)])
def test_requests_come_in_every_length(lang, short):
    lengths = [len(request.split()) for request in ON_TOPIC[lang]]
    assert sum(length <= short for length in lengths) >= 15
    assert sum(length >= 3 * short for length in lengths) >= 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_some_requests_end_in_a_question_mark_and_most_do_not(lang):
    asked = sum(request.endswith("?") for request in ON_TOPIC[lang])
    assert 10 <= asked <= len(ON_TOPIC[lang]) / 4


def test_requests_are_in_their_own_script():
    for request in ON_TOPIC["en"]:
        assert request.isascii(), request
    for request in ON_TOPIC["ko"]:
        assert len(HANGUL.findall(request)) >= 4, request
    assert not HANGUL.search(" ".join(ON_TOPIC["vi"]))


def test_about_a_tenth_of_the_vietnamese_requests_bears_no_marks():
    unmarked = sum(request.isascii() for request in ON_TOPIC["vi"])
    assert 0.07 <= unmarked / len(ON_TOPIC["vi"]) <= 0.13
