"""A real PostgreSQL for tests: one private server per run, a fresh database per test, nothing to install by hand.

`postgres_server` gives databases; `postgres_url` is one empty database. Every worker of a run shares the server;
two runs on one machine share nothing. See postgres_guard.py for how it ends.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

_RUN_FOLDER = "KIERROS_TEST_RUN_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run holds the lock that says it lives; its workers inherit the folder's name."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(tempfile.mkdtemp(prefix="kierros-test-"))
    alive = (folder / "alive").open("wb")
    fcntl.flock(alive, fcntl.LOCK_SH)
    os.environ[_RUN_FOLDER] = str(folder)

    def over() -> None:
        guarded = (folder / "guarded").exists()
        alive.close()
        if not guarded:
            (folder / "alive").unlink()
            folder.rmdir()

    config.add_cleanup(over)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class PostgresServer:
    """The run's server: makes databases and drops them."""

    folder: Path

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a database, for KIERROS_DATABASE_URL."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """One statement on the maintenance database, outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as db:
            db.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a new database, a copy of the template; gone afterwards, whoever is still connected."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Makes, once per run, a database to copy from, by `prepare(url)`; gives its name for `database()`.

        `prepare` must leave no connection open: PostgreSQL does not copy a database that is in use.
        """
        done = self.folder / f"{name}.template"
        with _alone(self.folder / f"{name}.lock"):
            if not done.exists():
                self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
                prepare(self.url(name))
                done.touch()
        return name


def _start(folder: Path) -> None:
    guard = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres_guard", str(folder)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (folder / "ready").exists():
        if (folder / "failed").exists():
            pytest.fail((folder / "failed").read_text(), pytrace=False)
        if guard.poll() is not None:
            pytest.fail(f"The keeper of PostgreSQL ended with {guard.returncode}.", pytrace=False)
        time.sleep(0.02)
    # It outlives this worker on purpose, so this worker does not wait for it.
    guard.returncode = 0


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The run's own PostgreSQL, started when the first test asks for it."""
    folder = Path(os.environ[_RUN_FOLDER])
    with _alone(folder / "guarded"):
        if not (folder / "ready").exists():
            _start(folder)
    return PostgresServer(folder)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database that is this test's alone."""
    with postgres_server.database() as url:
        yield url
