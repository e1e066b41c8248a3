"""What tests of the notifications service's pages and API work with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from time_machine import Traveller, travel

from services.notifications.app import create_app
from services.notifications.calendar.event import Attendee, Organizer, SessionEvent, uid_for
from services.notifications.calendar.invitation import request
from services.notifications.courier import Courier
from shared.schema.notifications import Attempt, Message, MessageContent
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.factories import NOON, Given

SECRET = "\ue000own-page\ue001"


@pytest.fixture
def noon() -> Iterator[Traveller]:
    """The clock, standing still at NOON until it is moved."""
    with travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The service; its courier sleeps whatever wakes it: nothing is left running when the test's database goes."""
    monkeypatch.setattr(Courier, "wake", lambda _courier: None)
    made = create_app(settings)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who reads English."""
    visitor = app.test_client()
    visitor.set_cookie("kierros_language", "en")
    return visitor


def sign_in(client: FlaskClient, account_id: UUID) -> FlaskClient:
    """Let the visitor be somebody."""
    with client.session_transaction() as session:
        session["account"] = str(account_id)
        session["epoch"] = 0
    return client


@dataclass(frozen=True)
class World:
    """Two organisations with a series each, an organiser of the first, and an administrator."""

    given: Given
    organisation: UUID
    series: UUID
    session: UUID
    other_series: UUID
    organiser: UUID
    administrator: UUID

    def message(self, **values: Any) -> UUID:
        """A message that was sent about the first series' session, unless said otherwise."""
        usual = {
            "kind": "presenter-invited",
            "state": "sent",
            "once": f"once-{values.get('recipient_email')}-{len(values)}-{values.get('kind')}-{id(values)}",
            "recipient_email": "aino@example.org",
            "recipient_name": "Aino Esittelijä",
            "language": "fi",
            "series_id": self.series,
            "session_id": self.session,
            "due_at": NOON,
            "created_at": NOON,
            "sent_at": NOON if values.get("state", "sent") == "sent" else None,
        }
        return self.given.row(Message, **{**usual, **values})

    def content(self, message_id: UUID, **values: Any) -> None:
        """What it says: an invitation with a secret link."""
        usual = {
            "subject": "Kutsu: Nepsy arjessa",
            "text": f"Tervetuloa.\nOma sivusi: {SECRET}",
            "html": f'<html><head></head><body style="color:#1b2430"><a href="{SECRET}">Oma sivusi</a></body></html>',
            "method": "REQUEST",
            "calendar": self.invitation(),
            "created_at": NOON,
        }
        with self.given.database.writing() as db:
            db.execute(insert(MessageContent).values(message_id=message_id, **{**usual, **values}))

    def invitation(self) -> bytes:
        """The calendar object of the session."""
        event = SessionEvent(
            uid=uid_for(self.session, "http://localhost:8000"),
            sequence=3,
            summary="Nepsy arjessa",
            description="",
            starts_at=NOON + timedelta(days=7),
            ends_at=NOON + timedelta(days=7, hours=2),
            timezone="Europe/Helsinki",
            location="Tampere",
            url=f"http://localhost:8000/sessions/{self.session}",
            join_url="https://meet.example.org/nepsy",
            status="confirmed",
            created_at=NOON,
            changed_at=NOON,
        )
        return request(
            event, Organizer("kierros@localhost.example", "Sospro Oy"), Attendee("aino@example.org", "Aino"), NOON
        )

    def attempt(self, message_id: UUID, **values: Any) -> UUID:
        """A try that failed for good."""
        usual = {"at": NOON, "outcome": "failed", "code": 550, "answer": "5.1.1 No such user here"}
        return self.given.row(Attempt, message_id=message_id, **{**usual, **values})


@pytest.fixture
def world(given: Given) -> World:
    """See World."""
    organisation = given.organisation()
    series = given.series(organisation, slug="kierros", title="Tutustumiskierros")
    session = given.session(series, revision=3)
    other = given.series(given.organisation("Muu Oy"), slug="muu", title="Muu kierros")
    organiser = given.account("otto@example.org", name="Otto Organisoija")
    given.member(organiser, organisation)
    administrator = given.account("yrsa@example.org", name="Yrsa", is_administrator=True)
    return World(given, organisation, series, session, other, organiser, administrator)


Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, given: Given) -> Call:
    """Calls the API: `call("GET", path, key=…)`; without a key as an administrator, with "" as nobody."""
    administrator = given.api_key("administrator")

    def ask(method: str, path: str, key: str | None = None, **more: Any) -> Any:
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if key != "":
            headers["Authorization"] = f"Bearer {key or administrator}"
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return ask
