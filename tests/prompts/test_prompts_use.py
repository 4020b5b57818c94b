"""No message without use, and no use without a message: ids are looked for in the code, families are built."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import get_args

from helpers.tree import ROOT, product_modules

from assistant.dialogue.commands import COMMANDS
from assistant.dialogue.turns import RequestKind
from assistant.plan import values
from assistant.plan.fields import Shape, fields_of, kinds
from assistant.review import Severity
from assistant.review.rules import RULES
from assistant.steps import STEPS, questions
from prompts import Catalogue

MESSAGES = Catalogue.load().messages()
_ID = re.compile(r"[a-z][a-z_]*(?:\.[A-Za-z0-9_\-]+)*")


@cache
def nodes() -> tuple[ast.AST, ...]:
    """The syntax of the product's code; the knowledge room says nothing to people."""
    paths = [path for path in product_modules() if path.relative_to(ROOT).parts[0] != "knowledge"]
    return tuple(node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def texts() -> frozenset[str]:
    """Every string in the code."""
    return frozenset(n.value for n in nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str))


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Every string that is put together, such as ``f"{what}.done"``, as what it can come to."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.JoinedStr):
            pieces = [piece.value if isinstance(piece, ast.Constant) else None for piece in node.values]
            if len(re.sub(r"[^a-z]", "", "".join(str(piece or "") for piece in pieces))) >= 4:
                found.add(
                    "".join(r"[\w.\-]+" if piece is None else re.escape(str(piece)) for piece in pieces)
                )
    return tuple(re.compile(pattern) for pattern in sorted(found))


def built() -> set[str]:
    """The ids that code builds from what the plan, the steps and the commands are."""
    found = {"ask.optional"}
    for name in questions():
        found |= {
            f"ask.{name}",
            *(f"ask.{name}.{part}" for part in ("short", "why", "good", "type", "example")),
        }
    for step in STEPS:
        found |= {f"step.{step.number}.{part}" for part in ("title", "open")}
    for command in COMMANDS:
        found |= {f"command.{command.name}.{part}" for part in ("usage", "help")}
    for kind in kinds():
        found.add(f"kind.{kind}")
        found |= {
            f"field.{kind}.{spec.path}"
            for spec in fields_of(kind).values()
            if spec.shape not in ("part", "entity")
        }
    for spec in (each for kind in kinds() for each in fields_of(kind).values() if each.shape == "choice"):
        found |= {f"choice.{spec.targets[0]}.{value.value}" for value in getattr(values, spec.targets[0])}
    for rule in RULES:
        found |= {
            f"rule.{rule.id}{part}" for part in ("", ".plan", ".deferred", ".deferred.plan", ".why", ".fix")
        }
    found |= {f"review.severity.{severity}" for severity in Severity}
    found |= {f"unread.{shape}" for shape in get_args(Shape) if shape not in ("part", "entity")}
    found |= {f"request.{kind}" for kind in get_args(RequestKind)}
    return found


def errors() -> set[str]:
    """Errors are worded by their code, which stands in the code by itself."""
    return {
        message for message in MESSAGES if message.startswith("error.") and message.split(".")[-1] in texts()
    }


def test_what_code_builds_is_worded() -> None:
    assert sorted(built() - set(MESSAGES)) == []


def test_what_code_names_is_worded() -> None:
    """A string that looks like an id of one of the conversation's families is one."""
    families = {message.split(".")[0] for message in MESSAGES} - {
        "value",
        "plan",
        "open",
        "ask",
        "undo",
        "redo",
    }
    named = {
        text for text in texts() if _ID.fullmatch(text) and text.split(".")[0] in families and "." in text
    }
    known = set(MESSAGES) | {text for text in named if any(m.startswith(f"{text}.") for m in MESSAGES)}
    files = re.compile(r"\.(?:ya?ml|json|md|txt|db|py|tcss|toml|html)$")
    assert sorted(text for text in named - known if not files.search(text)) == []


def test_no_message_is_without_use() -> None:
    """Named whole in the code, built from a family, or put together there."""
    used = texts() | built() | errors()
    menus = {m for m in MESSAGES if m.startswith("ui.") and m.rpartition(".")[0] in texts()}
    unused = [m for m in set(MESSAGES) - used - menus if not any(p.fullmatch(m) for p in patterns())]
    assert unused == []
