import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[2]


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_database_is_empty_and_knows_nordic_letters(postgres_url: str) -> None:
    with psycopg.connect(_plain(postgres_url)) as db:
        assert db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        assert db.execute("SELECT upper('åäö'), 'ÄÄ' ILIKE 'ää'").fetchone() == ("ÅÄÖ", True)


def test_database_is_gone_afterwards_though_someone_is_connected(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        left_open = psycopg.connect(_plain(url))
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(_plain(url))
    left_open.close()


def test_template_is_prepared_once_and_copied(postgres_server: PostgresServer) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(_plain(url)) as db:
            db.execute("CREATE TABLE stop (name text)")

    for _ in range(2):
        template = postgres_server.template("template_of_a_test", prepare)
        with postgres_server.database(template) as url, psycopg.connect(_plain(url)) as db:
            assert db.execute("SELECT count(*) FROM stop").fetchone() == (0,)
            db.execute("INSERT INTO stop VALUES ('Oulu')")
    assert len(prepared) == 1


KILLED_RUN = """
import os, signal
from pathlib import Path
def test_dies(postgres_server):
    Path("folder").write_text(str(postgres_server.folder))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_server_of_a_killed_run_ends_by_itself(tmp_path: Path) -> None:
    (tmp_path / "test_killed.py").write_text(KILLED_RUN)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.support.postgres", "--rootdir", tmp_path, tmp_path],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    folder = Path((tmp_path / "folder").read_text())
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
