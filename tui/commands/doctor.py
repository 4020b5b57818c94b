"""`doctor`: what works here and what does not, and the rescue of a damaged database."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.commands import checks
from tui.commands.checks import Check
from tui.commands.registry import FAILED, NO_STORAGE, OK, Command, switch

if TYPE_CHECKING:
    from assistant.sessions import RescuedSession, RescueReport
    from tui.commands.call import Call

_STORAGE = frozenset({"data", "database"})


def _doctor(call: Call, args: argparse.Namespace) -> int:
    if args.rescue:
        return _rescue(call)
    found: list[Check] = []
    for check in _checks(call):
        found.append(check)
        if not args.json:
            call.line(_row(call, check))
    if args.json:
        call.json(
            {"ok": all(check.status != "bad" for check in found), "checks": [asdict(each) for each in found]}
        )
    else:
        call.say(_verdict(found))
    bad = {check.key for check in found if check.status == "bad"}
    return OK if not bad else NO_STORAGE if bad & _STORAGE else FAILED


def _checks(call: Call) -> Iterator[Check]:
    locations = call.locations()
    yield checks.python(call.text)
    yield checks.program(call.text)
    yield checks.data_folder(call.text, locations)
    yield checks.database(call.text, locations)
    yield checks.knowledge(call.text, locations)
    yield checks.documents(call.text, locations)
    yield checks.languages(call.text)
    yield checks.terminal(call.text)


def _row(call: Call, check: Check) -> str:
    return call.text(
        "cli.doctor.row",
        status=call.text(f"cli.doctor.{check.status}"),
        name=call.text(f"cli.doctor.{check.key}.name"),
        detail=check.detail,
    )


def _verdict(found: list[Check]) -> str:
    statuses = {check.status for check in found}
    if "bad" in statuses:
        return "cli.doctor.see-bad"
    return "cli.doctor.see-warnings" if "warn" in statuses else "cli.doctor.all-well"


def _rescue(call: Call) -> int:
    """Rescue what can be read, but only from a database that is damaged."""
    from assistant.sessions import StoreUnavailable, rescue
    from assistant.sessions.sqlite import FILE_NAME

    folder = call.locations().data
    if not (folder / FILE_NAME).is_file():
        call.say("cli.rescue.no-database", folder=folder)
        return OK
    try:
        if not checks.is_damaged(folder):
            call.say("cli.rescue.nothing")
            return OK
        report = rescue(folder, at=datetime.now(UTC))
    except StoreUnavailable as error:
        raise call.failure(f"error.storage.{error.code}", code=NO_STORAGE, **error.params) from error
    if report.sessions:
        call.say("cli.rescue.done", count=len(report.sessions), kept=report.kept)
    else:
        call.say("cli.rescue.none", kept=report.kept, folder=folder)
    _tell(call, report)
    return OK


def _tell(call: Call, report: RescueReport) -> None:
    for session in report.sessions:
        call.line(_rescued(call, session))
    if report.unplaced_file is not None:
        call.say("cli.rescue.unplaced", path=report.unplaced_file)


def _rescued(call: Call, session: RescuedSession) -> str:
    if not session.lost and not session.unplaced:
        return call.text("cli.rescue.session", name=session.name, count=session.turns)
    return call.text(
        "cli.rescue.session-short",
        name=session.name,
        turns=session.turns,
        lost=len(session.lost),
        unplaced=len(session.unplaced),
    )


COMMANDS = (Command("doctor", _doctor, (switch("--json"), switch("--rescue"))),)
