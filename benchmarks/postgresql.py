"""A PostgreSQL server of our own, durable as a customer's is: every commit is on the disk."""

import subprocess
from pathlib import Path

import psycopg

from tests.support import postgres_guard

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class Cluster:
    """A server with a new cluster in a folder, until the block ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Cluster":
        self._folder.mkdir(parents=True)
        self._server = postgres_guard.start(self._folder, {**postgres_guard.SETTINGS, **DURABLE})
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._server is not None:
            postgres_guard.stop(self._server)

    def make_database(self, name: str) -> str:
        """A new empty database; its address."""
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"
