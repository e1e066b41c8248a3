"""Somebody wants no more of the mail that isn't strictly needed, or wants it again."""

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql

from shared import clock
from shared.schema.mail_choices import Unsubscription


def unsubscribe(db: Connection, email: str, scope: str) -> None:
    """From now on none is made; what is queued is left out at its turn. A second time changes nothing."""
    row = {"email": email, "scope": scope, "since": clock.now()}
    db.execute(postgresql.insert(Unsubscription).values(row).on_conflict_do_nothing())


def subscribe_again(db: Connection, email: str, scope: str) -> None:
    """As if it had never been."""
    db.execute(delete(Unsubscription).where(Unsubscription.email == email, Unsubscription.scope == scope))
