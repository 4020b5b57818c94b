"""Every sentence that the program says, in every language, and the one renderer that words a message.

A message file holds ``id: {en: text, ko: text, vi: text}``. A text may be ``{one: …, other: …}``, chosen by the
parameter ``count``. Parameters stand in braces. What a person typed is escaped, so that it shows as it was
typed; ``{name:raw}`` leaves it, ``{name:quote}`` sets it off as a quotation, ``{name:lines}`` keeps its line
breaks, ``{name:prose}`` also its ``- `` lists, ``{name:link}`` makes an address a link. A parameter may itself be
a message (``{"id": …, "params": …}``), a list of values, or ``{"join": ", ", "items": […]}``.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar

import yaml

from prompts.markup import block, inline, web_address

LANGUAGES = ("en", "ko", "vi")
"""Every language that wording may be written in, the first being the one that is always complete."""

OFFERED = ("en",)
"""The languages that lack nothing, and so may be chosen; a test compares this with the wording itself."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FAMILY_FILES = {
    "ui": ("tui",),
    "cli": ("cli",),
    "field": ("fields",),
    "kind": ("fields",),
    "choice": ("choices",),
    "doc": ("document",),
    "period": ("document",),
    "month": ("document",),
    "rule": ("review",),
    "command": ("commands",),
    "passage": ("sources",),
    "passages": ("sources",),
    "cases": ("sources",),
    "original": ("sources",),
}
"""Where messages of a family stand, so that the first screen reads only what it shows."""


class WordingError(LookupError):
    """A message is missing, or its parameters are not those it is written for."""


class Catalogue:
    """Words messages. Files are read when one of their messages is first needed.

    Attributes:
        strict: raise for a missing message or a wrong parameter (tests set it). A person is rather shown the
            message's id than nothing.
    """

    strict: ClassVar[bool] = False

    def __init__(self) -> None:
        self._messages: dict[str, dict[str, Any]] = {}
        self._unread = {path.stem: path for path in _paths()}

    @classmethod
    def load(cls) -> Catalogue:
        """A catalogue; nothing is read yet."""
        return cls()

    def render(
        self, message: str, params: Mapping[str, Any] | None = None, lang: str = "en", *, plain: bool = False
    ) -> str:
        """The text of a message.

        Args:
            message: its id.
            params: its parameters, exactly those it is written for.
            lang: the language; English where the message lacks it.
            plain: give text that is not Markdown: nothing is escaped.

        Raises:
            WordingError: if :attr:`strict`, for a missing message, a missing or an unknown parameter.
        """
        params = params or {}
        entry = self._entry(message)
        if entry is None:
            if self.strict:
                raise WordingError(message)
            return message
        text = entry.get(lang, entry[LANGUAGES[0]])
        if isinstance(text, Mapping):
            text = text[_plural(lang, params.get("count"), text)]
        return self._fill(message, str(text), params, lang, plain)

    def has(self, message: str) -> bool:
        """Whether there is such a message."""
        return self._entry(message) is not None

    def languages(self) -> tuple[str, ...]:
        """The languages that lack nothing; reads every file (:data:`OFFERED` has the answer at hand)."""
        self._read_all()
        return tuple(lang for lang in LANGUAGES if not self.missing(lang))

    def missing(self, lang: str) -> list[str]:
        """The messages that a language lacks."""
        self._read_all()
        return [message for message, entry in self._messages.items() if lang not in entry]

    def messages(self) -> dict[str, dict[str, Any]]:
        """Every message by id, as written."""
        self._read_all()
        return self._messages

    def _fill(self, message: str, text: str, params: Mapping[str, Any], lang: str, plain: bool) -> str:
        if self.strict and (problem := _mismatch(text, params)):
            raise WordingError(f"{message}: {problem}")
        out: list[str] = []
        for literal, name, spec, _ in _parsed(text):
            out.append(literal)
            if name is not None:
                out.append(self._value(params.get(name, ""), lang, spec or "", plain))
        return "".join(out)

    def _value(self, value: Any, lang: str, spec: str, plain: bool) -> str:
        if isinstance(value, Mapping) and "id" in value:
            text = self.render(value["id"], value.get("params"), lang, plain=plain)
        elif isinstance(value, Mapping) and "items" in value:
            parts = [self._value(item, lang, spec if spec == "raw" else "", plain) for item in value["items"]]
            text = str(value.get("join", "\n")).join(part for part in parts if part)
        elif isinstance(value, list | tuple):
            text = "\n".join(self._value(item, lang, "", plain) for item in value)
        elif isinstance(value, str) and not plain and spec != "raw":
            return _ESCAPES.get(spec, inline)(value)
        else:
            text = str(value)
        if spec == "quote" and not plain:
            return quoted(text)
        return text

    def _entry(self, message: str) -> dict[str, Any] | None:
        if message not in self._messages:
            self._read_for(message)
        return self._messages.get(message)

    def _read_for(self, message: str) -> None:
        family, _, rest = message.partition(".")
        if family == "step" and rest[:1].isdigit():
            self._read(f"step{int(rest.partition('.')[0]):02d}")
            return
        for stem in _FAMILY_FILES.get(family, ()):
            self._read(stem)
        stems = [stem for stem in sorted(self._unread) if family == "ask" or not stem.startswith("step")]
        for stem in stems:
            if message in self._messages:
                return
            self._read(stem)

    def _read(self, stem: str) -> None:
        path = self._unread.pop(stem, None)
        if path is None:
            return
        data = yaml.load(path.read_text("utf-8"), Loader=_Loader) or {}
        for message, entry in data.items():
            if message in self._messages or not isinstance(entry, dict) or LANGUAGES[0] not in entry:
                raise WordingError(f"{stem}: {message} stands twice, or has no English text")
            self._messages[message] = entry

    def _read_all(self) -> None:
        for stem in sorted(self._unread):
            self._read(stem)


def load_lexicon() -> dict[str, Any]:
    """The words that the conversation understands, as data: ``intents``, ``choices``, ``labels``."""
    folder = files("prompts") / "lexicon"
    return {
        name: yaml.load((folder / f"{name}.yaml").read_text("utf-8"), Loader=_Loader)
        for name in ("intents", "choices", "labels")
    }


def _paths() -> Iterator[Any]:
    """Every message file of the package."""
    folder = files("prompts") / "messages"
    for path in folder.iterdir():
        if path.name.endswith(".yaml"):
            yield path
        elif path.is_dir():
            yield from (inner for inner in path.iterdir() if inner.name.endswith(".yaml"))


def quoted(markdown: str) -> str:
    """Markdown set off as a quotation, its line breaks kept."""
    return "\n".join(f"> {line}  " for line in markdown.splitlines())


def _quote(text: str) -> str:
    return quoted("\n".join(inline(line) for line in text.splitlines() if line.strip()))


def prose(text: str) -> str:
    """Text in paragraphs and ``- `` lists, as passages are written; nothing else in it is Markdown."""
    out: list[str] = []
    for line in (each.strip() for each in text.splitlines()):
        bullet = line.startswith("- ")
        if bullet != bool(out and out[-1].startswith("- ")) and out and out[-1]:
            out.append("")
        out.append(f"- {inline(line[2:])}" if bullet else inline(line))
    return "\n".join(out)


_ESCAPES = {"quote": _quote, "lines": block, "prose": prose, "link": web_address}
"""How a person's text is made Markdown, by format; ``inline`` where none is named."""


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(string.Formatter().parse(text))


def parameters(text: str) -> set[str]:
    """The parameters that a text is written for."""
    return {name for _, name, _, _ in _parsed(text) if name}


def _mismatch(text: str, params: Mapping[str, Any]) -> str:
    wanted = parameters(text)
    if missing := wanted - params.keys():
        return f"no value for {', '.join(sorted(missing))}"
    if unknown := params.keys() - wanted - {"count"}:
        return f"no place for {', '.join(sorted(unknown))}"
    return ""


def _plural(lang: str, count: Any, text: Mapping[str, str]) -> str:
    """The form for a number: English has two, Korean and Vietnamese one (CLDR)."""
    form = "one" if lang == "en" and count == 1 else "other"
    return form if form in text else "other"
