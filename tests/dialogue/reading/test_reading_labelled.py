"""The table of labelled answers: nothing may be read wrongly, and nine in ten of the clear ones must be read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.dialogue import reading
from assistant.dialogue.reading import Lexicon

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
TABLE: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "labelled.yaml").read_text(encoding="utf-8"))
SCORES = {
    "power": ["power", "influence", "영향력", "quyền lực"],
    "interest": ["interest", "관심도", "quan tâm"],
}


def _period(text: str, _: Lexicon) -> str | None:
    found = reading.read_period(text, TODAY)
    return found and found.value.text


def _span(text: str, _: Lexicon) -> str | None:
    found = reading.read_span(text, TODAY)
    return found and f"{found.value[0]}..{found.value[1]}"


def _number(text: str, _: Lexicon) -> str | None:
    found = reading.read_number(text)
    return found and format(found.value, "f")


def _quantity(text: str, _: Lexicon) -> str | None:
    found = reading.read_quantity(text)
    return found and f"{found.value.value:f} {found.value.unit}"


def _money(text: str, _: Lexicon) -> str | None:
    found = reading.read_money(text)
    return found and f"{found.value.amount:f} {found.value.currency or '?'}"


def _score(text: str, _: Lexicon) -> str | None:
    found = reading.read_score(text)
    return found and str(found.value)


def _scores(text: str, _: Lexicon) -> str | None:
    found = reading.read_scores(text, SCORES)
    return " ".join(f"{name}={found[name].value}" for name in SCORES if name in found) or None


def _choice(text: str, lexicon: Lexicon) -> str | None:
    enum_name, answer = text.split(" | ")
    found = reading.read_choice(answer, enum_name, lexicon)
    return found and found.value


def _yes_no(text: str, lexicon: Lexicon) -> str | None:
    answer = reading.read_yes_no(text, lexicon)
    return None if answer is None else str(answer)


def _intent(text: str, lexicon: Lexicon) -> str | None:
    return reading.read_intent(text, lexicon)


READERS: dict[str, Callable[[str, Lexicon], str | None]] = {
    "period": _period,
    "span": _span,
    "number": _number,
    "quantity": _quantity,
    "money": _money,
    "score": _score,
    "scores": _scores,
    "choice": _choice,
    "yes_no": _yes_no,
    "intent": _intent,
}
CASES = [
    (kind, text, None if wanted is None else str(wanted))
    for kind, table in TABLE.items()
    for text, wanted in table.items()
]


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES)
def test_no_answer_is_read_wrongly(kind: str, text: str, wanted: str | None, lexicon: Lexicon) -> None:
    assert READERS[kind](text, lexicon) in (None, wanted)


@pytest.mark.parametrize("kind", READERS)
def test_nine_in_ten_clear_answers_are_read(kind: str, lexicon: Lexicon) -> None:
    clear = [(text, wanted) for case, text, wanted in CASES if case == kind and wanted is not None]
    unread = [text for text, _ in clear if READERS[kind](text, lexicon) is None]
    assert len(unread) <= 0.1 * len(clear), unread


def test_the_table_is_large_and_speaks_three_languages() -> None:
    texts = " ".join(text for _, text, _ in CASES)
    assert len(CASES) >= 160
    assert sum(wanted is None for _, _, wanted in CASES) >= 60
    assert "년" in texts
    assert "năm" in texts
