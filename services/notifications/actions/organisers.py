"""Telling those who organise a series of what came back by mail."""

from typing import Any

from sqlalchemy import Connection, func, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from shared import clock
from shared.journal import Subject
from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Series


def tell_organisers(db: Connection, kind: str, about: Subject, key: str, but: str = "") -> int:
    """One mail about a mail that came back, ``about.subject_id``, to each organiser of its series; how many are new.

    ``key`` is what the mail is once about, ``but`` who needn't hear of it, since they wrote it.
    """
    organisers: Any = (
        select(Account.id)
        .join(Membership, (Membership.account_id == Account.id) & (Membership.role == "organiser"))
        .join(Series, Series.organiser_id == Membership.organisation_id)
        .where(Series.id == about.series_id, Account.email != but)
    )
    message = NewMessage(
        kind=kind,
        once=words(kind, key, Account.email),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, Series.language),
        journal_id=None,
        series_id=about.series_id,
        session_id=about.session_id,
        subject_id=about.subject_id,
    )
    return add_messages(db, clock.now(), message, organisers)
