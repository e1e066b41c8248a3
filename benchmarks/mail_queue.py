"""A database with people whose mails are due, as the sweep makes them: an offering of one webinar, in Finnish."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, delete, insert, update

from services.notifications.actions.sweep import sweep
from services.notifications.app import create_app
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from shared.schema.notifications import Attempt, Message, MessageContent
from shared.schema.registration import Batch, Person, Registration
from shared.settings import Settings
from tests.support.factories import Given

#: whose mail servers the people have
DOMAINS = 20
AT_ONCE = 5_000


class Queue:
    """Confirmations with an invitation, one for each of so many people."""

    def __init__(self, database_url: str, mail_url: str, people: int) -> None:
        self.settings = Settings(database_url=database_url, mail_url=mail_url, secret_key="benchmarks-only-" * 3)
        self.app: Flask = create_app(self.settings)
        self._all = Database(database_url, MIGRATION)
        self.own = Database(database_url, "notifications")
        self.session_id = self._register(people)
        with self.app.app_context():
            sweep(self.own, self.settings)

    def again(self, *which: ColumnElement[bool]) -> None:
        """These messages (all) are due once more, as if none had been sent or written."""
        with self._all.writing() as db:
            db.execute(delete(Attempt))
            db.execute(delete(MessageContent))
            due = {"state": "queued", "attempts": 0, "is_due": True, "held_by": None, "leased_until": None}
            db.execute(update(Message).where(*which).values(due))

    def line(self, kind: str, session_id: UUID) -> None:
        """What happened to a session, as the catalogue writes it down."""
        with self._all.writing() as db:
            values = {"at": clock.now(), "kind": kind, "actor": "person", "detail": {}, "session_id": session_id}
            db.execute(insert(JournalLine).values(**values))

    @property
    def writer(self) -> Database:
        """Past the services."""
        return self._all

    def _register(self, people: int) -> UUID:
        given, now = Given(self._all), clock.now()
        series = given.series(title="Esittelykierros: laatu ja turvallisuus")
        times = {"starts_at": now + timedelta(days=10), "ends_at": now + timedelta(days=10, hours=2)}
        session = given.session(series, title="Laatu arjessa", join_url="https://meet.example.org/laatu", **times)
        offering = given.offering(series, [session])
        batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=now)
        for numbers in _parts(range(people)):
            rows = [_person(number) for number in numbers]
            own = {"offering_id": offering, "batch_id": batch, "state": "confirmed"}
            moments = {"queued_at": now, "created_at": now, "changed_at": now}
            with self._all.writing() as db:
                db.execute(insert(Person), rows)
                db.execute(
                    insert(Registration),
                    [{"id": new_id(), "person_id": row["id"], **own, **moments} for row in rows],
                )
        with self._all.writing() as db:
            about = {"series_id": series, "offering_id": offering, "subject_id": batch}
            db.execute(
                insert(JournalLine).values(at=now, kind="registrations.made", actor="person", detail={}, **about)
            )
        return session


def _person(number: int) -> dict[str, object]:
    email = f"person{number}@d{number % DOMAINS}.example.org"
    return {
        "id": new_id(),
        "email_key": email,
        "email": email,
        "name": f"Kaisa Åberg {number}",
        "language": "fi",
        "created_at": clock.now(),
    }


def _parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(numbers)
    while part := list(islice(left, AT_ONCE)):
        yield part
