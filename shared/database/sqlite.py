"""SQLite as Kierros uses it: WAL, foreign keys, and writers that queue instead of failing "database is locked"."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from shared.database.json_columns import JSON

#: last resort, for writers that don't pass the turnstile, such as a person's own sqlite3 shell
BUSY_TIMEOUT_SECONDS = 30

#: said on each new connection
PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = FULL",
    "temp_store = MEMORY",
    # KiB for each connection, half the usual: the operating system keeps the file's pages once for all of them
    "cache_size = -1000",
    # 16 MB, four times the usual: one act touches some twenty pages, mostly the same, and they are moved only once
    "wal_autocheckpoint = 4000",
)
_WRITE_OPTION = "kierros_writes"


class Turnstile:
    """Lets one writer in at a time, across processes and threads, and wakes the next at once.

    SQLite's own busy handler sleeps and tries again, which starves writers under load. The kernel's file lock makes
    them queue; it is let go when its holder dies, however it dies.
    """

    def __init__(self, url: str, name: str = "turn") -> None:
        self._path = f"{path_of(url)}.{name}"

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Wait for the turn and hold it; gives whether somebody else had it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _lock(descriptor)
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return True
    return False


def make_engine(url: str) -> Engine:
    """An engine whose transactions begin as the caller means them: deferred to read, immediate to write."""
    Path(path_of(url)).parent.mkdir(parents=True, exist_ok=True)
    # what people typed stays out of the texts of errors, and so out of logs
    arguments = {"timeout": BUSY_TIMEOUT_SECONDS, "isolation_level": None}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, **JSON)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def as_writer(connection: Connection) -> Iterator[None]:
    """Mark a connection so that its next transaction takes the write lock from the start."""
    connection.info[_WRITE_OPTION] = True
    try:
        yield
    finally:
        connection.info.pop(_WRITE_OPTION, None)


def path_of(url: str) -> str:
    """The file of ``sqlite:///relative`` or ``sqlite:////absolute``."""
    return url.split("///", 1)[1].split("?", 1)[0]


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Said to the driver itself: on its way through SQLAlchemy a BEGIN would take as long as a whole query."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("BEGIN IMMEDIATE" if connection.info.get(_WRITE_OPTION) else "BEGIN")
