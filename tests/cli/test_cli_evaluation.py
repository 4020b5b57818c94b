"""`knowledge eval`: figures on labelled queries, and what it says of a file that holds none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

QUERIES = (
    {"id": "a", "lang": "en", "query": "how to write SMART objectives", "gold": [["visure", 29]]},
    {"id": "b", "lang": "ko", "query": "SMART 세부목표 작성", "gold_lines": [["visure", 29]]},
    {"id": "c", "lang": "en", "query": "zxcv qwer", "gold": []},
    {"id": "d", "lang": "en", "query": "how to write SMART objectives", "gold": [["gb-digital", "gb-99"]]},
)


@pytest.fixture
def queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four queries, to be searched by words alone: what is measured here is the command."""
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none")
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(map(json.dumps, QUERIES)), encoding="utf-8")
    return path


def test_figures_as_json(govplan, queries: Path) -> None:
    ran = govplan("knowledge", "eval", queries, "--json")
    assert ran.code == 0
    told = ran.json
    assert (told["queries"], told["search"], told["embedder"]) == (4, "lexical", "")
    assert set(told["rates"]) == {"fused", "dense", "lexical"}
    assert set(told["rates"]["fused"]) == {"all", "en", "ko"}
    english = told["rates"]["fused"]["en"]
    assert (english["queries"], english["unanswerable"], english["answered"]) == (2, 1, 0)
    assert english["hit@3"] == 0.5
    assert set(english) == {"queries", "hit@1", "hit@3", "hit@5", "mrr", "unanswerable", "answered"}
    assert (told["missed"], told["wrongly_answered"]) == (["d"], [])


def test_figures_as_a_table(govplan, queries: Path) -> None:
    ran = govplan("knowledge", "eval", queries)
    assert ran.code == 0
    rows = [line.split() for line in ran.out.splitlines()]
    assert ["fused", "en", "2"] in [row[:3] for row in rows]
    assert ["lexical", "ko", "1"] in [row[:3] for row in rows]


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "holds no query"), ('{"id": 1}', "Line 1"), ('\n{"id": "x", "lang": "xx"}', "Line 2")],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_measured(
    govplan, queries: Path, content: str, said: str
) -> None:
    queries.write_text(content, encoding="utf-8")
    ran = govplan("knowledge", "eval", queries, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_file_that_is_not_there_and_none_at_all(govplan, tmp_path: Path) -> None:
    ran = govplan("knowledge", "eval", tmp_path / "missing.jsonl")
    assert ran.code == 1
    assert "missing.jsonl" in ran.err
    assert govplan("knowledge", "eval").code == 2
