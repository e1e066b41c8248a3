"""One connection's thread: takes a mail, hands it to the mail server, has the outcome committed, takes the next."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from services.notifications.actions import record
from services.notifications.actions.book import Book
from services.notifications.actions.outbox import Outbox
from services.notifications.actions.prepare import ReadyMail
from services.notifications.actions.record import Outcome
from services.notifications.actions.unexpected import UNEXPECTED
from services.notifications.calendar.address import mailable
from services.notifications.messages.desk import mail_address
from services.notifications.rules import problems
from services.notifications.transports.signature import signing
from services.notifications.transports.transport import NeverWorks, NoWayOut, Transport, TryLater, Wire
from shared.database.connection import assert_no_transaction
from shared.settings import Settings

log = structlog.get_logger(__name__)


class Carrier:
    """Works as long as its outbox is open. With ``urgent_only`` it leaves everything else to the others."""

    def __init__(
        self, transport: Transport, outbox: Outbox, book: Book, settings: Settings, *, urgent_only: bool = False
    ) -> None:
        self._transport = transport
        self._outbox = outbox
        self._book = book
        self._settings = settings
        self._sign = signing(settings)
        self._urgent_only = urgent_only
        self.sent = 0
        self._ended_by: BaseException | None = None

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Have a thread of its own do it; at the end wait for the mail that is under way. Raises what ended it."""
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            thread.join()
        if self._ended_by is not None:
            raise self._ended_by

    def _work(self) -> None:
        try:
            self._carry()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits for this thread
            self._ended_by = error
            self._outbox.close()

    def _carry(self) -> None:
        with self._transport.opened() as wire:
            while (mail := self._outbox.take(urgent_only=self._urgent_only)) is not None:
                try:
                    self._book.write_down([self._hand_over(wire, mail)])
                finally:
                    self._outbox.done(mail)
                if self._transport.closed_until() is not None:
                    self._outbox.close()

    def _hand_over(self, wire: Wire, mail: ReadyMail) -> Outcome:
        """Send one mail. What is logged names the request that it goes back to, where one does."""
        message = mail.message
        about = {"service": "notifications", "message_id": str(message.id), "request_id": message.request_id}
        assert_no_transaction()
        try:
            recipient = mailable(message.recipient_email)
            taken = wire.send(mail_address(self._settings), recipient, self._sign(mail.mail), about["message_id"])
        except NoWayOut as closed:
            return record.released(message, closed.until)
        except TryLater as failure:
            log.warning("message_not_sent_now", code=failure.code, **about)
            return record.failed_now(message, failure)
        except NeverWorks as failure:
            log.warning("message_refused", code=failure.code, **about)
            return record.failed_for_good(message, failure)
        except UNEXPECTED:
            log.exception("message_not_handed_over", **about)
            return record.failed_now(message, TryLater(problems.UNSENDABLE))
        self.sent += 1
        if message.request_id:
            log.info("message_sent", kind=message.kind, **about)
        return record.sent(message, taken.code, taken.answer, taken.server)
