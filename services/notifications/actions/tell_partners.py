"""Mails about partners of a series: that an organisation was named as one, and that it says it is not part of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, true

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Series, SeriesPartner


def tell_partner(db: Connection, line: Row[Any]) -> None:
    """Those who act for an organisation hear that it was named, or as what it is named now; whoever did it knows.

    A copied series names its partners all at once; a template is nobody's business yet.
    """
    is_meant = SeriesPartner.organisation_id == line.subject_id if line.subject_id is not None else true()
    people = (
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .join(SeriesPartner, SeriesPartner.organisation_id == Membership.organisation_id)
        .join(Series, Series.id == SeriesPartner.series_id)
        .where(Series.id == line.series_id, is_meant, Series.is_template.is_(False), Account.id != _account(line.actor))
    )
    _tell(db, line, kinds.PARTNER_NAMED, people, SeriesPartner.organisation_id)


def tell_partner_left(db: Connection, line: Row[Any]) -> None:
    """Everybody who organises the series hears which partner is not part of it."""
    organisers = (
        select(Account.id)
        .join(Membership, (Membership.account_id == Account.id) & (Membership.role == "organiser"))
        .join(Series, Series.organiser_id == Membership.organisation_id)
        .where(Series.id == line.series_id)
    )
    _tell(db, line, kinds.PARTNER_LEFT, organisers, line.subject_id)


def _tell(db: Connection, line: Row[Any], kind: str, people: Any, organisation_id: Any) -> None:
    message = NewMessage(
        kind=kind,
        # one for each organisation, whoever acts for several of them
        once=words(kind, str(line.id), organisation_id if kind == kinds.PARTNER_NAMED else "", Account.email),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, Series.language),
        journal_id=line.id,
        series_id=Series.id,
        subject_id=organisation_id,
    )
    add_messages(db, clock.now(), message, people)


def _account(actor: str) -> UUID:
    """The account that acted; for a program's doing one that nobody has."""
    try:
        return UUID(actor.removeprefix("account:"))
    except ValueError:
        return UUID(int=0)
