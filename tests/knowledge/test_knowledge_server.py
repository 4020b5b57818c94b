"""Chroma as a server: a real one on this machine. Whatever becomes of it, search goes on."""

from __future__ import annotations

import http.client
import json
import logging
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from helpers import hashing
from helpers.chroma_server import ChromaServer, chroma_server
from helpers.tree import ROOT

from knowledge import Knowledge, StoreError
from knowledge.embedding import EmbedderSettings
from knowledge.index.chroma import open_server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TOKEN = "tok-0123456789-secret"
SMART = "visure.step4.smart"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for this file; what one test wrote there the next finds."""
    with chroma_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path):
    """An empty one, which a test may kill."""
    with chroma_server(tmp_path / "server") as server:
        yield server


def _names(server: ChromaServer) -> set[str]:
    index = open_server(server.address)
    found = {collection.name for collection in index.client.list_collections()}
    index.close()
    return found


def test_search_goes_through_the_server_and_writes_nothing_into_the_folder(server, tmp_path):
    knowledge = Knowledge(tmp_path / "index", server=server.address)
    assert knowledge.search("how to write SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason, knowledge.detail) == ("ready", "", "")
    name = knowledge._keeper.engine.shelf.name
    knowledge.close()
    assert name in _names(server)
    assert not (tmp_path / "index" / "chroma").exists()


def test_the_same_is_found_as_in_a_folder(server, tmp_path, warm_knowledge):
    knowledge = Knowledge(tmp_path, server=server.address)
    for query, lang in (
        ("risk owner", "en"),
        ("운영위원회 위원장", "ko"),
        ("tầm nhìn", "vi"),
        ("pizza recipe", "en"),
    ):
        found, same = (one.search(query, lang=lang, k=5) for one in (knowledge, warm_knowledge))
        assert [hit.passage_id for hit in found] == [hit.passage_id for hit in same]
    knowledge.close()


def test_a_second_start_finds_what_the_first_wrote(server, tmp_path):
    for number in range(2):
        knowledge = Knowledge(tmp_path / f"{number}", server=server.address)
        assert knowledge.search("SMART objectives")[0].passage_id == SMART
        generation = {name for name in _names(server) if name == knowledge._keeper.engine.shelf.name}
        knowledge.close()
        assert len(generation) == 1
    assert not [name for name in _names(server) if name.startswith("unfinished")]


SCRIPT = """
import json, pathlib, sys, knowledge
k = knowledge.Knowledge(pathlib.Path(sys.argv[1]), server=sys.argv[2])
asked = ["SMART objectives", "risk owner", "steering committee", "pizza recipe"] * 10
print(json.dumps([[h.passage_id for h in k.search(q)] for q in asked] + [[k.state, k.reason]]))
k.close()
"""


@pytest.mark.slow
def test_two_processes_that_write_the_same_at_once_lose_no_look_up(own_server, tmp_path):
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", SCRIPT, str(tmp_path / f"{number}"), own_server.address],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    answers = []
    for process, (out, err) in [(process, process.communicate()) for process in running]:
        assert (process.returncode, err) == (0, "")
        answers.append(json.loads(out))
    assert answers[0] == answers[1]
    *found, how = answers[0]
    assert how == ["ready", ""]
    assert all(found[at] == found[at % 4] for at in range(len(found)))
    assert [bool(ids) for ids in found[:4]] == [True, True, True, False]
    assert len(_names(own_server)) == 1


def test_without_an_answer_at_the_start_the_folder_is_used_and_the_reason_told(tmp_path, caplog):
    knowledge = Knowledge(tmp_path, server=_nobody())
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "no-server")
    assert "127.0.0.1" in knowledge.detail
    assert (tmp_path / "chroma").is_dir()
    assert "does not answer" in caplog.text
    knowledge.close()


def test_with_neither_server_nor_folder_the_index_is_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    knowledge = Knowledge(tmp_path / "file" / "index", server=_nobody())
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "in-memory")
    knowledge.close()


def test_when_the_server_dies_search_goes_on(own_server, tmp_path):
    knowledge = Knowledge(tmp_path, server=own_server.address)
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    own_server.kill()
    for _ in range(3):
        assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "no-server")
    knowledge.close()


def test_when_the_server_dies_while_a_new_index_is_made_the_reason_is_told(own_server, tmp_path, monkeypatch):
    hashing.register(monkeypatch)
    settings = EmbedderSettings(spec="hashing:a", batch_size=64)
    hashing.ACTS["a"] = lambda embedded: own_server.kill() if embedded >= 64 else None
    knowledge = Knowledge(tmp_path, settings=lambda: settings, server=own_server.address)
    knowledge.warm()
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert knowledge.wait(60)
    assert (knowledge.state, knowledge.reason) == ("lexical", "no-store")
    assert knowledge.detail
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    knowledge.close()
    knowledge.warm()  # every vector is kept: the next start has only to write them
    assert (knowledge.state, knowledge.reason) == ("ready", "no-server")
    knowledge.close()


def _nobody() -> str:
    """An address of this machine where nothing answers: what was bound there is closed again."""
    silent = ThreadingHTTPServer(("127.0.0.1", 0), _Passing)
    silent.server_close()
    return f"http://127.0.0.1:{silent.server_port}"


class _Passing(BaseHTTPRequestHandler):
    """Hands every request on to the real server and notes what came in its header, or refuses it."""

    protocol_version = "HTTP/1.1"
    server: _Door

    def _pass(self) -> None:
        self.server.seen.append(self.headers.get("Authorization", ""))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self.server.port:
            self._answer(401, b'{"error": "Unauthorized"}')
            return
        with_body = http.client.HTTPConnection("127.0.0.1", self.server.port)
        kept = {name: self.headers[name] for name in ("Content-Type",) if name in self.headers}
        with_body.request(self.command, self.path, body, kept)
        answer = with_body.getresponse()
        self._answer(answer.status, answer.read())
        with_body.close()

    do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

    def _answer(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Says nothing on the terminal."""


class _Door(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.port = port
        self.seen: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def door(server):
    """Stands before the real server; with ``port`` 0 it lets nobody in."""
    door = _Door(server.port)
    thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield door
    door.shutdown()
    thread.join()
    door.server_close()


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_token_goes_with_every_request_and_nowhere_else(door, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    knowledge = Knowledge(tmp_path / "index", server=door.address, token=TOKEN)
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "")
    assert set(door.seen) == {f"Bearer {TOKEN}"}
    knowledge.close()
    assert TOKEN not in caplog.text
    assert TOKEN.encode() not in _everything(tmp_path)


def test_a_refused_token_is_in_no_message(door, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    door.port = 0
    knowledge = Knowledge(tmp_path / "index", server=door.address, token=TOKEN)
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "no-server")
    assert f"Bearer {TOKEN}" in door.seen
    assert TOKEN not in knowledge.detail + caplog.text
    with pytest.raises(StoreError) as refused:
        open_server(door.address, TOKEN)
    assert TOKEN not in str(refused.value)
    knowledge.close()


def test_what_is_no_chroma_server_is_not_taken_for_one(server, tmp_path):
    """A server that answers something else to every request."""
    plain = _Door(0)
    plain.RequestHandlerClass = _Elsewhere
    thread = threading.Thread(target=plain.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    knowledge = Knowledge(tmp_path, server=plain.address)
    assert knowledge.search("SMART objectives")[0].passage_id == SMART
    assert (knowledge.state, knowledge.reason) == ("ready", "no-server")
    knowledge.close()
    plain.shutdown()
    thread.join()
    plain.server_close()


class _Elsewhere(_Passing):
    def _pass(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(200, b"<html>welcome</html>")

    do_GET = do_POST = _pass  # noqa: N815
