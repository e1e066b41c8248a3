"""Forgetting people whom registration has erased: their addresses, what was written to them, what calendars hold."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, null, select, union, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import aliased

from services.notifications.actions.forget_inbound import forget_diagnostics, forget_writers
from services.notifications.rules.erased import ERASED
from shared.schema.accounts import Account
from shared.schema.catalogue import Presenter
from shared.schema.mail_choices import CalendarChoice, Feed, Suppression, Unsubscription
from shared.schema.notifications import Attempt, CalendarCopy, Message, MessageContent, PersonToForget
from shared.schema.registration import Person, Registration
from shared.schema.reminders import DigestItem

#: messages in one turn, so that nobody waits long for the database
MOST = 500

UNSENT = ("queued", "sending")

#: ``once`` holds the address too
_NAMELESS = (
    update(Message)
    .values(recipient_email=ERASED, recipient_name="", problem=null(), once=bindparam("new_once"))
    .where(Message.id == bindparam("of"))
)
_theirs = (
    select(Message.id)
    .join(Registration, Registration.id == Message.subject_id)
    .where(Registration.person_id == PersonToForget.person_id, Message.recipient_email != ERASED)
    .exists()
)
_is_written = select(MessageContent.message_id).where(MessageContent.message_id == Message.id).exists()
_in_summaries = (
    select(Message.id)
    .join(Registration, Registration.batch_id == Message.subject_id)
    .where(Registration.person_id == PersonToForget.person_id, Message.state.in_(UNSENT) | _is_written)
    .exists()
)
_in_digests = (
    select(DigestItem.id)
    .join(Registration, Registration.id == DigestItem.subject_id)
    .join(Message, Message.id == DigestItem.message_id)
    .where(Registration.person_id == PersonToForget.person_id, Message.state.in_(UNSENT) | _is_written)
    .exists()
)
#: no message is left that names them, nor one that may still be written with their name
_DONE_WITH = delete(PersonToForget).where(~_theirs, ~_in_summaries, ~_in_digests)


def note_erased(db: Connection, lines: Sequence[Row[Any]]) -> None:
    """Remember whom registration has erased, until nothing names them any more."""
    rows = [{"person_id": line.subject_id, "since": line.at} for line in lines]
    db.execute(postgresql.insert(PersonToForget).on_conflict_do_nothing(), rows)


def forget(db: Connection) -> int:
    """Strip messages of those erased; how many. There may be more after MOST; a second time changes nothing.

    A person's messages wait until the last of them has left: a cancellation is written after what it takes back.
    """
    theirs = db.execute(_messages().limit(MOST)).all()
    summaries = list(db.scalars(_summaries().limit(MOST)))
    digests = list(db.scalars(_digests().limit(MOST)))
    _drop_contents(db, [*summaries, *digests])
    if theirs:
        _strip(db, [row[0] for row in theirs])
        _forget_addresses(db, sorted({row[1] for row in theirs}))
    db.execute(_DONE_WITH)
    return len(theirs) + len(summaries) + len(digests)


def _messages() -> Select[UUID, str]:
    """About a registration of somebody erased, and to nobody whose mail is still to go out."""
    unsent = aliased(Message)
    is_awaited = exists().where(unsent.recipient_email == Message.recipient_email, unsent.state.in_(UNSENT))
    return (
        select(Message.id, Message.recipient_email)
        .join(Registration, Registration.id == Message.subject_id)
        .join(PersonToForget, PersonToForget.person_id == Registration.person_id)
        .where(Message.recipient_email != ERASED, Message.state.not_in(UNSENT), ~is_awaited)
    )


def _summaries() -> Select[UUID]:
    """Mails to contacts that name somebody erased: the contact stays, what was written goes."""
    return (
        select(Message.id)
        .join(MessageContent, MessageContent.message_id == Message.id)
        .join(Registration, Registration.batch_id == Message.subject_id)
        .join(PersonToForget, PersonToForget.person_id == Registration.person_id)
        .where(Message.state.not_in(UNSENT))
        .distinct()
    )


def _digests() -> Select[UUID]:
    """The same of digests, which name whom mail does not reach."""
    return (
        select(Message.id)
        .join(MessageContent, MessageContent.message_id == Message.id)
        .join(DigestItem, DigestItem.message_id == Message.id)
        .join(Registration, Registration.id == DigestItem.subject_id)
        .join(PersonToForget, PersonToForget.person_id == Registration.person_id)
        .where(Message.state.not_in(UNSENT))
        .distinct()
    )


def _strip(db: Connection, ids: Sequence[UUID]) -> None:
    _drop_contents(db, ids)
    db.execute(update(Attempt).where(Attempt.message_id.in_(ids), Attempt.answer != "").values(answer=""))
    forget_diagnostics(db, ids)
    db.execute(_NAMELESS, [{"of": one, "new_once": f"{ERASED}:{one.hex}"} for one in ids])


def _drop_contents(db: Connection, ids: Sequence[UUID]) -> None:
    if ids:
        db.execute(delete(MessageContent).where(MessageContent.message_id.in_(ids)))


def _forget_addresses(db: Connection, addresses: Sequence[str]) -> None:
    """What is kept by address, of addresses that belong to nobody any more."""
    alive = union(
        select(Person.email_key).where(Person.email_key.in_(addresses)),
        select(Presenter.email).where(Presenter.email.in_(addresses)),
        select(Account.email).where(Account.email.in_(addresses)),
    )
    gone = sorted(set(addresses) - set(db.scalars(alive)))
    if not gone:
        return
    for table in (CalendarCopy, CalendarChoice, Feed, Suppression, Unsubscription):
        db.execute(delete(table).where(table.email.in_(gone)))
    db.execute(delete(DigestItem).where(DigestItem.recipient_email.in_(gone)))
    forget_writers(db, gone)
