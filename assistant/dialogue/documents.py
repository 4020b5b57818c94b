"""The person's own documents in the conversation: adding, listing, showing, removing; what came of it.

The reading itself is slow and is asked for as a request; its result comes back as an event. Asked for a second time
(a session that was left meanwhile) it does nothing, since a file that is there already is not read into it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.dialogue.asking import ask, message
from assistant.dialogue.turn import Turn

_EVERYWHERE = re.compile(r"--all(?:\s+|$)")
_ACTIONS: Mapping[str, str] = {
    "list": "list",
    "show": "show",
    "remove": "remove",
    "delete": "remove",
    "refresh": "refresh",
    "update": "refresh",
}
_NAMED = ("show", "remove")
"""What is done to one document, which has to be named."""
_FILE = re.compile(
    r"""(?:file://|["']?(?:~?/|[a-z]:\\)).*\.(?:pdf|docx|pptx|xlsx|html?|md|markdown|txt)["']?""",
    re.IGNORECASE,
)
_PAGED = ("pdf", "pptx", "xlsx")

Facts = Mapping[str, Any]


def add_document(turn: Turn, argument: str) -> None:
    """``/add PATH``: read a file into the search, for this plan or (``--all``) for all of them."""
    everywhere = _EVERYWHERE.match(argument)
    text = argument[everywhere.end() :] if everywhere else argument
    if not text.strip():
        turn.say("command.needs", "warning", usage=message("command.add.usage"))
    elif turn.thread.get("sample") and not everywhere:
        turn.say("documents.sample", "warning")
    else:
        turn.request("add", {"text": text, "everywhere": bool(everywhere)})
        turn.say("documents.adding")


def documents(turn: Turn, argument: str) -> None:
    """``/documents``: the list; with words, what is to be done with one of them or with all."""
    word, _, name = argument.partition(" ")
    if word.casefold() == "add":
        add_document(turn, name.strip())
        return
    action = _ACTIONS.get(word.casefold() or "list")
    if action is None:  # a document by itself
        action, name = "show", argument
    if action in _NAMED and not name.strip():
        turn.say("command.needs", "warning", usage=message("command.documents.usage"))
        return
    turn.request("documents", {"action": action, "name": name.strip()})
    turn.say("documents.refreshing" if action == "refresh" else "documents.looking")


def names_a_file(text: str) -> bool:
    """Whether a message is nothing but the path of a document, as a terminal writes one that is dropped on it."""
    return "\n" not in text.strip() and _FILE.fullmatch(text.strip()) is not None


def take_dropped(turn: Turn, text: str) -> None:
    """A file alone is no answer: say how it is added."""
    turn.say("documents.dropped", "warning", path=text.strip())
    ask(turn, again=True)


def told(turn: Turn, request: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Say what came of a request about documents."""
    if data.get("stopped"):
        turn.say("documents.refresh.stopped", "warning")
    elif data.get("problem"):
        turn.say("documents.failed", "error", reason=data["problem"])
    elif request["kind"] == "add":
        for file in data["files"]:
            _tell_of_file(turn, file)
        if any(file["outcome"] in ("added", "replaced") for file in data["files"]):
            turn.say("documents.searched")
    else:
        _RESULTS[request["params"]["action"]](turn, data)


def _tell_of_file(turn: Turn, file: Facts) -> None:
    name = file["name"]
    match file["outcome"]:
        case "failed":
            turn.say("documents.failed", "error", reason=file["reason"])
        case "stopped":
            turn.say("documents.stopped", "warning", name=name)
        case "same":
            turn.say("documents.same", name=name, scope=_scope(file))
        case outcome:
            turn.say(f"documents.{outcome}", "captured", name=name, scope=_scope(file), facts=_facts(file))
            if file["differs"]:
                turn.say("documents.differs", "warning", name=name, format=_format(file))


def _list(turn: Turn, data: Facts) -> None:
    if not data["documents"]:
        turn.say("documents.none")
        return
    lines = [
        message(
            "documents.line",
            number=file["number"],
            name=file["name"],
            title=message("documents.title", title=file["title"]) if _has_title(file) else "",
            facts=_facts(file),
            scope=_scope(file),
        )
        for file in data["documents"]
    ]
    turn.say("documents.list", list={"join": "\n", "items": lines})


def _show(turn: Turn, data: Facts) -> None:
    file, first = data["document"], data["first"]
    pieces = [message("documents.passage", place=_place(piece), text=piece["text"]) for piece in first]
    turn.say(
        "documents.shown",
        "passages",
        name=file["name"],
        title=file["title"],
        format=_format(file),
        facts=_facts(file),
        scope=_scope(file),
        list={"join": "\n\n", "items": pieces},
    )
    if file["passages"] > len(first):
        turn.say("documents.shown.more", number=file["number"], count=file["passages"] - len(first))


def _remove(turn: Turn, data: Facts) -> None:
    file = data["document"]
    turn.say("documents.removed", "captured", name=file["name"], scope=_scope(file))


def _refresh(turn: Turn, data: Facts) -> None:
    if not data["looked"]:
        turn.say("documents.none")
        return
    lines = [
        message(
            f"documents.refresh.{file['outcome']}",
            name=file["name"],
            **({"reason": file["reason"]} if file["outcome"] == "failed" else {}),
        )
        for file in data["looked"]
    ]
    turn.say("documents.refreshed", "captured", list={"join": "\n", "items": lines})


_RESULTS: Mapping[str, Callable[[Turn, Facts], None]] = {
    "list": _list,
    "show": _show,
    "remove": _remove,
    "refresh": _refresh,
}


def _facts(file: Facts) -> dict[str, Any]:
    """How long a document is: pages where its format has any, and passages."""
    items = [message("documents.passages", count=file["passages"])]
    if file["pages"] is not None:
        paged = file["format"] if file["format"] in _PAGED else "pdf"
        items.insert(0, message(f"documents.pages.{paged}", count=file["pages"]))
    return {"join": ", ", "items": items}


def _scope(file: Facts) -> dict[str, Any]:
    return message("documents.scope.all" if file["everywhere"] else "documents.scope.plan")


def _format(file: Facts) -> dict[str, Any]:
    return message(f"documents.format.{file['format']}")


def _has_title(file: Facts) -> bool:
    """Whether the title says more than the name of the file."""
    return bool(file["title"]) and file["title"] != file["name"].rpartition(".")[0]


def _place(piece: Facts) -> Any:
    parts = [message("documents.number", number=piece["number"])]
    if piece["page"] is not None:
        parts.append(message("passage.page", page=piece["page"]))
    if piece["heading"]:
        parts.append(message("documents.heading", heading=piece["heading"]))
    return {"join": ", ", "items": parts}
