"""How long one turn of the conversation takes: the pure core, and a turn that is stored."""

import statistics
import tempfile
import time
import uuid
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
PLANS = 4


def _context() -> Context:
    catalogue = Catalogue.load()
    return Context(
        lambda: Lexicon.from_data(load_lexicon()),
        lambda message, params, lang: catalogue.render(message, params, lang, plain=True),
    )


def _answer(state: State, catalogue: Catalogue) -> str:
    """What a person who answers every question with its example would type next; empty after the last."""
    cursor = state.cursor
    if cursor is None:
        return ""
    if cursor.question.startswith("confirm."):
        return "yes"
    return catalogue.render(f"ask.{cursor.question}.example", plain=True)


def _event(kind: str, text: str) -> Event:
    return Event(uuid.uuid4().hex, AT, kind, {"text": text} if kind == "say" else {})  # type: ignore[arg-type]


@benchmark(
    "turn_core_p95",
    unit="ms",
    aim=5.0,
    what="95th percentile of a turn of the core, over a whole guided plan",
)
def turn_core() -> Measurement:
    """Whole guided plans, every question answered with its example."""
    catalogue, context = Catalogue.load(), _context()
    _ = context.lexicon  # read at the first answer; a start-up cost, measured elsewhere
    first = _plan(context, catalogue)  # patterns are compiled at their first use, once a process
    samples = [sample for _ in range(PLANS) for sample in _plan(context, catalogue)]
    return Measurement(
        percentile(samples, 95),
        tuple(samples),
        {
            "p50": statistics.median(samples),
            "max": max(samples),
            "turns": len(samples),
            "first plan of the process, p95": percentile(first, 95),
            "first plan, max": max(first),
        },
    )


def _plan(context: Context, catalogue: Catalogue) -> list[float]:
    """Answer every question of a new plan; the milliseconds of each turn."""
    samples: list[float] = []
    state = advance(State(new_document("_p"), {"lang": "en"}), _event("open", ""), context).state
    while text := _answer(state, catalogue):
        event = _event("say", text)
        began = time.perf_counter()
        state = advance(state, event, context).state
        samples.append(1000 * (time.perf_counter() - began))
    return samples


@benchmark("turn_saved_p95", unit="ms", aim=25.0, what="95th percentile of a turn that is stored and worded")
def turn_saved() -> Measurement:
    """The same through a workspace on disk."""
    catalogue = Catalogue.load()
    samples: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        workspace = Workspace.open(Locations(home / "data", home / "cache", home / "exports"), lang="en")
        for number in range(PLANS):
            conversation = workspace.new(f"benchmark {number}")
            conversation.start()
            conversation.say("/help")
            while text := _answer(conversation.state, catalogue):
                began = time.perf_counter()
                conversation.say(text)
                samples.append(1000 * (time.perf_counter() - began))
        workspace.close()
    return Measurement(
        percentile(samples, 95),
        tuple(samples),
        {"p50": statistics.median(samples), "max": max(samples), "turns": len(samples)},
    )
