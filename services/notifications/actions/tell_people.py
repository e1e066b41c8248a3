"""Mails about one thing to one person or a few: a sign-in link, a new contact, a presenter who can't come."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, update

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.accounts import Account, Membership, SignInRequest
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.handovers import SeriesHandover
from shared.schema.notifications import Message


def tell_sign_in(db: Connection, line: Row[Any], default_language: str) -> None:
    """The one-time link, when the address has an account; otherwise nobody is told anything."""
    asked = (
        select(Account.id)
        .join(SignInRequest, SignInRequest.account_id == Account.id)
        .where(SignInRequest.id == line.subject_id, SignInRequest.expires_at > clock.now())
    )
    message = NewMessage(
        kind=kinds.SIGN_IN,
        once=words(kinds.SIGN_IN, SignInRequest.id),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, default_language),
        journal_id=line.id,
        subject_id=SignInRequest.id,
    )
    add_messages(db, clock.now(), message, asked)


def tell_member(db: Connection, line: Row[Any], default_language: str) -> None:
    """Whoever became an organisation's contact hears how to begin, as long as they are one."""
    if line.detail.get("role") != "contact":
        return
    named = (
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Account.id == line.subject_id,
            Membership.organisation_id == UUID(line.detail["organisation_id"]),
            Membership.role == "contact",
        )
    )
    message = NewMessage(
        kind=kinds.CONTACT_NAMED,
        once=words(kinds.CONTACT_NAMED, Membership.id),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, default_language),
        journal_id=line.id,
        subject_id=Membership.id,
    )
    add_messages(db, clock.now(), message, named)


def tell_handover(db: Connection, line: Row[Any]) -> None:
    """Whoever organises for the organisation that is asked to lead a series."""
    organisers = (
        select(Account.id)
        .join(Membership, (Membership.account_id == Account.id) & (Membership.role == "organiser"))
        .join(SeriesHandover, SeriesHandover.organisation_id == Membership.organisation_id)
        .join(Series, Series.id == SeriesHandover.series_id)
        .where(Series.id == line.series_id, SeriesHandover.state == "asked")
    )
    message = NewMessage(
        kind=kinds.HANDOVER_ASKED,
        once=words(kinds.HANDOVER_ASKED, SeriesHandover.id, Account.email),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, Series.language),
        journal_id=line.id,
        series_id=Series.id,
        subject_id=SeriesHandover.id,
    )
    add_messages(db, clock.now(), message, organisers)


def tell_declined(db: Connection, line: Row[Any]) -> None:
    """A presenter declined: everybody who organises the series hears of it, once for each version of the session.

    Anybody can write a From, and a calendar may answer many times.
    """
    if line.detail.get("reply") != "declined":
        return
    organisers = (
        select(Account.id)
        .join(Membership, (Membership.account_id == Account.id) & (Membership.role == "organiser"))
        .join(Series, Series.organiser_id == Membership.organisation_id)
        .join(Session, Session.series_id == Series.id)
        .join(Presenter, Presenter.session_id == Session.id)
        .where(Presenter.id == line.subject_id)
    )
    message = NewMessage(
        kind=kinds.PRESENTER_DECLINED,
        once=words(kinds.PRESENTER_DECLINED, Presenter.id, Session.revision, Account.email),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, Series.language),
        journal_id=line.id,
        series_id=Series.id,
        session_id=Session.id,
        subject_id=Presenter.id,
    )
    now = clock.now()
    add_messages(db, now, message, organisers)
    # one that a yes had overtaken before it was sent goes after all
    revision = select(Session.revision).where(Session.id == Message.session_id).scalar_subquery()
    same = Message.once == words(kinds.PRESENTER_DECLINED, Message.subject_id, revision, Message.recipient_email)
    db.execute(
        update(Message)
        .where(Message.subject_id == line.subject_id, same, Message.state == "superseded", Message.attempts == 0)
        .values(state="queued", problem=None, due_at=now, is_due=True)
    )
