"""A form that gets something other than a form says so on a page, and writes nothing."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib import import_module
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.base import Base
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.architecture.services import SECRET_KEY
from tests.support.factories import Given

TEN_MEGABYTES = 10_000_000
BODIES = {
    "text": ("text/plain", b"name=Minna&email=minna@example.org", {400, 415, 422}),
    "JSON": ("application/json", b'{"name": "Minna", "email": "minna@example.org"}', {400, 415, 422}),
    "broken parts": ("multipart/form-data", b"name=Minna", {400, 415, 422}),
    "10 MB": ("application/x-www-form-urlencoded", b"name=" + b"x" * TEN_MEGABYTES, {413}),
    "10 MB of text": ("text/plain", b"x" * TEN_MEGABYTES, {400, 413, 415, 422}),
}


@pytest.fixture(scope="module")
def forms(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, dict[str, FlaskClient]]]:
    """Forms for everybody and for an organiser, by their addresses, with the browser of one who may use them."""
    path = tmp_path_factory.mktemp("bodies") / "kierros.db"
    shutil.copy(sqlite_template, path)
    settings = Settings(database_url=f"sqlite:///{path}", secret_key=SECRET_KEY)
    with ExitStack() as open_ones:
        database = open_ones.enter_context(closing(Database(settings.database_url, MIGRATION)))
        given = Given(database)
        account = given.account("olli@example.org")
        given.member(account, organisation := given.organisation())
        offering = given.offering(given.series(organisation, slug="kierros"))
        browsers = {}
        for service in ("catalogue", "registration"):
            app = import_module(f"services.{service}.app").create_app(settings)
            open_ones.callback(app.extensions[EXTENSION].database.close)
            # what is asked of the form itself: with the token missing each would be refused for that alone
            app.config["WTF_CSRF_ENABLED"] = False
            browsers[service] = app.test_client()
            browsers[service].set_cookie("kierros_language", "en")
        stranger = browsers["catalogue"].application.test_client()
        with browsers["catalogue"].session_transaction() as session:
            session["account"], session["epoch"] = str(account), 0
        yield (
            database,
            {
                f"/register/{offering}": browsers["registration"],
                "/sign-in": stranger,
                "/workspace/series/new": browsers["catalogue"],
            },
        )


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("form", ["/register", "/sign-in", "/workspace"])
def test_form_that_gets_something_else_says_so(
    forms: tuple[Database, dict[str, FlaskClient]], form: str, kind: str
) -> None:
    database, browsers = forms
    address, browser = next((path, found) for path, found in browsers.items() if path.startswith(form))
    media_type, body, statuses = BODIES[kind]
    before = _rows(database)
    response = browser.post(address, data=body, content_type=media_type)
    assert response.status_code in statuses
    assert response.mimetype == "text/html"
    assert "<h1" in response.text
    assert _rows(database) == before


def _rows(database: Database) -> dict[str, int | None]:
    """How many rows there are of everything but the uses of forms, which are counted however they end."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "form_uses"]
    with database.reading() as db:
        return {table.name: db.scalar(select(func.count()).select_from(table)) for table in tables}
