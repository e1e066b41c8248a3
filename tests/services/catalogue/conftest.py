"""What the catalogue service's tests work with."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller, travel

from services.catalogue.actions.search_documents import keep_what_is_behind
from services.catalogue.app import create_app
from shared.database import Database
from shared.schema.journal import JournalLine
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


@pytest.fixture
def noon() -> Iterator[Traveller]:
    """The clock, standing still at NOON until it is moved."""
    with travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The service, rung by nobody."""
    made = create_app(settings)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def catalogue(database: OpenDatabase, app: Flask) -> Iterator[Database]:
    """The service's way to the test's database; refusals speak the app's language."""
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield database("catalogue")


@pytest.fixture
def searchable(database: OpenDatabase) -> Callable[[], None]:
    """What `given` wrote past the service is found from then on, as after the clock's ring."""

    def ring() -> None:
        with database("catalogue").writing() as db:
            keep_what_is_behind(db)

    return ring


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


Searchable = Callable[[], None]

#: answers are werkzeug's TestResponse; Any, because its `json` may be None, which a test finds out by itself
Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, given: Given) -> Call:
    """Calls the API: `call("POST", path, {...}, key=…)`; without a key as an administrator, with "" as nobody."""
    administrator = given.api_key("administrator")

    def ask(method: str, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        headers = {"Accept-Language": "en"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if key != "":
            headers["Authorization"] = f"Bearer {key or administrator}"
        return client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

    return ask


Journal = Callable[[], list[str]]


@pytest.fixture
def journal(database: OpenDatabase) -> Journal:
    """The kinds of all journal lines so far, in order."""
    reader = database("notifications")

    def kinds() -> list[str]:
        with reader.reading() as db:
            return list(db.scalars(select(JournalLine.kind).order_by(JournalLine.id)))

    return kinds


class Made:
    """A series of an organisation with one session and one offering, made through the API; and their paths."""

    def __init__(self, call: Call, organisation: UUID) -> None:
        self.organisation = str(organisation)
        series = call("POST", "/series", {"title": "Nepsy-kierros", "organiser_id": self.organisation, "kind": "tour"})
        assert series.status_code == 201, series.text
        self.slug: str = series.json["slug"]
        self.series = f"/series/{self.slug}"
        session = call("POST", f"{self.series}/sessions", SESSION)
        assert session.status_code == 201, session.text
        self.session_id: str = session.json["id"]
        self.session = f"/sessions/{self.session_id}"
        offering = call("POST", f"{self.series}/offerings", {"name": "Koko kierros", "capacity": 20})
        assert offering.status_code == 201, offering.text
        self.offering_id: str = offering.json["id"]
        self.offering = f"/offerings/{self.offering_id}"


SESSION: dict[str, Any] = {
    "title": "Nepsy arjessa",
    "starts_at": "2027-01-18T14:00:00+02:00",
    "ends_at": "2027-01-18T16:00:00+02:00",
    "join_url": "https://meet.example.org/nepsy",
    "presenters": [{"name": "Aino Esittelijä", "email": "aino@example.org"}],
}


@pytest.fixture
def made(call: Call, given: Given, noon: Traveller) -> Made:
    """A draft series with a session next Monday and an offering."""
    return Made(call, given.organisation("Tampereen ammattikorkeakoulu"))
