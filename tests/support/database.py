"""A migrated database that is one test's alone, on SQLite and on PostgreSQL.

A test that asks for `database_url` runs once on each. `settings` is an installation on it, `database("catalogue")` one
service's way to it, `given` what writes the rows that a test begins with.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from shared.database import Database, connection, postgresql, sqlite
from shared.database.guard import MIGRATION
from shared.database.migrate import migrate
from shared.settings import Settings
from tests.support.factories import Given
from tests.support.kept_database import KeptDatabase
from tests.support.postgres import PostgresServer

SECRET_KEY = "a key that only the tests use, long enough"
OpenDatabase = Callable[[str], Database]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from, made once per process."""
    path = tmp_path_factory.mktemp("template") / "kierros.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    # nobody waits for its turn beside a test, so the patient needn't rest
    monkeypatch.setattr(connection, "RESTS", 0.0)
    if request.param == "sqlite":
        # nobody pulls the plug beside a test
        in_haste = [pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in sqlite.PRAGMAS]
        monkeypatch.setattr(sqlite, "PRAGMAS", in_haste)
        path = tmp_path / "kierros.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        kept: KeptDatabase = request.getfixturevalue("kept_database")
        yield kept.url
        kept.renew()


@pytest.fixture(scope="session")
def kept_database(postgres_server: PostgresServer) -> Iterator[KeptDatabase]:
    """This process's own migrated database on PostgreSQL."""
    template = postgres_server.template("kierros_migrated", _migrate)
    with (
        postgres_server.database(template) as url,
        closing(KeptDatabase(url)) as kept,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(postgresql, "make_engine", kept.engine)
        yield kept


def _migrate(url: str) -> None:
    migrate(url)


@pytest.fixture
def database(database_url: str) -> Iterator[OpenDatabase]:
    """Opens the test's database as a service does: `database("registration")`. Closed when the test ends."""
    with ExitStack() as open_ones:
        yield lambda writer: open_ones.enter_context(closing(Database(database_url, writer)))


@pytest.fixture
def given(database: OpenDatabase) -> Given:
    """Writes the rows a test begins with, whoever owns them."""
    return Given(database(MIGRATION))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation on the test's database, with its mail in a folder of the test."""
    return Settings(database_url=database_url, mail_url=f"maildir:{tmp_path / 'mail'}", secret_key=SECRET_KEY)
