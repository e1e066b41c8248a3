"""Who wants no more of the mail that isn't strictly needed: of one series, or digests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, String, bindparam, cast, exists, func, literal, select

from services.notifications.rules import kinds
from shared.schema.accounts import Account
from shared.schema.mail_choices import Unsubscription
from shared.schema.registration import Person

#: the scope of digests; a series has one of its own
DIGEST = "digest"


def series_scope(series_id: UUID) -> str:
    """What is kept of somebody who wants no more mail about a series."""
    return f"series:{series_id}"


def wants(email: Any, series_id: Any) -> ColumnElement[bool]:
    """SQL that is true unless this address has unsubscribed from this series' mail; each a value or a column.

    For reminders, feedback, material and announcements; what is strictly needed goes to everybody.
    """
    # a database without a type for identifiers keeps them without hyphens
    bare = literal(series_id.hex) if isinstance(series_id, UUID) else func.replace(cast(series_id, String), "-", "")
    return ~_has(email, func.replace(Unsubscription.scope, "-", "") == literal("series:") + bare)


def wants_digest(email: Any) -> ColumnElement[bool]:
    """SQL that is true unless this address has unsubscribed from digests."""
    return ~_has(email, Unsubscription.scope == DIGEST)


_FOUND = select(Unsubscription.email).where(
    Unsubscription.email == bindparam("email"), Unsubscription.scope == bindparam("scope")
)


def has_unsubscribed(db: Connection, email: str, scope: str) -> bool:
    """Whether somebody wants no more mail of a scope: ``series_scope``, or DIGEST."""
    return db.execute(_FOUND, {"email": email, "scope": scope}).first() is not None


def unwanted(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, bool]:
    """Of some messages, those whose readers have unsubscribed from what they are of."""
    emails = [message.recipient_email for message in messages]
    rows = db.execute(select(Unsubscription.email, Unsubscription.scope).where(Unsubscription.email.in_(emails)))
    left = {(email, scope) for email, scope in rows}
    return {one.id: True for one in messages if (one.recipient_email, scope_of(one)) in left}


def scope_of(message: Row[Any]) -> str:
    """What its reader unsubscribes from by it."""
    return DIGEST if message.kind == kinds.CONTACT_DIGEST else series_scope(message.series_id)


def language_of(db: Connection, email: str) -> str | None:
    """The language that somebody with this address reads, as far as we know them."""
    person = db.scalar(select(Person.language).where(Person.email_key == email))
    return person or db.scalar(select(Account.language).where(Account.email == email))


def _has(email: Any, of_scope: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Unsubscription.email == email, of_scope)
