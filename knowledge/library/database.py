"""Own documents in SQLite: texts and their words, one transaction a change. Vectors lie elsewhere and can be remade."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from knowledge.lexical import shares, terms
from knowledge.library.model import EVERYWHERE, LibraryError, Stored, StoredPassage
from knowledge.words import language_of

_VERSION: Final = 1
_CANDIDATES: Final = 60  # passages that share most with a query, of which the exact share is computed
_HOLDERS: Final = 20_000  # passages ranked at most; the commonest words of a query, which weigh least, go
_FEW: Final = 20  # passages that a small library counts as: in one of three no word would be rare
_SCHEMA: Final = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
    title TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER, scope TEXT NOT NULL,
    added_at TEXT NOT NULL, UNIQUE (sha256, scope), UNIQUE (path, scope));
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL, page INTEGER, last_page INTEGER,
    lang TEXT NOT NULL, length INTEGER NOT NULL, UNIQUE (document, number));
CREATE VIRTUAL TABLE words USING fts5(terms, tokenize = 'ascii');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
"""
_DOCUMENT: Final = (
    "SELECT d.id, sha256, path, name, title, media, size, pages, scope, added_at,"
    " (SELECT count(*) FROM passages p WHERE p.document = d.id) FROM documents d"
)
_PASSAGE: Final = "SELECT id, document, number, headings, text, page, last_page, lang FROM passages"


class LibraryDatabase:
    """The file of the library; safe to share between threads and processes. Nothing is made before it is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._counted: tuple[tuple[int, int], int, float] | None = None

    def documents(self, scopes: Sequence[str] | None = None) -> list[Stored]:
        """Every document, or those of ``scopes``, in the order in which they were added."""
        with self._opened(make=False) as database:
            if database is None:
                return []
            if scopes is None:
                rows = database.execute(f"{_DOCUMENT} ORDER BY d.id")
            else:
                rows = database.execute(
                    f"{_DOCUMENT} WHERE scope IN ({_marks(scopes)}) ORDER BY d.id", scopes
                )
            return [Stored(*row) for row in rows]

    def passages(self, document: int) -> list[StoredPassage]:
        """The passages of a document, in reading order."""
        with self._opened(make=False) as database:
            if database is None:
                return []
            rows = database.execute(f"{_PASSAGE} WHERE document = ? ORDER BY number", (document,))
            return [_passage(row) for row in rows]

    def passage(self, passage: int) -> StoredPassage | None:
        """One passage by its id."""
        with self._opened(make=False) as database:
            row = (
                None
                if database is None
                else database.execute(f"{_PASSAGE} WHERE id = ?", (passage,)).fetchone()
            )
            return None if row is None else _passage(row)

    def put(
        self, document: Stored, passages: Sequence[StoredPassage], replaces: Sequence[int] = ()
    ) -> Stored:
        """Store a document with its passages in place of ``replaces``, all in one step; ids are given here."""
        with self._opened(make=True) as database:
            assert database is not None
            with database:
                database.execute("BEGIN IMMEDIATE")
                for (old,) in database.execute(
                    "SELECT id FROM documents WHERE scope = ? AND (path = ? OR sha256 = ?)",
                    (document.scope, document.path, document.sha256),
                ).fetchall():
                    _delete(database, old)
                row = (
                    document.sha256,
                    document.path,
                    document.name,
                    document.title,
                    document.media,
                    document.size,
                    document.pages,
                    document.scope,
                    document.added_at,
                )
                made = database.execute(
                    "INSERT INTO documents (sha256, path, name, title, media, size, pages, scope, added_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                ).lastrowid
                for passage in passages:
                    _insert(database, int(made or 0), passage)
            stored = database.execute(f"{_DOCUMENT} WHERE d.id = ?", (made,)).fetchone()
            return Stored(*stored)

    def remove(self, document: int) -> None:
        """Take a document out, with its passages."""
        with self._opened(make=False) as database:
            if database is not None:
                with database:
                    _delete(database, document)

    def scores(self, query: str, reader: str, scopes: Sequence[str]) -> dict[int, float]:
        """Share of ``query`` answered, 0 to 1, by passage id, of the passages that answer most of it."""
        best: dict[int, float] = {}
        with self._opened(make=False) as database:
            if database is None:
                return best
            count, mean = self._counts(database)
            for lang in language_of(query, reader):
                for passage, share in _shares(database, terms(query, lang), scopes, count, mean).items():
                    best[passage] = max(best.get(passage, 0.0), share)
        return best

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
            self._database, self._counted = None, None

    def _counts(self, database: sqlite3.Connection) -> tuple[int, float]:
        """The number of passages and their mean length, counted again when this or another process has written."""
        written = (database.execute("PRAGMA data_version").fetchone()[0], database.total_changes)
        if self._counted is None or self._counted[0] != written:
            count, mean = database.execute("SELECT count(*), avg(length) FROM passages").fetchone()
            self._counted = (written, int(count), float(mean or 0.0))
        return self._counted[1:]

    @contextlib.contextmanager
    def _opened(self, *, make: bool) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            try:
                if self._database is None and (make or self._path.exists()):
                    self._database = _open(self._path)
                yield self._database
            except sqlite3.OperationalError as error:
                code = "busy" if "locked" in str(error) else "disk"
                raise LibraryError(code, path=str(self._path), detail=str(error)) from error
            except sqlite3.DatabaseError as error:
                raise LibraryError("damaged", path=str(self._path), detail=str(error)) from error
            except OSError as error:
                raise LibraryError("disk", path=str(self._path), detail=str(error)) from error


def guessed_language(text: str) -> str:
    """The language of a passage by its letters: Korean, Vietnamese, else English."""
    return language_of(text, "en")[0]


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)  # what the documents say is nobody else's business
    database = sqlite3.connect(path, timeout=20, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
        with database:
            database.execute("BEGIN IMMEDIATE")
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.strip().split(";\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")
        if version > _VERSION:
            raise LibraryError("newer", path=str(path))
    except BaseException:
        database.close()
        raise
    return database


def _insert(database: sqlite3.Connection, document: int, passage: StoredPassage) -> None:
    words = terms("\n".join((*passage.headings, passage.text)), passage.lang)
    made = database.execute(
        "INSERT INTO passages (document, number, headings, text, page, last_page, lang, length)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document,
            passage.number,
            json.dumps(passage.headings, ensure_ascii=False),
            passage.text,
            passage.page,
            passage.last_page,
            passage.lang,
            len(words),
        ),
    ).lastrowid
    database.execute("INSERT INTO words (rowid, terms) VALUES (?, ?)", (made, " ".join(map(_coded, words))))


def _delete(database: sqlite3.Connection, document: int) -> None:
    database.execute(
        "DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE document = ?)", (document,)
    )
    database.execute("DELETE FROM documents WHERE id = ?", (document,))


def _shares(
    database: sqlite3.Connection, words: Sequence[str], scopes: Sequence[str], count: int, mean: float
) -> dict[int, float]:
    coded = [_coded(word) for word in words]
    distinct = list(dict.fromkeys(coded))[:200]
    holders = dict(
        database.execute(f"SELECT term, doc FROM vocabulary WHERE term IN ({_marks(distinct)})", distinct)
    )
    if not holders:
        return {}
    # Most texts of one language share its commonest words; ranking is FTS5's own, the share is ours.
    rows = database.execute(
        "SELECT words.rowid, words.terms, p.length FROM words JOIN passages p ON p.id = words.rowid"
        f" JOIN documents d ON d.id = p.document WHERE words MATCH ? AND d.scope IN ({_marks(scopes)})"
        " ORDER BY words.rank LIMIT ?",
        (" OR ".join(_rarest(holders)), *scopes, _CANDIDATES),
    ).fetchall()
    texts = {int(rowid): str(found).split() for rowid, found, _ in rows}
    return shares(coded, texts, count=max(count, _FEW), mean=mean, holders=holders)


def _rarest(holders: Mapping[str, int]) -> list[str]:
    """The rarest words, at least one, whose holders are few enough to be ranked."""
    ordered = sorted(holders, key=lambda term: holders[term])
    reach = list(accumulate(holders[term] for term in ordered))
    return [term for term, held in zip(ordered, reach, strict=True) if held <= max(_HOLDERS, reach[0])]


def _coded(term: str) -> str:
    # FTS5 must take every term as it is: pairs hold blanks, marks and hyphens.
    return "x" + term.encode().hex()


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _passage(row: Sequence[object]) -> StoredPassage:
    number, document, place, headings, text, page, last, lang = row
    return StoredPassage(
        int(str(number)),
        int(str(document)),
        int(str(place)),
        tuple(json.loads(str(headings))),
        str(text),
        None if page is None else int(str(page)),
        None if last is None else int(str(last)),
        str(lang),
    )


def visible_from(session: str | None) -> tuple[str, ...]:
    """The scopes whose documents a session sees: those for all, and its own."""
    return (EVERYWHERE, session) if session else (EVERYWHERE,)
