"""`knowledge eval`: how good search is on labelled queries, by language and by way of searching."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.commands.registry import OK, Command, argument, switch

if TYPE_CHECKING:
    from knowledge.evaluation import Rates, Report
    from tui.commands.call import Call

_COLUMNS = (9, 9, 8, 7, 7, 7, 7)


def _evaluate(call: Call, args: argparse.Namespace) -> int:
    from knowledge.evaluation import QueryFileError, evaluate, read_queries
    from tui.commands.call import Failure

    try:
        queries = read_queries(Path(args.file).expanduser())
    except QueryFileError as error:
        params: dict[str, object] = dict(error.params)
        raise Failure(call.text(f"cli.error.eval.{error.code}", **params)) from error
    with call.workspace() as workspace:
        knowledge = workspace.knowledge
        knowledge.warm()
        knowledge.wait()
        report = evaluate(knowledge.search, queries)
        embedder, state = knowledge.embedder, knowledge.state
    if args.json:
        call.json(_as_json(report, embedder, state, len(queries)))
    else:
        _show(call, report, embedder, len(queries))
    if state == "lexical":
        call.note("cli.knowledge.lexical")
    return OK


def _show(call: Call, report: Report, embedder: str, count: int) -> None:
    call.say("cli.eval.head", count=count, embedder=embedder or "-")
    names = ("mode", "lang", "queries", "hit1", "hit3", "hit5", "mrr")
    call.line(_row([call.text(f"cli.eval.column.{name}") for name in names]))
    for mode, by_language in report.rates.items():
        for lang, rates in by_language.items():
            figures = [*(f"{rates.hit_at[at]:.3f}" for at in (1, 3, 5)), f"{rates.mrr:.3f}"]
            call.line(_row([mode, lang, str(rates.queries), *figures]))
    fused = report.rates["fused"]["all"]
    if fused.unanswerable:
        call.say("cli.eval.unanswerable", answered=fused.answered, count=fused.unanswerable)
    if report.missed:
        call.say("cli.eval.missed", ids=", ".join(report.missed))
    if report.wrongly:
        call.say("cli.eval.wrongly", ids=", ".join(report.wrongly))


def _row(cells: list[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, _COLUMNS, strict=True)).rstrip()


def _as_json(report: Report, embedder: str, state: str, count: int) -> dict[str, Any]:
    return {
        "queries": count,
        "embedder": embedder,
        "search": state,
        "rates": {
            mode: {lang: _rates(rates) for lang, rates in by_language.items()}
            for mode, by_language in report.rates.items()
        },
        "missed": list(report.missed),
        "wrongly_answered": list(report.wrongly),
    }


def _rates(rates: Rates) -> dict[str, Any]:
    return {
        "queries": rates.queries,
        **{f"hit@{at}": round(share, 4) for at, share in rates.hit_at.items()},
        "mrr": round(rates.mrr, 4),
        "unanswerable": rates.unanswerable,
        "answered": rates.answered,
    }


COMMANDS = (Command("knowledge eval", _evaluate, (argument("file", help="queries"), switch("--json"))),)
