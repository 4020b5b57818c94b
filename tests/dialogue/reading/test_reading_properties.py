"""What holds for any text: no exception, spans inside the text, no loss, no explosion on long input."""

import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import reading
from assistant.dialogue.reading import BareWords, Found, Lexicon, normalise

TODAY = date(2026, 11, 21)
LABELS = {"power": ["power", "영향력"], "interest": ["interest", "관심도"], "owner": ["owner", "담당"]}
BARE = BareWords(frozenset({"owner", "담당"}), frozenset({"power", "interest"}))
PIECES = (
    "2027", "년", "3월", "말", "Q3", "H1", " ", "-", "~", "/", ".", ",", ";", ":", "\n", "\t", "|", "(", ")", '"', "1.200", "85%",
    "억", "만", "원", "triệu", "tỷ", "đồng", "quý", "tháng", "năm", "cuối", "end of", "early", "within", "months", "$", "€", "KRW",
    "power", "owner", "담당", "interest", "4", "5", "high", "매우", "높음", "yes", "no", "not", "?", "①", "②", "1)", "- ", "ㅇ ",
    "**", "#", "from", "to", "부터", "까지", "between", "and", "và", "및", "a", "the", "million", "m", "'27", "\x1b[", "\u200b",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


def _found(text: str, lexicon: Lexicon) -> list[Found[object] | None]:
    """Everything that any reader finds in the text."""
    parts = reading.label_parts(text, LABELS, BARE)
    return [
        reading.read_period(text, TODAY),
        *reading.find_periods(text, TODAY, language="vi"),
        reading.read_span(text, TODAY),
        reading.read_number(text),
        reading.read_quantity(text),
        *reading.find_quantities(text),
        reading.read_money(text, "VND"),
        reading.read_score(text),
        *reading.read_scores(text, LABELS).values(),
        *(reading.read_choice(text, name, lexicon) for name in lexicon.choices),
        Found(parts.main, *parts.main_span),
        *parts.parts.values(),
        *parts.rest,
    ]


@given(text=TEXTS)
def test_readers_never_raise_and_their_spans_lie_inside_the_text(text: str, lexicon: Lexicon) -> None:
    length = len(normalise(text))
    for found in _found(text, lexicon):
        assert found is None or 0 <= found.start <= found.end <= length
    reading.read_intent(text, lexicon)
    reading.read_yes_no(text, lexicon)
    reading.read_table(text)
    for name in lexicon.choices:
        reading.infer_choice(text, name, lexicon)


@given(text=st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]", once)


def _letters(text: str) -> str:
    """The letters of a text in order: what no splitting may lose (a letter can be a mark, as in "a) x")."""
    return "".join(re.findall(r"[^\W\d_]", text))


@given(
    text=st.lists(
        st.sampled_from(
            (
                "word",
                "더 많은 글",
                "hai",
                "AI",
                ", ",
                "; ",
                "\n",
                "\n- ",
                "\n  - ",
                '"',
                "(",
                ")",
                " and ",
                ": ",
            )
        ),
        max_size=12,
    ).map("".join)
)
def test_splitting_loses_no_letter(text: str) -> None:
    whole = _letters(text)
    listed = reading.split_list(text)
    assert sorted(_letters("".join((*listed.headings, *listed.items)))) == sorted(whole)
    assert _letters("".join(reading.split_commas(text))) == whole
    assert _letters("".join(reading.split_inline(text))).replace("and", "") == whole.replace("and", "")


@given(text=st.lists(st.sampled_from(PIECES[:54]), max_size=12).map("".join))
def test_labels_lose_nothing_but_separators_and_label_words(text: str) -> None:
    found = reading.label_parts(text, LABELS, BARE)
    kept = found.main + "".join(part.value for part in (*found.parts.values(), *found.rest))
    pattern = r"owner|담당|power|interest|영향력|관심도|\W|_"
    assert sorted(re.sub(pattern, "", kept)) == sorted(re.sub(pattern, "", normalise(text)))


LONG = (
    "1,",
    "2027 ",
    "2027-",
    "- a\n",
    "owner: x; ",
    "a, ",
    "(",
    '"',
    "억",
    "3억 ",
    "within ",
    " " * 7,
    "\t",
    "| a ",
    "power 4 ",
    "năm ",
)
READERS: dict[str, Callable[[str, Lexicon], object]] = {
    "normalise": lambda text, _: normalise(text + "\x1b["),
    "period": lambda text, _: reading.read_period(text, TODAY),
    "span": lambda text, _: reading.read_span(text, TODAY),
    "number": lambda text, _: reading.read_number(text),
    "quantity": lambda text, _: reading.read_quantity(text),
    "money": lambda text, _: reading.read_money(text),
    "score": lambda text, _: reading.read_score(text),
    "scores": lambda text, _: reading.read_scores(text, LABELS),
    "choice": lambda text, lexicon: reading.read_choice(text, "Level", lexicon),
    "hint": lambda text, lexicon: reading.infer_choice(text, "Level", lexicon),
    "intent": reading.read_intent,
    "lines": lambda text, _: reading.split_lines(text),
    "inline": lambda text, _: reading.split_inline(text),
    "table": lambda text, _: reading.read_table(text),
    "labels": lambda text, _: reading.label_parts(text, LABELS, BARE),
}


VALUE_READERS = (
    "period",
    "span",
    "number",
    "quantity",
    "money",
    "score",
    "scores",
    "choice",
    "hint",
    "intent",
)


def _seconds(read: Callable[[str, Lexicon], object], text: str, lexicon: Lexicon) -> float:
    """Processor time of one reading, the best of two: other processes do not count."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        read(text, lexicon)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", READERS)
def test_long_input_costs_in_proportion(name: str, lexicon: Lexicon) -> None:
    sizes = (1_000, 4_000) if name in VALUE_READERS else (5_000, 20_000)
    for piece in LONG:
        short, long = (piece * (size // len(piece)) for size in sizes)
        base = max(_seconds(READERS[name], short, lexicon), 0.002)
        # Four times the text; a reader that looks at all pairs would take sixteen times as long.
        assert _seconds(READERS[name], long, lexicon) <= 11 * base, piece


@pytest.mark.parametrize("name", VALUE_READERS)
def test_no_single_value_is_read_out_of_a_document(name: str, lexicon: Lexicon) -> None:
    assert not READERS[name](" 2027 " + "x " * 10_000, lexicon)
