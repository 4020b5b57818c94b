"""How an embedder is set up: one frozen record, read from the environment or made by hand; the key stays hidden."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final
from urllib.parse import urlsplit

from knowledge.errors import EmbedderUnavailable

NAME: Final = "GOVPLAN_EMBEDDER"
VARIABLES: Final = {
    "device": f"{NAME}_DEVICE",
    "batch_size": f"{NAME}_BATCH_SIZE",
    "max_length": f"{NAME}_MAX_LENGTH",
    "dimensions": f"{NAME}_DIMENSIONS",
    "query_prefix": f"{NAME}_QUERY_PREFIX",
    "passage_prefix": f"{NAME}_PASSAGE_PREFIX",
    "base_url": f"{NAME}_URL",
    "api_key": f"{NAME}_KEY",
    "timeout": f"{NAME}_TIMEOUT",
    "retries": f"{NAME}_RETRIES",
}
_OPENAI_URL: Final = "OPENAI_BASE_URL"
_OPENAI_KEY: Final = "OPENAI_API_KEY"
_PREFIXES: Final = ("query_prefix", "passage_prefix")
_WHOLE: Final = {
    "batch_size": (1, 4096),
    "max_length": (1, 131_072),
    "dimensions": (1, 65_536),
    "retries": (0, 10),
}
_MAX_TIMEOUT: Final = 3600.0
_MAX_PREFIX: Final = 2000
_DEVICE: Final = re.compile(r"auto|[a-z]+(:\d{1,3})?")
_VARIABLE: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class BadSetting(EmbedderUnavailable):
    """A setting has a value that cannot be; the message names the setting, and never shows a key or an address."""


@dataclass(frozen=True, slots=True)
class EmbedderSettings:
    """Which embedder, and how it runs; raises BadSetting for a value that cannot be.

    ``None`` leaves a choice to the embedder or to the model's own settings. A setting that the chosen embedder
    could not honour is refused by it.
    """

    spec: str = ""
    """As for ``pick_embedder``; empty for the best that runs here."""
    device: str = "cpu"
    """What torch calls it (``cpu``, ``cuda:0``, ``mps``), or ``auto`` for its own choice."""
    batch_size: int | None = None
    """Texts embedded at once."""
    max_length: int | None = None
    """Tokens of a text that a sentence-transformers model reads."""
    dimensions: int | None = None
    """Length of a vector, for models that can give shorter ones."""
    query_prefix: str | None = None
    """Put before a search text; ``""`` for nothing."""
    passage_prefix: str | None = None
    """Put before a passage; ``""`` for nothing."""
    base_url: str = field(default="", repr=False)
    """Address of an OpenAI-compatible server, up to and with ``/v1``; empty for OpenAI's own."""
    api_key: str = field(default="", repr=False)
    api_key_env: str = ""
    """Name of the environment variable that holds the key, instead of the key itself."""
    timeout: float = 30.0
    """Seconds that a server may take to answer one batch."""
    retries: int = 2
    """How often a batch is sent again after a failure that may pass."""

    def __post_init__(self) -> None:
        for name in _WHOLE:
            _check_whole(name, getattr(self, name))
        if not _DEVICE.fullmatch(self.device):
            raise BadSetting(f"device: {self.device!r} is no device such as cpu, cuda:0, mps or auto")
        if not (math.isfinite(self.timeout) and 0 < self.timeout <= _MAX_TIMEOUT):
            raise BadSetting(f"timeout: {self.timeout!r} is no number of seconds up to {_MAX_TIMEOUT:.0f}")
        for name in _PREFIXES:
            if len(getattr(self, name) or "") > _MAX_PREFIX:
                raise BadSetting(f"{name}: longer than {_MAX_PREFIX} characters")
        if self.base_url and not _is_address(self.base_url):
            raise BadSetting("base_url: not an http or https address such as http://localhost:8080/v1")
        _check_key("api_key", self.api_key)
        if self.api_key_env and not _VARIABLE.fullmatch(self.api_key_env):
            raise BadSetting("api_key_env: not the name of an environment variable")

    @classmethod
    def from_environ(
        cls, environ: Mapping[str, str] | None = None, *, spec: str | None = None
    ) -> EmbedderSettings:
        """The settings that the GOVPLAN_EMBEDDER variables hold; ``spec`` wins over the one that is set there.

        An empty variable counts as not set, but an empty prefix as "no prefix". For ``openai:MODEL`` the variables
        OPENAI_BASE_URL and OPENAI_API_KEY count where ours are not set; that key is never sent to the address that
        GOVPLAN_EMBEDDER_URL names, which need not be the one that it belongs to.
        """
        environ = os.environ if environ is None else environ
        spec = spec or environ.get(NAME, "").strip()
        found: dict[str, Any] = {"spec": spec}
        settings = cls(**found)
        for name, variable in VARIABLES.items():
            if variable in environ and (environ[variable].strip() or name in _PREFIXES):
                settings = _with(settings, name, variable, environ[variable])
        if not spec.startswith("openai"):
            return settings
        if not settings.base_url:
            for name, variable in (("base_url", _OPENAI_URL), ("api_key", _OPENAI_KEY)):
                if not getattr(settings, name) and environ.get(variable, "").strip():
                    settings = _with(settings, name, variable, environ[variable])
        return settings

    def key(self, environ: Mapping[str, str] | None = None) -> str:
        """The key to send; empty when there is none. Raises BadSetting when the named variable is not set."""
        if self.api_key or not self.api_key_env:
            return self.api_key
        found = (os.environ if environ is None else environ).get(self.api_key_env, "").strip()
        if not found:
            raise BadSetting(f"api_key_env: the variable {self.api_key_env} is not set")
        _check_key(self.api_key_env, found)
        return found

    def refuse(self, who: str, *names: str) -> None:
        """Raise BadSetting when one of ``names`` is set, which ``who`` could not honour."""
        usual = {one.name: one.default for one in fields(self)}
        for name in names:
            if getattr(self, name) not in (usual[name], "auto"):
                raise BadSetting(f"{name} ({VARIABLES[name]}): {who} has no such setting")


def _with(settings: EmbedderSettings, name: str, variable: str, text: str) -> EmbedderSettings:
    try:
        return replace(settings, **{name: _read(name, text)})
    except BadSetting as error:
        raise BadSetting(f"{variable}: {str(error).partition(': ')[2]}") from None


def _read(name: str, text: str) -> Any:
    if name in _PREFIXES:
        return text
    text = text.strip()
    if name in _WHOLE:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise BadSetting(_not_whole(name, text))
        return int(text)
    if name == "timeout":
        try:
            return float(text)
        except ValueError:
            raise BadSetting(f"timeout: {text!r} is no number of seconds") from None
    return text.lower() if name == "device" else text


def _check_whole(name: str, value: object) -> None:
    least, most = _WHOLE[name]
    if value is not None and not (isinstance(value, int) and least <= value <= most):
        raise BadSetting(_not_whole(name, value))


def _not_whole(name: str, value: object) -> str:
    least, most = _WHOLE[name]
    return f"{name}: {value!r} is no whole number from {least} to {most}"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and named and text.isprintable() and " " not in text


def _check_key(name: str, key: str) -> None:
    # It goes into a header: anything else would fail later, with the key in the message.
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise BadSetting(f"{name}: holds a character that no key has")
