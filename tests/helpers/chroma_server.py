"""A real Chroma server on this machine, as `chroma run` starts it; only 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

SECONDS = 60  # that a start may take on a busy machine
_BETWEEN = 0.05


class ChromaServer:
    """``address`` is where it answers; ``kill`` ends it as a power cut does."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "server.log"
        self._folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._start()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self._folder / "data")]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=os.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/api/v2/heartbeat", trust_env=False).status_code == 200:
                    return
            time.sleep(_BETWEEN)
        raise RuntimeError(self._log.read_text(errors="replace"))


@contextlib.contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """A server with its data in ``folder``; another program may take the port first, so it is tried again."""
    for attempt in range(3):
        try:
            server = ChromaServer(folder / str(attempt))
        except RuntimeError:
            if attempt == 2:
                raise
        else:
            break
    try:
        yield server
    finally:
        server.kill()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
