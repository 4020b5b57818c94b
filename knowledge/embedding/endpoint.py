"""Any server that speaks OpenAI's ``/v1/embeddings``: OpenAI's own, or Ollama, vLLM, llama.cpp and their like."""

from __future__ import annotations

import threading
import warnings
from typing import Any, Final
from urllib.parse import urlsplit

from knowledge.embedding.base import VersionedEmbeddings, clean, fingerprint, unit
from knowledge.embedding.settings import BadSetting, EmbedderSettings
from knowledge.errors import EmbedderUnavailable

OPENAI: Final = "https://api.openai.com/v1"
_BATCH: Final = 64
_NO_KEY: Final = "none"  # the client insists on one; servers without keys do not look at it
_BLANK: Final = "."  # sent instead of a text without a character, which servers refuse
_SAID: Final = 160  # characters of a server's own words
_REASONS: Final = {
    401: "the key was refused",
    403: "the key was refused",
    404: "no such model or address",
    429: "too many requests, or no credit left",
}


def make(model: str, settings: EmbedderSettings) -> VersionedEmbeddings:
    """The embedder ``openai:MODEL``."""
    return EndpointEmbeddings(model, settings)


class EndpointEmbeddings(VersionedEmbeddings):
    """Vectors of an OpenAI-compatible server; neither key nor texts appear in messages, ``repr`` or ``version``."""

    def __init__(self, model: str, settings: EmbedderSettings | None = None) -> None:
        """Asks the server nothing yet; raises EmbedderUnavailable where the package, the model or the key is missing."""
        settings = settings or EmbedderSettings()
        if not model:
            raise BadSetting("openai: which model? (openai:MODEL)")
        settings.refuse("openai", "device", "max_length")
        key = settings.key()
        if not key and not settings.base_url:
            raise BadSetting("openai: there is no key")
        url = settings.base_url or OPENAI
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]  # without a name and password that may stand before it
        self._who = f"openai {model} at {host}"
        self._key = key
        self._timeout = settings.timeout
        self._client = self._connected(model, url, settings)
        self._query, self._passage = settings.query_prefix or "", settings.passage_prefix or ""
        self._dimensions = settings.dimensions
        self._lock = threading.Lock()
        self.batch_size = settings.batch_size or _BATCH
        # The path may hold a token, so it goes in as a hash.
        print_of = fingerprint(parts.scheme, parts.path, self._query, self._passage, settings.dimensions)
        self.version = f"openai/{host}/{model}/{print_of}"

    def _connected(self, model: str, url: str, settings: EmbedderSettings) -> Any:
        try:
            from langchain_openai import OpenAIEmbeddings
            from openai import OpenAIError
            from pydantic import SecretStr
        except ImportError as error:
            raise EmbedderUnavailable(
                f"{self._who}: {error}; the extra govplan[openai] is not installed"
            ) from error
        self._failures: tuple[type[BaseException], ...] = (
            OpenAIError, OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError,
        )  # fmt: skip
        # The client warns, on the screen, about an answer that is refused with its reason anyway.
        warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
        try:
            return OpenAIEmbeddings(
                model=model,
                openai_api_base=url,
                openai_api_key=SecretStr(self._key or _NO_KEY),
                dimensions=settings.dimensions,
                request_timeout=settings.timeout,
                max_retries=settings.retries,
                check_embedding_ctx_length=False,  # else OpenAI's token numbers are sent instead of the text
            )
        except self._failures as error:
            raise EmbedderUnavailable(f"{self._who}: {type(error).__name__}") from None

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of search texts, in order."""
        return self._embed(self._query, texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""
        return self._embed(self._passage, texts)

    def _embed(self, prefix: str, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = []
        for first in range(0, len(texts), self.batch_size):
            part = [prefix + clean(text) for text in texts[first : first + self.batch_size]]
            found = self._asked([text if text.strip() else _BLANK for text in part])
            vectors = unit(found, len(part), self._who)
            self._check_dimensions(len(vectors[0]))
            rows += vectors
        return rows

    def _asked(self, texts: list[str]) -> list[list[float]]:
        try:
            # Plain numbers: not every server knows the packed form that the client asks for by default.
            found: list[list[float]] = self._client.embed_documents(
                texts, chunk_size=len(texts), encoding_format="float"
            )
        except self._failures as error:
            # Without a cause: what a server says may repeat the key.
            raise EmbedderUnavailable(f"{self._who}: {self._reason(error)}") from None
        return found

    def _check_dimensions(self, found: int) -> None:
        with self._lock:
            if self._dimensions is None:
                self._dimensions = found
            expected = self._dimensions
        if found != expected:
            raise EmbedderUnavailable(f"{self._who}: a vector has {found} dimensions instead of {expected}")

    def _reason(self, error: BaseException) -> str:
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        if isinstance(error, APIStatusError):
            usual = "the server failed" if error.status_code >= 500 else "the server refused"
            reason = f"{_REASONS.get(error.status_code, usual)} ({error.status_code})"
            return reason + self._words_of(error)
        if isinstance(error, APITimeoutError):
            return f"no answer within {self._timeout:g} seconds"
        if isinstance(error, APIConnectionError):
            return "no connection, or it was cut"
        return f"the answer cannot be read ({type(error).__name__})"

    def _words_of(self, error: Any) -> str:
        """What the server says about a request that it refuses; not about keys, which it may repeat in part."""
        body = error.body if isinstance(error.body, dict) else {}
        said = body.get("message")
        if error.status_code in (401, 403) or not isinstance(said, str):
            return ""
        if self._key:
            said = said.replace(self._key, "***")
        shown = "".join(letter if letter.isprintable() else " " for letter in said)
        return f": {' '.join(shown.split())[:_SAID]}"
