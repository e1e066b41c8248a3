"""An address that doesn't exist any more: no more mail goes there, and whoever can mend it is told."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, literal, null, select
from sqlalchemy.dialects import postgresql

from services.notifications.actions.new_messages import insert_once
from services.notifications.actions.organisers import tell_organisers
from services.notifications.queries.row_id import row_id, words
from services.notifications.rules import kinds
from shared import clock, journal
from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.mail_choices import Suppression
from shared.schema.registration import Batch, Person, Registration
from shared.schema.reminders import DigestItem

DEAD_ADDRESS = "dead-address"


def dead_address(db: Connection, message: Row[Any]) -> None:
    """Suppress the address that ``message`` went to, and flag it; a second time changes nothing.

    Flagged to the contact who registered the person, or where none did, to the contacts of their organisation: one line
    of a digest about each person and contact, its ``subject_id`` the person's newest registration.
    """
    email = message.recipient_email
    values = {"email": email, "reason": DEAD_ADDRESS, "since": clock.now()}
    if db.execute(postgresql.insert(Suppression).values(values).on_conflict_do_nothing()).rowcount:
        about = journal.Subject(message.series_id, message.session_id, message.offering_id, message.id)
        journal.append(db, "address.suppressed", "mail", about)
        _tell_organisers(db, email)
    _flag(db, _registered_by(email), Batch.contact_email, Batch.contact_name, Batch.contact_language)
    _flag(db, _contacts(email), Account.email, Account.name, Account.language)


def lift_suppressions(db: Connection, registered: Select[Any]) -> None:
    """Whoever registers themselves reads their mail: of these registrations, joined with their people."""
    themselves = (
        registered.with_only_columns(Person.email_key, maintain_column_froms=True)
        .join(Batch, Batch.id == Registration.batch_id)
        .where(~_was_registered_by_another())
    )
    db.execute(delete(Suppression).where(Suppression.email.in_(themselves)))


def _tell_organisers(db: Connection, email: str) -> None:
    """Of a presenter whose mail comes back: once for each series, by their next session."""
    now = clock.now()
    presents = (
        select(Presenter.id, Session.id.label("session_id"), Session.series_id)
        .join(Session, Session.id == Presenter.session_id)
        .where(Presenter.email == email, Session.state == "scheduled", Session.ends_at > now)
        .order_by(Session.starts_at, Session.id)
    )
    next_ones: dict[UUID, Any] = {}
    for row in db.execute(presents):
        next_ones.setdefault(row.series_id, row)
    for series_id, row in next_ones.items():
        about = journal.Subject(series_id, row.session_id, subject_id=row.id)
        tell_organisers(db, kinds.PRESENTER_UNREACHABLE, about, str(row.id), but=email)


def _flag(db: Connection, rows: Select[Any], email: Any, name: Any, language: Any) -> None:
    address: ColumnElement[str] = func.lower(email)
    values: dict[str, Any] = {
        "id": row_id(db.dialect),
        "once": words(DEAD_ADDRESS, Person.id, address),
        "kind": literal(DEAD_ADDRESS),
        "recipient_email": address,
        "recipient_name": func.coalesce(name, ""),
        "language": func.coalesce(language, Series.language),
        "organisation_id": func.coalesce(Registration.organisation_id, Batch.organisation_id),
        "series_id": Series.id,
        "offering_id": Registration.offering_id,
        "subject_id": Registration.id,
        "created_at": literal(clock.now(), DigestItem.__table__.c.created_at.type),
        "message_id": null(),
    }
    labelled = [value.label(column) for column, value in values.items()]
    newest_first = rows.with_only_columns(*labelled, maintain_column_froms=True).order_by(Registration.id.desc())
    insert_once(db, DigestItem, newest_first, list(values))


def _standing(email: str) -> Select[Any]:
    return (
        select(Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .join(Batch, Batch.id == Registration.batch_id)
        .join(Offering, Offering.id == Registration.offering_id)
        .join(Series, Series.id == Offering.series_id)
        .where(Person.email_key == email, Registration.state.in_(("confirmed", "waitlisted")))
    )


def _was_registered_by_another() -> ColumnElement[bool]:
    return Batch.contact_email.is_not(None) & (func.lower(Batch.contact_email) != Person.email_key)


def _registered_by(email: str) -> Select[Any]:
    return _standing(email).where(_was_registered_by_another())


def _contacts(email: str) -> Select[Any]:
    """Those of the organisation, for registrations that the person made alone."""
    is_contact = exists().where(
        Membership.account_id == Account.id,
        Membership.organisation_id == Registration.organisation_id,
        Membership.role == "contact",
    )
    return _standing(email).join(Account, is_contact).where(~_was_registered_by_another(), Account.email != email)
