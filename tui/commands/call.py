"""What a command gets to work with: its wording, its output, the workspace, and how it fails."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from tui.commands.registry import FAILED, NO_STORAGE
from tui.commands.wording import Wording
from tui.safe import clean

if TYPE_CHECKING:
    from assistant.locations import Locations
    from assistant.workspace import Workspace


class Failure(Exception):  # noqa: N818 - it is what the person reads, not a mistake of the program
    """What was asked for cannot be done; the text says why, what was kept and what to do next."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


def our_errors() -> tuple[type[Exception], ...]:
    """Return the errors of the house that have a wording."""
    from assistant.formats.files import ExportError, ImportFileError
    from assistant.plan.document import DocumentError
    from assistant.sessions.errors import StoreError
    from knowledge import LibraryError

    return StoreError, DocumentError, ExportError, ImportFileError, LibraryError


class Call:
    """One run of one command."""

    def __init__(self, text: Wording | None = None) -> None:
        self.text = text or Wording()

    @property
    def at_terminal(self) -> bool:
        """Whether a person sits at both ends."""
        return is_terminal(sys.stdin) and is_terminal(sys.stdout)

    def say(self, message: str, /, **params: object) -> None:
        """Write a sentence to standard output."""
        self.line(self.text(message, **params))

    def line(self, text: str) -> None:
        """Write a line to standard output, at once and without anything a terminal would act on."""
        with self._writing():
            print(clean(text), flush=True)

    def note(self, message: str, /, **params: object) -> None:
        """Write a sentence to standard error, where it gets into no data."""
        print(clean(self.text(message, **params)), file=sys.stderr)

    def warn(self, text: str) -> None:
        """Write what is worded already to standard error."""
        print(clean(text), file=sys.stderr)

    def raw(self, data: bytes) -> None:
        """Write the content of a file to standard output: byte by byte, or as text at a terminal."""
        with self._writing():
            raw = getattr(sys.stdout, "buffer", None)
            if raw is None or is_terminal(sys.stdout):
                print(clean(data.decode()), end="")
                return
            sys.stdout.flush()
            raw.write(data)
            raw.flush()

    def flush(self) -> None:
        """Hand over what is buffered, so that a full disk or a closed pipe is noticed and not passed over."""
        with self._writing():
            if sys.stdout is not None:
                sys.stdout.flush()

    def json(self, value: Any) -> None:
        """Write a value as JSON for other programs: UTF-8; a lone surrogate becomes its JSON escape."""
        import json

        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        self.raw(text.encode("utf-8", "backslashreplace"))

    def failure(self, message: str, /, *, code: int = FAILED, **params: object) -> Failure:
        """Return the failure with that wording, to be raised."""
        return Failure(self.text(message, **params), code)

    def language(self, asked: str | None) -> str | None:
        """Return the language that `--lang` names, or None; a Failure if the program does not speak it."""
        if asked is None:
            return None
        lang = asked.strip().lower()
        if lang in self.text.languages:
            return lang
        message = "cli.error.lang-incomplete" if lang in self.text.coming else "cli.error.lang-unknown"
        raise self.failure(message, lang=asked, offered=", ".join(self.text.languages))

    def locations(self) -> Locations:
        """Return the folders of the program."""
        from assistant.locations import find_locations

        try:
            return find_locations()
        except RuntimeError as error:
            raise self.failure("cli.error.no-home", code=NO_STORAGE) from error

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Open the workspace for the length of the block; what goes wrong in it becomes a Failure."""
        from assistant.sessions.errors import StoreUnavailable
        from assistant.workspace import Workspace

        locations = self.locations()
        workspace = None
        try:
            workspace = Workspace.open(locations, lang=self.text.lang)
            yield workspace
        except our_errors() as error:
            code = NO_STORAGE if isinstance(error, StoreUnavailable) else FAILED
            raise Failure(self.explain(error, workspace) + self._way_out(error), code) from error
        finally:
            if workspace is not None:
                workspace.close()

    def explain(self, error: Exception, workspace: Workspace | None = None) -> str:
        """Return the wording of one of our own errors, with the command that helps where there is one."""
        from assistant.sessions.errors import Corrupt, StoreError

        if isinstance(error, StoreError):
            text = self.text(f"error.storage.{error.code}", **error.params)
            return f"{text}\n{self.text('cli.error.rescue-hint')}" if isinstance(error, Corrupt) else text
        worded = workspace.error_text(error) if workspace is not None else None
        if worded is None:
            raise error
        return worded

    def _way_out(self, error: Exception) -> str:
        """Return a line that names the option which would help, where there is one."""
        from assistant.formats.files import ExportError

        if isinstance(error, ExportError) and error.code == "exists":
            return f"\n{self.text('cli.error.force-hint')}"
        return ""

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self.failure("cli.error.output", reason=error.strerror or str(error)) from error


def prepare(stream: TextIO) -> None:
    """Make a stream write anything: what its encoding lacks becomes a question mark."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def terminal_width() -> int:
    """Return the cells of a line of the terminal that standard output is, or 0 if it is none."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0
