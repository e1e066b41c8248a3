import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from services.catalogue.app import create_app
from shared.command.main import main
from shared.database import Database
from shared.schema.accounts import Account, ApiKey
from shared.secrets import plain_hash
from shared.settings import load
from shared.web.current import EXTENSION
from tests.support.database import SECRET_KEY, OpenDatabase
from tests.support.factories import Given

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `kierros …` on the test's database."""
    monkeypatch.setenv("KIERROS_DATABASE_URL", database_url)
    monkeypatch.setenv("KIERROS_SECRET_KEY", SECRET_KEY)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def accounts(database: Database) -> dict[str, bool]:
    with database.reading() as db:
        return {row.email: row.is_administrator for row in db.execute(select(Account))}


def last_word(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output.split()[-1]


def test_sign_in_prints_a_link_that_lets_the_first_administrator_in(run: Run, database: OpenDatabase) -> None:
    link = last_word(run("sign-in", "Aino@Example.org"))
    assert accounts(database("catalogue")) == {"aino@example.org": True}
    app = create_app(load())
    client = app.test_client()
    assert client.get(link.removeprefix("http://localhost:8000")).location == "http://localhost:8000/workspace"
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 303
    assert app.test_client().get(link.removeprefix("http://localhost:8000")).status_code == 410
    app.extensions[EXTENSION].database.close()


def test_sign_in_makes_one_administrator_unless_told_to(run: Run, database: OpenDatabase) -> None:
    for arguments in (["aino@example.org"], ["bo@example.org"], ["cleo@example.org", "--administrator"]):
        last_word(run("sign-in", *arguments))
    expected = {"aino@example.org": True, "bo@example.org": False, "cleo@example.org": True}
    assert accounts(database("catalogue")) == expected


def test_sign_in_of_what_is_no_address_says_so(run: Run, database: OpenDatabase) -> None:
    result = run("sign-in", "aino")
    assert (result.exit_code, "EMAIL" in result.output) == (2, True)
    assert accounts(database("catalogue")) == {}


def test_sign_in_migrates_a_new_database_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("KIERROS_DATABASE_URL", "KIERROS_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, ["sign-in", "aino@example.org"])
    assert re.fullmatch(r"http://localhost:8000/sign-in/[\w-]{43}", last_word(result))
    assert (tmp_path / "var/kierros.db").exists()


@pytest.mark.parametrize("role", ["administrator", "organiser", "contact"])
def test_api_key_is_the_last_word_and_kept_as_a_hash(run: Run, database: OpenDatabase, role: str) -> None:
    key = last_word(run("api-key", "create", "--name", "LMS", "--role", role))
    assert re.fullmatch(r"kierros_[A-Za-z0-9]{40}", key)
    with database("catalogue").reading() as db:
        row = db.execute(select(ApiKey.name, ApiKey.role, ApiKey.organisation_id, ApiKey.key_hash)).one()
    assert row == ("LMS", role, None, plain_hash(key))


def test_api_key_of_one_organisation_by_its_id_or_name(run: Run, database: OpenDatabase, given: Given) -> None:
    own = given.organisation("TAMK")
    for said in (str(own), "TAMK"):
        last_word(run("api-key", "create", "--name", "LMS", "--role", "organiser", "--organisation", said))
    with database("catalogue").reading() as db:
        assert list(db.scalars(select(ApiKey.organisation_id))) == [own, own]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--name", "LMS", "--role", "king"],
        ["--name", " ", "--role", "organiser"],
        ["--name", "x" * 201, "--role", "organiser"],
        ["--role", "organiser"],
        ["--name", "LMS", "--role", "organiser", "--organisation", "Nobody Oy"],
        ["--name", "LMS", "--role", "organiser", "--organisation", str(UUID(int=1))],
        ["--name", "LMS", "--role", "organiser", "--organisation", "Twice"],
        ["--name", "LMS", "--role", "administrator", "--organisation", "Once"],
    ],
)
def test_api_key_asked_for_wrongly_is_not_made(
    run: Run, database: OpenDatabase, given: Given, arguments: list[str]
) -> None:
    for name in ("Twice", "Twice", "Once"):
        given.organisation(name)
    result = run("api-key", "create", *arguments)
    assert result.exit_code in (1, 2)
    assert "Error: " in result.output
    with database("catalogue").reading() as db:
        assert db.scalars(select(ApiKey.id)).all() == []


@pytest.mark.parametrize("arguments", [["sign-in"], ["api-key"], ["api-key", "create"]])
def test_every_command_has_help(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, [*arguments, "--help"])
    assert (result.exit_code, "Usage:" in result.output) == (0, True)
