"""Sending what is due over several connections: claimed in small batches, prepared here, carried by ``carrier.py``.

Each mail's outcome is committed before its connection takes the next one, so that a crash repeats at most one for each.
"""

import sys
from contextlib import ExitStack
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions import claim, record
from services.notifications.actions.book import Book
from services.notifications.actions.carrier import Carrier
from services.notifications.actions.outbox import Outbox
from services.notifications.actions.prepare import prepare
from services.notifications.rules.pace import Pace
from services.notifications.transports.transport import Transport
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.settings import Settings

#: mails held for each connection: so few that one who dies holds up few, so many that no connection waits. Half are
#: claimed at a time, so that the others go out while these are written
FOR_EACH = 32
#: claimed beside what is held already, when somebody waits before the screen
URGENT_AT_ONCE = 20
#: a connection that has its answer waits no longer than this for the thread that writes the next mails to let go of
#: the interpreter, which it does after 5 ms by itself: four waits for each mail
TAKE_OVER_SECONDS = 0.0002
#: leases are renewed and those of the dead looked for this often
RENEW_EVERY = timedelta(seconds=10)


class Sender:
    """One per process. Any number of them may run at once, on any number of machines."""

    def __init__(self, database: Database, settings: Settings, transport: Transport) -> None:
        self._database = database
        self._settings = settings
        self._transport = transport
        self._id = new_id()
        self._pace = Pace(settings.mail_connections_per_domain, settings.mail_per_minute_and_domain)
        self._outbox: Outbox | None = None

    def ring(self) -> None:
        """There is something new to send, which a sender at work should look at now."""
        outbox = self._outbox
        if outbox is not None:
            outbox.ring()

    def run(self, linger_seconds: float = 0.0) -> int:
        """Send until nothing is due, or there is no way out; returns how many went out.

        With ``linger_seconds`` connections are kept for so long, for what comes meanwhile.
        """
        if self._transport.closed_until() is not None:
            return 0
        # another one each time: what an interrupted run still held must not be renewed by the next
        self._id = new_id()
        settings = self._settings
        sys.setswitchinterval(TAKE_OVER_SECONDS)
        self._pace = self._pace.again()
        outbox = self._outbox = Outbox(self._pace)
        book = Book(self._database)
        carriers = [Carrier(self._transport, outbox, book, settings) for _ in range(self._transport.connections)]
        if len(carriers) > 1:
            # one more that others' slow mails never keep busy
            carriers.append(Carrier(self._transport, outbox, book, settings, urgent_only=True))
        with ExitStack() as running:
            running.callback(self._give_back, outbox, book)
            for number, carrier in enumerate(carriers):
                running.enter_context(carrier.running(f"carrier-{number}"))
            running.callback(outbox.close)
            self._feed(outbox, book, linger_seconds)
        return sum(carrier.sent for carrier in carriers)

    def _feed(self, outbox: Outbox, book: Book, linger_seconds: float) -> None:
        room = FOR_EACH * self._transport.connections
        was_rung = False
        while not outbox.is_closed:
            self._renew(outbox, book)
            if outbox.size <= room // 2:
                claimed = self._fetch(outbox, book, room // 2)
            else:
                claimed = self._fetch(outbox, book, URGENT_AT_ONCE, urgent_only=True) if was_rung else 0
            book.write_down([record.released(mail.message, slot) for mail, slot in outbox.slow(clock.now())])
            if claimed:
                was_rung = outbox.wait(room // 2, RENEW_EVERY.total_seconds())
            elif outbox.wait_until_idle(RENEW_EVERY.total_seconds()) and not self._is_awaited(outbox, linger_seconds):
                return
            else:
                was_rung = True

    def _is_awaited(self, outbox: Outbox, seconds: float) -> bool:
        """Whether somebody rings while the connections are kept."""
        return seconds > 0 and outbox.wait(-1, seconds)

    def _fetch(self, outbox: Outbox, book: Book, most: int, *, urgent_only: bool = False) -> int:
        now = clock.now()
        with self._database.writing() as db:
            claim.come_of_age(db, now)
            claimed = claim.claim(db, self._id, now, most, urgent_only=urgent_only)
        if claimed:
            try:
                ready, settled = prepare(self._database, self._settings, claimed)
            except SQLAlchemyError:
                book.write_down([record.released(row, now) for row in claimed])
                raise
            book.write_down(settled)
            outbox.put(ready)
        return len(claimed)

    def _renew(self, outbox: Outbox, book: Book) -> None:
        """Keep what is held, and queue again what the dead held. Who slept for too long is one of them."""
        now = clock.now()
        if outbox.good_until is not None and now >= outbox.good_until:
            book.write_down([record.released(mail.message, now) for mail in outbox.left()])
        if outbox.good_until is None or now >= outbox.good_until - claim.LEASE + RENEW_EVERY:
            with self._database.writing() as db:
                outbox.good_until = claim.hold_on(db, self._id, now)
                claim.take_back(db, now)

    def _give_back(self, outbox: Outbox, book: Book) -> None:
        until = self._transport.closed_until() or clock.now()
        book.write_down([record.released(mail.message, until) for mail in outbox.left()])
