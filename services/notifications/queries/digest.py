"""What a digest still has to tell when it is written: what has been settled since is left out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, exists, func, select

from services.notifications.queries.due_reminders import takes_people
from services.notifications.queries.reminded import has_registered
from services.notifications.rules.digests import CLOSING, DEAD_ADDRESS
from shared.commissioned import may_register
from shared.schema.catalogue import Offering, Series
from shared.schema.mail_choices import Suppression
from shared.schema.notifications import Message
from shared.schema.organisations import Organisation
from shared.schema.registration import Person, Registration, Seats
from shared.schema.reminders import DigestItem


def closings(db: Connection, message_id: UUID, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Deadlines that are near and nobody of the organisation has heeded yet, the nearest first; each offering once.

    slug, title, name (of the offering), closes_at, timezone, free (null: no limit), organisation.
    """
    taken = func.coalesce(Seats.taken, 0) + func.coalesce(Seats.held, 0)
    rows = db.execute(
        select(
            Offering.id,
            Series.slug,
            Series.title,
            Series.timezone,
            Offering.name,
            Offering.closes_at,
            (Offering.capacity - taken).label("free"),
            Organisation.name.label("organisation"),
        )
        .select_from(DigestItem)
        .join(Offering, Offering.id == DigestItem.offering_id)
        .join(Series, Series.id == Offering.series_id)
        .join(Organisation, Organisation.id == DigestItem.organisation_id)
        .outerjoin(Seats, Seats.offering_id == Offering.id)
        .where(
            DigestItem.message_id == message_id,
            DigestItem.kind == CLOSING,
            Offering.closes_at > now,
            takes_people(now),
            may_register(DigestItem.organisation_id),
            ~has_registered(DigestItem.organisation_id, Series.id),
        )
        .order_by(Offering.closes_at, Offering.id, Organisation.name)
    ).all()
    return list({row.id: row for row in reversed(rows)}.values())[::-1]


def dead_addresses(db: Connection, message_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """People with a place or waiting whose mail still comes back: name, email, organisation_id, organisation."""
    bounced = exists().where(Message.recipient_email == Person.email_key, Message.state == "bounced")
    suppressed = exists().where(Suppression.email == Person.email_key)
    return db.execute(
        select(
            Person.name, Person.email, Organisation.id.label("organisation_id"), Organisation.name.label("organisation")
        )
        .select_from(DigestItem)
        .join(Registration, Registration.id == DigestItem.subject_id)
        .join(Person, Person.id == Registration.person_id)
        .join(Organisation, Organisation.id == DigestItem.organisation_id)
        .where(
            DigestItem.message_id == message_id,
            DigestItem.kind == DEAD_ADDRESS,
            Registration.state.in_(("confirmed", "waitlisted")),
            Person.erased_at.is_(None),
            bounced | suppressed,
        )
        .distinct()
        .order_by(Organisation.name, Person.name, Person.email)
    ).all()
