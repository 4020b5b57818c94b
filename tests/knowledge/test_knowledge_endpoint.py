"""An OpenAI-compatible endpoint, through the real client against a small server on this machine."""

from __future__ import annotations

import json
import logging
import math
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from knowledge import EmbedderUnavailable
from knowledge.embedding import BadSetting, EmbedderSettings, EndpointEmbeddings, pick_embedder

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KEY = "sk-test-0123456789abcdef"
Answer = Callable[["_Asked", list[str]], None]


def _vector(text: str) -> list[float]:
    return [3.0, 4.0, float(len(text))]


class _Asked(BaseHTTPRequestHandler):
    """Speaks POST /v1/embeddings; what it does next stands in ``server.answers``, else it does it right."""

    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append({"path": self.path, "key": self.headers["Authorization"], **body})
        answer = self.server.answers.pop(0) if self.server.answers else good
        answer(self, body["input"])

    def send(self, status: int, content: object, kind: str = "application/json") -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Says nothing on the terminal."""


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.seen: list[dict[str, Any]] = []
        self.answers: list[Answer] = []
        self.held = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"


def vectors(rows: list[Any]) -> dict[str, object]:
    return {"object": "list", "data": [{"index": n, "embedding": row} for n, row in enumerate(rows)]}


def good(asked: _Asked, texts: list[str]) -> None:
    asked.send(200, vectors([_vector(text) for text in texts]))


def status(code: int, message: str = "no") -> Answer:
    return lambda asked, texts: asked.send(code, {"error": {"message": message}})


def rows(*found: Any) -> Answer:
    return lambda asked, texts: asked.send(200, vectors(list(found)))


def raw(content: bytes, kind: str = "application/json") -> Answer:
    return lambda asked, texts: asked.send(200, content, kind)


def cut(asked: _Asked, texts: list[str]) -> None:
    asked.send_response(200)
    asked.send_header("Content-Type", "application/json")
    asked.send_header("Content-Length", "5000")
    asked.end_headers()
    asked.wfile.write(b'{"data": [')


def silent(asked: _Asked, texts: list[str]) -> None:
    asked.server.held.wait(20)


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.held.set()
        found.shutdown()
        thread.join()


@pytest.fixture
def made(server: _Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., EndpointEmbeddings]:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)

    def make(model: str = "small", **settings: Any) -> EndpointEmbeddings:
        usual: dict[str, Any] = {
            "base_url": f"http://{server.host}/v1",
            "api_key": KEY,
            "retries": 0,
            "batch_size": 2,
        }
        found = pick_embedder(f"openai:{model}", EmbedderSettings(**usual | settings))
        assert isinstance(found, EndpointEmbeddings)
        return found

    return make


def test_texts_go_in_batches_and_come_back_as_unit_vectors_in_order(server, made):
    found = made().embed_documents(["a", "bb", "ccc", "dddd", "eeeee"])
    assert [round(row[2] / row[0] * 3) for row in found] == [1, 2, 3, 4, 5]
    assert all(math.isclose(math.hypot(*row), 1.0) for row in found)
    assert [request["input"] for request in server.seen] == [["a", "bb"], ["ccc", "dddd"], ["eeeee"]]
    first = server.seen[0]
    assert (first["path"], first["key"], first["model"]) == ("/v1/embeddings", f"Bearer {KEY}", "small")
    assert (first["encoding_format"], "dimensions" in first) == ("float", False)


def test_nothing_to_embed_asks_nobody(server, made):
    assert made().embed_documents([]) == made().embed_queries([]) == []
    assert server.seen == []


def test_prefixes_are_put_before_texts(server, made):
    embedder = made(query_prefix="query: ", passage_prefix="passage: ")
    embedder.embed_query("a")
    embedder.embed_queries(["b"])
    embedder.embed_documents(["c"])
    assert [request["input"] for request in server.seen] == [["query: a"], ["query: b"], ["passage: c"]]


def test_any_text_arrives_as_text(server, made):
    made(batch_size=9).embed_documents(["", " \0\n", "a\0b", "\ud800", "가" * 10_000])
    blank, spaces, cleaned, lone, long = server.seen[0]["input"]
    assert (blank, spaces, cleaned, lone, long) == (".", ".", "a b", "?", "가" * 4000)


def test_shorter_vectors_are_asked_for_and_checked(server, made):
    made(dimensions=3).embed_query("a")
    assert server.seen[0]["dimensions"] == 3
    with pytest.raises(EmbedderUnavailable, match="3 dimensions instead of 2"):
        made(dimensions=2).embed_query("a")


def test_a_server_without_keys_is_asked_without_one_of_ours(server, made, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    made(api_key="").embed_query("a")
    assert server.seen[0]["key"] == "Bearer none"


def test_the_key_may_come_from_a_variable(server, made, monkeypatch):
    monkeypatch.setenv("MY_KEY", "from-a-variable")
    made(api_key="", api_key_env="MY_KEY").embed_query("a")
    assert server.seen[0]["key"] == "Bearer from-a-variable"


@pytest.mark.parametrize(
    "passing", [status(429), status(500), status(503), cut], ids=["429", "500", "503", "cut"]
)
def test_what_may_pass_is_tried_again(server, made, passing):
    server.answers = [passing]
    assert len(made(retries=1).embed_documents(["a", "bb"])) == 2
    assert len(server.seen) == 2


FAILURES = {
    "refused key": (status(401, f"Incorrect key: {KEY}"), r"the key was refused \(401\)$"),
    "forbidden": (status(403, KEY[:9]), r"the key was refused \(403\)$"),
    "no model": (
        status(404, "model 'small' not found"),
        r"no such model or address \(404\): model 'small' not",
    ),
    "too long": (
        status(400, f"too\n\x1b[31mlong {KEY} " + "x" * 900),
        r"refused \(400\): too \[31mlong \*\*\* x+$",
    ),
    "too many": (status(429, "slow down"), r"too many requests, or no credit left \(429\): slow down"),
    "failing": (status(500), r"the server failed \(500\): no"),
    "odd error": (
        lambda asked, texts: asked.send(502, b"<html>", "text/html"),
        r"the server failed \(502\)$",
    ),
    "cut": (cut, "no connection, or it was cut|the answer cannot be read"),
    "silent": (silent, "no answer within 0.2 seconds"),
    "not json": (raw(b"{"), "the answer cannot be read"),
    "html": (raw(b"<html>sign in</html>", "text/html"), "the answer cannot be read"),
    "no list": (raw(b'{"data": 3}'), "the answer cannot be read"),
    "null": (raw(b"null"), "the answer cannot be read"),
    "no data": (raw(b'{"data": []}'), "the answer cannot be read|came back"),
    "too few": (rows([1.0, 2.0, 2.0]), "2 vectors were asked for"),
    "too many rows": (rows([1.0], [1.0], [1.0]), "2 vectors were asked for"),
    "wrong length": (rows([1.0, 2.0], [1.0, 2.0]), "2 dimensions instead of 3"),
    "ragged": (rows([1.0, 2.0, 2.0], [1.0]), "not vectors of one length"),
    "not a number": (rows([1.0, math.nan, 2.0], [1.0, 2.0, 2.0]), "not a number"),
    "zero": (rows([0.0, 0.0, 0.0], [1.0, 2.0, 2.0]), "zero"),
    "words": (rows(["a", "b", "c"], ["a", "b", "c"]), "not vectors of one length"),
    "no vector": (rows(None, None), "came back|cannot be read|of one length"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_in_the_middle_gives_no_half_result_and_a_clear_reason(server, made, failure, caplog):
    caplog.set_level(logging.DEBUG)
    answer, reason = FAILURES[failure]
    server.answers = [good, answer]
    embedder = made(timeout=0.2 if answer is silent else 20)
    with pytest.raises(EmbedderUnavailable, match=reason) as refused:
        embedder.embed_documents(["a", "bb", "ccc", "dddd", "e"])
    assert len(server.seen) == 2
    assert str(refused.value).startswith(f"openai small at {server.host}: ")
    assert refused.value.__cause__ is None
    assert KEY not in f"{refused.value!r}{caplog.text}"
    server.held.set()
    assert embedder.embed_query("a")  # the next call is a new one


def test_a_server_that_is_gone_is_told(made, server):
    embedder = made(base_url="http://127.0.0.1:1/v1")
    with pytest.raises(EmbedderUnavailable, match=r"openai small at 127\.0\.0\.1:1: no connection"):
        embedder.embed_query("a")


def test_the_version_follows_what_changes_vectors_and_holds_no_secret(server, made):
    usual = made()
    assert usual.version.startswith(f"openai/{server.host}/small/")
    assert usual.version == made(batch_size=9, timeout=1.0, api_key="another").version
    others = [
        made("large"),
        made(dimensions=3),
        made(query_prefix="q: "),
        made(passage_prefix="q: "),
        made(base_url=f"http://user:secret@{server.host}/token/v1"),
    ]
    assert len({embedder.version for embedder in (usual, *others)}) == 6
    shown = "".join(f"{embedder.version}{embedder!r}" for embedder in (usual, *others))
    assert not any(secret in shown for secret in (KEY, "secret", "token"))


def test_openai_itself_needs_a_key(made):
    with pytest.raises(BadSetting, match="there is no key"):
        made(base_url="", api_key="")
    assert made(base_url="").version.startswith("openai/api.openai.com/small/")


def test_a_model_must_be_named_and_settings_of_other_embedders_are_refused(made):
    with pytest.raises(BadSetting, match="which model"):
        made("")
    with pytest.raises(BadSetting, match="openai has no such setting"):
        made(device="cuda")


def test_without_its_package_the_extra_is_named(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(EmbedderUnavailable, match=r"govplan\[openai\]"):
        made()
