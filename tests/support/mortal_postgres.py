"""A PostgreSQL of one test's own that can be killed and comes back, as after a crash of its machine's processes."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.support import postgres_guard

#: what was committed has to be there after a crash
DURABLE = {**postgres_guard.SETTINGS, "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class MortalPostgres:
    """The server: where its database is, and its death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = postgres_guard.start(folder, DURABLE)
        with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as db:
            db.execute("CREATE DATABASE kierros")

    @property
    def url(self) -> str:
        """SQLAlchemy's address."""
        return f"postgresql+psycopg://postgres@/kierros?host={self._folder}"

    def kill(self) -> None:
        """Every process of it at once, without a word."""
        for pid in [self._server.pid, *_children(self._server.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()

    def start(self) -> None:
        """It looks through its log and is there again."""
        while True:
            with suppress(RuntimeError):
                self._server = postgres_guard.start_again(self._folder, DURABLE)
                return
            # the last of its killed processes holds the shared memory for another moment
            time.sleep(0.05)

    def stop(self) -> None:
        """For good."""
        postgres_guard.stop(self._server)


@contextmanager
def mortal_postgres() -> Iterator[MortalPostgres]:
    """In a folder short enough for a socket's name, readable by whom the server runs as."""
    with tempfile.TemporaryDirectory(prefix="kierros-mortal-") as folder:
        Path(folder).chmod(0o755)
        server = MortalPostgres(Path(folder))
        try:
            yield server
        finally:
            server.stop()


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(child) for child in listed.split()]
