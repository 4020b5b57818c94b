"""How long one turn of the conversation takes: the pure core, and a turn that is stored."""

import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from assistant.dialogue.advance import advance
from assistant.dialogue.reading import Lexicon
from assistant.dialogue.state import State
from assistant.dialogue.turn import Context
from assistant.dialogue.turns import Event
from assistant.locations import Locations
from assistant.plan.document import new_document
from assistant.workspace import Workspace
from benchmarks.harness import Measurement, benchmark, percentile
from prompts import Catalogue, load_lexicon

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
LINES = (
    "/review",
    "/open",
    "/show",
    "/back",
    "/next",
    "/undo",
    "/redo",
    "What is a KPI?",
    "I don't know",
    "/goto 4",
)


def _context() -> Context:
    catalogue = Catalogue.load()
    return Context(
        lambda: Lexicon.from_data(load_lexicon()),
        lambda message, params, lang: catalogue.render(message, params, lang, plain=True),
    )


def _examples(state: State, catalogue: Catalogue) -> Iterator[str]:
    """What a person who answers every question with its example would type next."""
    cursor = state.cursor
    if cursor is None:
        yield "/goto 1"
    elif cursor.question.startswith("confirm."):
        yield "yes"
    else:
        yield catalogue.render(f"ask.{cursor.question}.example", plain=True)


def _event(kind: str, text: str) -> Event:
    return Event(uuid.uuid4().hex, AT, kind, {"text": text} if kind == "say" else {})  # type: ignore[arg-type]


@benchmark(
    "turn_core_p95",
    unit="ms",
    aim=5.0,
    what="95th percentile of a turn of the core, over a whole guided plan",
)
def turn_core() -> Measurement:
    """A guided plan answered with the examples, with commands in between."""
    catalogue, context = Catalogue.load(), _context()
    _ = context.lexicon  # read at the first answer; a start-up cost, measured elsewhere
    samples: list[float] = []
    state = advance(State(new_document("_p"), {"lang": "en"}), _event("open", ""), context).state
    for number in range(200):
        for text in (*_examples(state, catalogue), LINES[number % len(LINES)]):
            event = _event("say", text)
            began = time.perf_counter()
            state = advance(state, event, context).state
            samples.append(1000 * (time.perf_counter() - began))
    return Measurement(
        percentile(samples, 95),
        tuple(samples),
        {"p50": statistics.median(samples), "max": max(samples), "turns": len(samples)},
    )


@benchmark("turn_saved_p95", unit="ms", aim=25.0, what="95th percentile of a turn that is stored and worded")
def turn_saved() -> Measurement:
    """The same through a workspace on disk."""
    catalogue = Catalogue.load()
    samples: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        workspace = Workspace.open(Locations(home / "data", home / "cache", home / "exports"), lang="en")
        conversation = workspace.new("benchmark")
        conversation.start()
        conversation.say("/help")
        for number in range(200):
            for text in (*_examples(conversation.state, catalogue), LINES[number % len(LINES)]):
                began = time.perf_counter()
                conversation.say(text)
                samples.append(1000 * (time.perf_counter() - began))
        workspace.close()
    return Measurement(
        percentile(samples, 95),
        tuple(samples),
        {"p50": statistics.median(samples), "max": max(samples), "turns": len(samples)},
    )
