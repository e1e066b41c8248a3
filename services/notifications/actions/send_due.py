"""Sending what is due: claimed in small batches, no transaction open while the mail server is spoken to."""

from collections.abc import Iterable
from datetime import timedelta

import structlog

from services.notifications.actions import record
from services.notifications.actions.claim import claim
from services.notifications.actions.prepare import ReadyMail, prepare
from services.notifications.calendar.address import mailable
from services.notifications.messages.desk import mail_address
from services.notifications.transports.transport import NeverWorks, Transport, TryLater, Wire
from shared import clock
from shared.database import Database
from shared.database.connection import assert_no_transaction
from shared.settings import Settings

#: a lease with less than this left is given back rather than risked
LAST_MOMENT = timedelta(minutes=1)
#: how long the others wait when the server itself is in trouble
PAUSE = timedelta(seconds=30)

log = structlog.get_logger(__name__)


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
            unsent = list(ready)
            for mail in ready:
                if mail.message.leased_until - clock.now() < LAST_MOMENT or not _send(database, settings, wire, mail):
                    break
                unsent.remove(mail)
            total += len(ready) - len(unsent)
            if unsent:
                _release(database, unsent)
                return total


def _send(database: Database, settings: Settings, wire: Wire, mail: ReadyMail) -> bool:
    """Send one mail and write down how it went; False when the server is in trouble, so that none should follow."""
    message = mail.message
    assert_no_transaction()
    try:
        code, answer = wire.send(mail_address(settings), mailable(message.recipient_email), mail.mail)
    except TryLater as failure:
        log.warning("message_not_sent_now", message_id=str(message.id), code=failure.code, for_all=failure.for_all)
        with database.writing() as db:
            record.failed_now(db, message, failure)
        return not failure.for_all
    except NeverWorks as failure:
        log.warning("message_refused", message_id=str(message.id), code=failure.code)
        with database.writing() as db:
            record.failed_for_good(db, message, failure)
        return True
    with database.writing() as db:
        record.sent(db, message, code, answer)
    return True


def _release(database: Database, mails: Iterable[ReadyMail]) -> None:
    with database.writing() as db:
        for mail in mails:
            record.released(db, mail.message, clock.now() + PAUSE)
