"""Telling those who wait that there is nothing left to wait for: every session they waited for has been cancelled."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.catalogue import OfferingSession, Session
from shared.schema.journal import JournalLine
from shared.schema.registration import Person, Registration


def tell_waiting_ended(db: Connection, cancellations: Sequence[Row[Any]]) -> None:
    """One mail to each person who waits for sessions of which none will be held any more."""
    now = clock.now()
    covered = OfferingSession.__table__.alias("covered")
    one_is_left = exists().where(
        covered.c.offering_id == Registration.offering_id,
        Session.id == covered.c.session_id,
        Session.state == "scheduled",
        Session.ends_at > now,
    )
    waiting = (
        select(Registration.id)
        .select_from(JournalLine)
        .join(OfferingSession, OfferingSession.session_id == JournalLine.session_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .where(
            JournalLine.id.in_([line.id for line in cancellations]), Registration.state == "waitlisted", ~one_is_left
        )
    )
    told = NewMessage(
        kind=kinds.WAITING_ENDED,
        once=words(kinds.WAITING_ENDED, Registration.id),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=JournalLine.id,
        series_id=JournalLine.series_id,
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
    )
    add_messages(db, now, told, waiting)
