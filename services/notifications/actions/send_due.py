"""Sending what is due: claimed in small batches, no transaction open while the mail server is spoken to."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from services.notifications.actions import record
from services.notifications.actions.claim import claim
from services.notifications.actions.prepare import ReadyMail, prepare
from services.notifications.actions.unexpected import UNEXPECTED
from services.notifications.calendar.address import mailable
from services.notifications.messages.desk import mail_address
from services.notifications.rules import problems
from services.notifications.transports.transport import NeverWorks, Transport, TryLater, Wire
from shared import clock
from shared.database import Database
from shared.database.connection import assert_no_transaction
from shared.settings import Settings

#: a lease with less than this left is given back rather than risked
LAST_MOMENT = timedelta(minutes=1)
#: how long the others wait when the server itself is in trouble
PAUSE = timedelta(seconds=30)

#: a crash repeats at most the mails of this long, under their own Message-IDs; a commit each would slow all down
WRITE_DOWN_EVERY_SECONDS = 0.2

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How sending one mail went, and how that is written down."""

    went_out: bool
    write_down: Callable[[Connection], None]


def send_due(database: Database, settings: Settings, transport: Transport) -> int:
    """Send until nothing is due or the server is in trouble; returns how many went out. Within an app's context.

    Safe to run in several places at once.
    """
    total = 0
    with transport.opened() as wire:
        while True:
            with database.writing() as db:
                claimed = claim(db)
            if not claimed:
                return total
            ready = prepare(database, settings, claimed)
            outcomes, in_trouble = _send_all(database, settings, wire, ready)
            total += sum(outcomes)
            if in_trouble:
                _release(database, ready[len(outcomes) :])
                return total


def _send_all(
    database: Database, settings: Settings, wire: Wire, ready: Sequence[ReadyMail]
) -> tuple[list[bool], bool]:
    """Send until the server is in trouble or the lease runs out; which of those tried went out, and whether it did."""
    outcomes: list[bool] = []
    unwritten: list[Outcome] = []
    in_trouble = False
    written_at = time.monotonic()
    try:
        for mail in ready:
            in_trouble = in_trouble or mail.message.leased_until - clock.now() < LAST_MOMENT
            if in_trouble:
                break
            # it may be what ended its sender, and must not take the others' outcomes with it
            is_suspect = mail.message.problem == problems.BROKEN_OFF
            if is_suspect or time.monotonic() - written_at > WRITE_DOWN_EVERY_SECONDS:
                _write_down(database, unwritten)
                written_at = time.monotonic()
            outcome, in_trouble = _send(settings, wire, mail)
            unwritten.append(outcome)
            outcomes.append(outcome.went_out)
    finally:
        # whatever ended the row, what went out must not go out again
        _write_down(database, unwritten)
    return outcomes, in_trouble


def _send(settings: Settings, wire: Wire, mail: ReadyMail) -> tuple[Outcome, bool]:
    """Send one mail; gives how it went, and whether the server is in trouble, so that none should follow.

    What is logged meanwhile names the request that the mail goes back to, where one does.
    """
    with structlog.contextvars.bound_contextvars(request_id=mail.message.request_id):
        return _hand_over(settings, wire, mail)


def _hand_over(settings: Settings, wire: Wire, mail: ReadyMail) -> tuple[Outcome, bool]:
    message = mail.message
    assert_no_transaction()
    try:
        code, answer = wire.send(mail_address(settings), mailable(message.recipient_email), mail.mail)
    except TryLater as failure:
        log.warning("message_not_sent_now", message_id=str(message.id), code=failure.code, for_all=failure.for_all)
        return Outcome(False, partial(record.failed_now, message=message, failure=failure)), failure.for_all
    except NeverWorks as failure:
        log.warning("message_refused", message_id=str(message.id), code=failure.code)
        return Outcome(False, partial(record.failed_for_good, message=message, failure=failure)), False
    except UNEXPECTED:
        log.exception("message_not_handed_over", message_id=str(message.id))
        later = TryLater(problems.UNSENDABLE)
        return Outcome(False, partial(record.failed_now, message=message, failure=later)), False
    if message.request_id:
        log.info("message_sent", message_id=str(message.id), kind=message.kind)
    return Outcome(True, partial(record.sent, message=message, code=code, answer=answer)), False


def _write_down(database: Database, outcomes: list[Outcome]) -> None:
    if outcomes:
        with database.writing() as db:
            for outcome in outcomes:
                outcome.write_down(db)
        outcomes.clear()


def _release(database: Database, mails: Iterable[ReadyMail]) -> None:
    with database.writing() as db:
        for mail in mails:
            record.released(db, mail.message, clock.now() + PAUSE)
