"""Why a registration ended: who cancelled it, or to which other offering of the series somebody moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import aliased

from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Offering, Series
from shared.schema.journal import JournalLine
from shared.schema.registration import Person, Registration

_LINE = select(JournalLine.actor, JournalLine.series_id, JournalLine.subject_id).where(
    JournalLine.id == bindparam("journal_id")
)
_ACCOUNT = select(Account.email, Account.name, Account.is_administrator).where(Account.id == bindparam("account_id"))
_ORGANISES = (
    select(Membership.id)
    .join(Series, Series.organiser_id == Membership.organisation_id)
    .where(
        Membership.account_id == bindparam("account_id"),
        Membership.role == "organiser",
        Series.id == bindparam("series_id"),
    )
)
_ADDRESS = (
    select(Person.email_key)
    .join(Registration, Registration.person_id == Person.id)
    .where(Registration.id == bindparam("registration_id"))
)
_old, _new = aliased(Registration), aliased(Registration)
_moved_to = JournalLine.detail["moved_to"].as_string()
_MOVED = (
    select(_new.id.label("now"), Offering.name, _old.id, _old.offering_id, _moved_to.label("moved_to"))
    .select_from(_new)
    .join(_old, (_old.person_id == _new.person_id) & (_old.id != _new.id))
    .join(JournalLine, JournalLine.subject_id == _old.id)
    .join(Offering, Offering.id == _old.offering_id)
    .where(
        _new.id.in_(bindparam("registration_ids", expanding=True)),
        _old.state == "cancelled",
        # an act of moving writes the new one first
        _old.changed_at >= _new.created_at,
        JournalLine.kind == "registration.cancelled",
        _moved_to.is_not(None),
    )
)


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ended it."""

    by: Literal["person", "contact", "organiser", "unknown"]
    #: a contact's name; may be empty
    name: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody moved from."""

    name: str
    registration_id: UUID
    offering_id: UUID


def ending(db: Connection, journal_id: int | None) -> Ending:
    """By whom, as the journal says it."""
    line = db.execute(_LINE, {"journal_id": journal_id}).one_or_none()
    if line is None:
        return Ending("unknown")
    kind, _colon, identifier = line.actor.partition(":")
    if kind != "account":
        return Ending("person" if kind == "person" else "unknown")
    account = db.execute(_ACCOUNT, {"account_id": UUID(identifier)}).one_or_none()
    if account is None:
        return Ending("unknown")
    return _of_account(db, line, UUID(identifier), account)


def moved_from(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, Left]:
    """What was left for the registration that a message is about, in the act that made it; by the message's id."""
    about = {message.subject_id for message in messages if message.subject_id}
    rows = db.execute(_MOVED, {"registration_ids": list(about)})
    found = {(row.now, row.moved_to): Left(row.name, row.id, row.offering_id) for row in rows}
    keys = {message.id: (message.subject_id, str(message.offering_id)) for message in messages}
    return {message_id: found[key] for message_id, key in keys.items() if key in found}


def _of_account(db: Connection, line: Any, account_id: UUID, account: Any) -> Ending:
    if account.email == db.scalar(_ADDRESS, {"registration_id": line.subject_id}):
        return Ending("person")
    organises = db.scalar(_ORGANISES, {"account_id": account_id, "series_id": line.series_id})
    if account.is_administrator or organises is not None:
        return Ending("organiser")
    return Ending("contact", account.name)
