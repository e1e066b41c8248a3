"""A programme with people in it, a journal to write to, and a courier that delivers into a folder: `office`.

The clock is held at NOON and moves when a test says so: `office.time.shift(...)`.
"""

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Row, delete, insert, select, update

from services.notifications.app import create_app
from services.notifications.courier import courier_of
from shared import clock
from shared.database import Database
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.base import Base
from shared.schema.catalogue import Offering, Presenter, Session
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message, MessageContent
from shared.schema.registration import Batch, Person, Registration
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given
from tests.support.mail_server import Mail


@dataclass
class Office:
    """What a test of delivery has at hand."""

    app: Flask
    settings: Settings
    given: Given
    own: Database
    mail_folder: Path
    time: Any
    _people: dict[str, UUID] = field(default_factory=dict)

    def line(self, kind: str, **about: Any) -> int:
        """A journal line, as a service writes it; gives its id."""
        values = {"at": clock.now(), "kind": kind, "actor": "person", "detail": {}, **about}
        with self.given.database.writing() as db:
            return int(db.execute(insert(JournalLine).values(**values).returning(JournalLine.id)).scalar_one())

    def change(self, table: type[Base], identifier: UUID, **values: Any) -> None:
        """Change a row, past the services."""
        with self.given.database.writing() as db:
            db.execute(update(table).where(table.__table__.c.id == identifier).values(**values))

    def register(self, offering_id: UUID, *emails: str, state: str = "confirmed", **batch: Any) -> list[UUID]:
        """One act of registering these people, and its journal line; gives the registrations."""
        now = clock.now()
        made = self.given.row(
            Batch, offering_id=offering_id, if_full="waitlist", actor="person", created_at=now, **batch
        )
        registrations = [
            self.given.row(
                Registration,
                offering_id=offering_id,
                batch_id=made,
                person_id=self.person(email),
                state=state,
                queued_at=now,
                created_at=now,
                changed_at=now,
            )
            for email in emails
        ]
        self.line("registrations.made", **self._about(offering_id), subject_id=made)
        return registrations

    def person(self, email: str, language: str = "en") -> UUID:
        """Somebody who can be registered; the same address is the same person."""
        if email not in self._people:
            self._people[email] = self.given.row(
                Person, email_key=email, email=email, name="Kaisa Åberg", language=language, created_at=NOON
            )
        return self._people[email]

    def cancel(self, registration_id: UUID, actor: str = "person") -> None:
        """A registration ends."""
        self.change(Registration, registration_id, state="cancelled")
        with self.own.reading() as db:
            offering = db.scalar(select(Registration.offering_id).where(Registration.id == registration_id))
        assert offering is not None
        self.line("registration.cancelled", **self._about(offering), subject_id=registration_id, actor=actor)

    def announce(self, offering_id: UUID, *registrations: UUID, subject: str, text: str, **more: Any) -> UUID:
        """An organiser writes to these people; without any, a copy to themselves."""
        is_test = not registrations
        values = {**self._about(offering_id), "subject": subject, "text": text, "is_test": is_test, "actor": "key:1"}
        made = self.given.row(Announcement, created_at=clock.now(), **{**values, **more})
        with self.given.database.writing() as db:
            for one in registrations:
                db.execute(insert(AnnouncementRecipient).values(announcement_id=made, registration_id=one))
        kind = "announcement.tested" if is_test else "announcement.sent"
        self.line(kind, **self._about(offering_id), subject_id=made, actor=more.get("actor", "key:1"))
        return made

    def move(self, session_id: UUID, starts_at: datetime) -> None:
        """A session gets another time, as the catalogue gives it."""
        session = self.session(session_id)
        times = {"starts_at": starts_at, "ends_at": starts_at + (session.ends_at - session.starts_at)}
        self.change(Session, session_id, **times, revision=session.revision + 1, changed_at=clock.now())
        self.line("session.moved", series_id=session.series_id, session_id=session_id)

    def call_off(self, session_id: UUID) -> None:
        """A session is cancelled, as the catalogue does it."""
        session = self.session(session_id)
        self.change(Session, session_id, state="cancelled", revision=session.revision + 1, changed_at=clock.now())
        self.line("session.cancelled", series_id=session.series_id, session_id=session_id)

    def add_presenter(self, session_id: UUID, email: str) -> UUID:
        """Somebody is put on a session."""
        presenter = self.given.presenter(session_id, email)
        self.line("presenter.added", session_id=session_id, subject_id=presenter)
        return presenter

    def remove_presenter(self, session_id: UUID, presenter_id: UUID) -> None:
        """Somebody is taken off a session."""
        with self.given.database.writing() as db:
            db.execute(delete(Presenter).where(Presenter.id == presenter_id))
        self.line("presenter.removed", session_id=session_id, subject_id=presenter_id)

    def session(self, session_id: UUID) -> Any:
        """The session's row as it is now."""
        with self.own.reading() as db:
            return db.execute(select(Session.__table__).where(Session.id == session_id)).one()

    def deliver(self) -> list[Mail]:
        """Have the courier handle the journal and send; gives the mails that are new, in the order they went out."""
        before = set(self._box().keys())
        courier_of(self.app).run()
        box = self._box()
        fresh = [key for key in box.keys() if key not in before]  # noqa: SIM118 - a Maildir is no dict
        found = [Path(box._path, box._lookup(key)) for key in fresh]  # type: ignore[attr-defined]
        mails = [Mail("", path.read_bytes()) for path in found]
        for mail in mails:
            mail.recipient = str(mail.parsed["To"].addresses[0].addr_spec)
        return sorted(mails, key=lambda mail: self._sent_order(UUID(mail.message_id)))

    def messages(self, *which: Any) -> Sequence[Row[Any]]:
        """Rows of the ledger in the order they were made."""
        with self.own.reading() as db:
            return db.execute(
                select(Message.__table__).where(*which).order_by(Message.created_at, Message.sequence, Message.id)
            ).all()

    def contents(self) -> list[UUID]:
        """Messages whose words are kept."""
        with self.own.reading() as db:
            return list(db.scalars(select(MessageContent.message_id)))

    def _sent_order(self, message_id: UUID) -> tuple[datetime, int, datetime]:
        [row] = self.messages(Message.id == message_id)
        return row.sent_at or clock.now(), row.priority, row.due_at

    def _about(self, offering_id: UUID) -> dict[str, UUID]:
        with self.own.reading() as db:
            series = db.scalar(select(Offering.series_id).where(Offering.id == offering_id))
        assert series is not None
        return {"series_id": series, "offering_id": offering_id}

    def _box(self) -> mailbox.Maildir:
        return mailbox.Maildir(self.mail_folder, create=True)


@pytest.fixture
def office(settings: Settings, given: Given, database: OpenDatabase, tmp_path: Path) -> Iterator[Office]:
    """The notifications service on the test's database, at NOON."""
    app = create_app(settings)
    with time_machine.travel(NOON, tick=False) as time, closing(app.extensions[EXTENSION].database):
        yield Office(app, settings, given, database("notifications"), tmp_path / "mail", time)
