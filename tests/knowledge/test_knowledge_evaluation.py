"""Measuring search: how labelled queries are read, what counts as a hit, and what the rates are."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from knowledge import Hit
from knowledge.evaluation import DEPTH, Gold, Query, QueryFileError, evaluate, read_queries

LINE = {"id": "a", "lang": "en", "query": "who leads?", "step": 1, "gold": [["visure", 29]]}
HIT = Hit("p", "t", "text", "en", "method", "visure", "What is a plan?", (10, 14), "00", 1.0, (1,))
FACT = replace(HIT, passage_id="gb-digital.gb-03", kind="case", source="gb-digital", lines=None, fact="gb-03")


@pytest.fixture
def read(tmp_path):
    """Reads lines (objects or texts) as a file of queries."""

    def of(*lines: object, encoding: str = "utf-8") -> list[Query]:
        path = tmp_path / "queries.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_bytes("\n".join(texts).encode(encoding))
        return read_queries(path)

    return of


def test_a_line_is_a_query_with_its_gold(read):
    second = {**LINE, "id": 7, "lang": "ko", "query": "위원장은?", "gold": []}
    del second["step"]
    assert read(LINE, "", second) == [
        Query("a", "en", "who leads?", 1, (Gold("visure", 29, 29),)),
        Query("7", "ko", "위원장은?", None, ()),
    ]


def test_gold_lines_is_a_synonym_and_gold_wins(read):
    other = {**LINE, "gold_lines": [["visure", 99]]}
    assert read(other)[0].gold == (Gold("visure", 29, 29),)
    del other["gold"]
    assert read(other)[0].gold == (Gold("visure", 99, 99),)


@pytest.mark.parametrize(
    ("entry", "gold"),
    [
        (["visure", 29], Gold("visure", 29, 29)),
        (["visure", "29"], Gold("visure", 29, 29)),
        (["visure", "29-33"], Gold("visure", 29, 33)),
        (["visure", " 29 – 33 "], Gold("visure", 29, 33)),
        (["anticipatory-ko", 4], Gold("anticipatory", 4, 4)),
        (["anticipatory-en.txt", 4], Gold("anticipatory", 4, 4)),
        (["visure.txt", 4], Gold("visure", 4, 4)),
        (["gb-digital", "gb-03"], Gold("gb-digital", fact="gb-03")),
    ],
)
def test_a_locator_is_a_line_a_span_or_a_fact(read, entry, gold):
    assert read({**LINE, "gold": [entry]})[0].gold == (gold,)


@pytest.mark.parametrize(
    "wrong",
    [
        "not json",
        "5",
        "[]",
        "null",
        {key: value for key, value in LINE.items() if key != "id"},
        {key: value for key, value in LINE.items() if key != "lang"},
        {key: value for key, value in LINE.items() if key != "query"},
        {key: value for key, value in LINE.items() if key != "gold"},
        {**LINE, "lang": "fr"},
        {**LINE, "query": "  "},
        {**LINE, "step": 0},
        {**LINE, "step": 11},
        {**LINE, "step": "4"},
        {**LINE, "gold": None},
        {**LINE, "gold": "visure"},
        {**LINE, "gold": ["ab"]},
        {**LINE, "gold": [["visure"]]},
        {**LINE, "gold": [["visure", 1, 2]]},
        {**LINE, "gold": [["visure", None]]},
        {**LINE, "gold": [["visure", [1, 2]]]},
    ],
    ids=str,
)
def test_a_line_that_is_wrong_is_told_by_its_number(read, wrong):
    with pytest.raises(QueryFileError) as error:
        read(LINE, "", wrong)
    assert (error.value.code, error.value.params["number"]) == ("line", "3")
    assert error.value.params["path"].endswith("queries.jsonl")


def test_a_file_without_queries_or_that_is_no_text_is_refused(read, tmp_path):
    for lines in ((), ("", "   ")):
        with pytest.raises(QueryFileError) as error:
            read(*lines)
        assert error.value.code == "empty"
    with pytest.raises(QueryFileError) as error:
        read({**LINE, "query": "위원장"}, encoding="cp949")
    assert error.value.code == "unreadable"
    with pytest.raises(QueryFileError) as error:
        read_queries(tmp_path / "missing.jsonl")
    assert error.value.code == "unreadable"


def test_windows_line_ends_a_mark_at_the_start_and_odd_separators_are_taken(read):
    text = json.dumps({**LINE, "query": "who\u2028leads\x85?"}, ensure_ascii=False)
    assert read("\ufeff" + text + "\r", text)[1].text == "who\u2028leads\x85?"


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (8, 8, False),
        (9, 9, True),
        (10, 10, True),
        (12, 12, True),
        (14, 14, True),
        (15, 15, True),
        (16, 16, False),
    ]
    + [(1, 9, True), (1, 8, False), (15, 20, True), (16, 20, False), (1, 40, True)],
)
def test_a_passage_fits_when_its_lines_cover_or_touch_by_one(first, last, fits):
    assert Gold("visure", first, last).fits(HIT) is fits
    assert not Gold("smartgov", first, last).fits(HIT)


def test_a_fact_fits_by_its_id_alone_and_a_document_of_one_s_own_never():
    assert Gold("gb-digital", fact="gb-03").fits(FACT)
    assert not Gold("gb-digital", fact="gb-04").fits(FACT)
    assert not Gold("gb-digital", fact="gb-03").fits(HIT)
    assert not Gold("gb-digital", 1, 99).fits(FACT)
    assert not Gold("visure", 10, 10).fits(replace(HIT, lines=None))


def test_the_rank_is_that_of_the_first_hit_that_answers():
    query = Query("a", "en", "?", None, (Gold("visure", 10, 10), Gold("gb-digital", fact="gb-03")))
    other = replace(HIT, lines=(90, 91))
    assert query.rank([]) == 0
    assert query.rank([other, other]) == 0
    assert query.rank([other, FACT, HIT]) == 2


def _asked(number: str, lang: str = "en", *, gold: bool = True) -> Query:
    return Query(f"{number}-{lang}", lang, number, None, (Gold("visure", 10, 10),) if gold else ())


def _searched(places: dict[str, int]):
    """A search whose answer to a query stands at the place given; 0 for none, -1 for no hit at all."""

    def search(query: str, *, lang: str, step: int | None, k: int, own: bool, mode: str) -> list[Hit]:
        assert (k, own) == (DEPTH, False)
        place = places[query] if mode != "lexical" else 0
        return [] if place < 0 else [HIT if at == place else FACT for at in range(1, DEPTH + 1)]

    return search


def test_rates_by_hand():
    queries = [_asked(n) for n in ("1", "2", "4", "6", "0")] + [_asked("1", "ko")]
    queries += [_asked("0", gold=False), _asked("-1", gold=False)]
    told: list[tuple[int, int]] = []
    report = evaluate(
        _searched({name: int(name) for name in ("1", "2", "4", "6", "0", "-1")}),
        queries,
        progress=lambda *at: told.append(at),
    )
    english, everything = report.rates["fused"]["en"], report.rates["fused"]["all"]
    assert dict(english.hit_at) == {1: pytest.approx(1 / 5), 3: pytest.approx(2 / 5), 5: pytest.approx(3 / 5)}
    assert english.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 6) / 5)
    assert (english.queries, english.unanswerable, english.answered) == (5, 2, 1)
    assert (everything.queries, everything.hit_at[1]) == (6, pytest.approx(2 / 6))
    assert set(report.rates["fused"]) == {"all", "en", "ko"}
    assert report.rates["dense"] == report.rates["fused"]
    assert report.rates["lexical"]["all"].mrr == 0
    assert report.missed == ("4-en", "6-en", "0-en")
    assert report.wrongly == ("0-en",)
    assert told == [(number, len(queries)) for number in range(1, len(queries) + 1)]


def test_one_way_alone_can_be_measured_and_nothing_answerable_is_no_error():
    report = evaluate(_searched({"-1": -1}), [_asked("-1", gold=False)], modes=("dense",))
    assert set(report.rates) == {"dense"}
    assert report.rates["dense"]["all"].mrr == 0
    assert (report.missed, report.wrongly) == ((), ())


def test_the_real_search_can_be_measured(warm_knowledge):
    gold = (Gold("visure", 29, 29),)
    queries = [
        Query("a", "en", "how to write SMART objectives", 4, gold),
        Query("b", "en", "pizza recipe", None, ()),
    ]
    rates = evaluate(warm_knowledge.search, queries).rates
    assert {rates[mode]["all"].hit_at[5] for mode in ("fused", "dense", "lexical")} == {1.0}
    assert rates["fused"]["all"].answered == 0
