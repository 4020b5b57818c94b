"""The catalogue: strict about parameters, right about numbers, honest about languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prompts import LANGUAGES, OFFERED, Catalogue, WordingError
from prompts import catalogue as module
from prompts.catalogue import parameters


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A small catalogue of its own."""
    (tmp_path / "dialogue.yaml").write_text(
        """
hello: {en: "Hello {name}", ko: "안녕하세요 {name}", vi: "Xin chào {name}"}
drops: {en: {one: "one thing: {what}", other: "{count} things: {what}"}, ko: "{count}개: {what}", vi: "{count} mục: {what}"}
only: {en: "English only"}
part: {en: "**{value}**"}
wrap: {en: "a {inner} b"}
cite: {en: "{text:quote}"}
raw: {en: "{text:raw}"}
lines: {en: "{text:lines}"}
prose: {en: "{text:prose}"}
""",
        "utf-8",
    )
    monkeypatch.setattr(module, "_paths", lambda: iter([tmp_path / "dialogue.yaml"]))
    made = Catalogue.load()
    monkeypatch.setattr(Catalogue, "strict", True)
    return made


def test_a_message_in_each_language(words: Catalogue) -> None:
    said = [words.render("hello", {"name": "Hue"}, lang) for lang in LANGUAGES]
    assert said == ["Hello Hue", "안녕하세요 Hue", "Xin chào Hue"]


def test_english_where_a_language_lacks_a_message(words: Catalogue) -> None:
    assert words.render("only", lang="ko") == "English only"
    assert words.missing("ko") == ["only", "part", "wrap", "cite", "raw", "lines", "prose"]
    assert words.languages() == ("en",)


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [("en", 1, "one thing: x"), ("en", 0, "0 things: x"), ("en", 2, "2 things: x"), ("ko", 1, "1개: x"), ("vi", 1, "1 mục: x")],
)  # fmt: skip
def test_numbers_choose_the_form(lang: str, count: int, said: str, words: Catalogue) -> None:
    assert words.render("drops", {"count": count, "what": "x"}, lang) == said


@pytest.mark.parametrize(
    ("message", "params"), [("nothing", {}), ("hello", {}), ("hello", {"name": "x", "nom": "y"}), ("only", {"name": "x"})]
)  # fmt: skip
def test_strict_about_ids_and_parameters(message: str, params: dict[str, str], words: Catalogue) -> None:
    with pytest.raises(WordingError):
        words.render(message, params)


def test_a_person_is_shown_the_id_rather_than_nothing(
    words: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Catalogue, "strict", False)
    assert words.render("nothing") == "nothing"
    assert words.render("hello") == "Hello "


def test_messages_in_messages(words: Catalogue) -> None:
    inner = {"id": "part", "params": {"value": "*x*"}}
    assert words.render("wrap", {"inner": inner}) == "a **\\*x\\*** b"
    listed = {"join": ", ", "items": [inner, "", "<y>"]}
    assert words.render("wrap", {"inner": listed}) == "a **\\*x\\***, \\<y\\> b"
    assert words.render("wrap", {"inner": listed}, plain=True) == "a ***x***, <y> b"


def test_a_message_twice_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dialogue", "tui"):
        (tmp_path / f"{name}.yaml").write_text('same: {en: "x"}', "utf-8")
    monkeypatch.setattr(module, "_paths", lambda: iter([tmp_path / "dialogue.yaml", tmp_path / "tui.yaml"]))
    with pytest.raises(WordingError, match="same"):
        Catalogue.load().messages()


MESSAGES = Catalogue.load().messages()


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_every_message_parses_and_is_the_same_in_every_language(message: str) -> None:
    entry = MESSAGES[message]
    assert set(entry) <= set(LANGUAGES)
    found = set()
    for text in entry.values():
        forms = text if isinstance(text, dict) else {"other": text}
        assert "other" in forms
        assert set(forms) <= {"one", "other"}
        found.add(frozenset(set().union(*(parameters(str(form)) for form in forms.values())) - {"count"}))
        for form in forms.values():
            assert str(form).strip() == str(form).rstrip("\n").strip()
            assert "TODO" not in str(form)
    assert len(found) == 1, "the languages of a message take different parameters"


def test_only_complete_languages_are_offered() -> None:
    catalogue = Catalogue.load()
    assert catalogue.languages() == OFFERED
    assert LANGUAGES[0] in OFFERED


def test_what_korean_lacks_is_listed() -> None:
    catalogue = Catalogue.load()
    lacking = set(catalogue.missing("ko"))
    worded = {message for message, entry in MESSAGES.items() if "ko" in entry}
    assert lacking | worded == set(MESSAGES)
    assert not lacking & worded
    assert ("ko" in OFFERED) is (not lacking)


def test_no_message_talks_like_a_machine() -> None:
    wrong = re.compile(r"\b(?:invalid input|null|NoneType|NaN|traceback|exception|ERROR)\b")
    skipped = ("ask.", "cli.")
    bad = [m for m, e in MESSAGES.items() if not m.startswith(skipped) and wrong.search(str(e["en"]))]
    assert bad == []
