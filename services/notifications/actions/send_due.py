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
from services.notifications.actions.domain_limits import DomainLimits
from services.notifications.actions.outbox import Outbox
from services.notifications.actions.prepare import prepare
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
#: who got no share of what all senders may do asks again after so long
SHARE_EVERY = timedelta(seconds=1)


class Sender:
    """One per process. Any number of them may run at once, on any number of machines."""

    def __init__(self, database: Database, settings: Settings, transport: Transport) -> None:
        self._database = database
        self._settings = settings
        self._transport = transport
        self._id = new_id()
        self._limits = DomainLimits(settings)
        #: whether the other senders left anything of what all of them may do
        self._has_share = False
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
        self._has_share = False
        outbox = self._outbox = Outbox()
        book = Book(self._database)
        carriers = [Carrier(self._transport, outbox, book, settings) for _ in range(self._transport.connections)]
        if len(carriers) > 1:
            # one more that others' slow mails never keep busy
            carriers.append(Carrier(self._transport, outbox, book, settings, urgent_only=True))
        with ExitStack() as running:
            running.callback(self._give_share_back)
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
            if not self._has_share:
                outbox.wait(-1, SHARE_EVERY.total_seconds())
                continue
            if outbox.size <= room // 2:
                claimed = self._fetch(outbox, book, room // 2)
            else:
                claimed = self._fetch(outbox, book, URGENT_AT_ONCE, urgent_only=True) if was_rung else 0
            if claimed:
                was_rung = outbox.wait(room // 2, RENEW_EVERY.total_seconds())
            elif outbox.wait_until_idle(RENEW_EVERY.total_seconds()) and not self._is_awaited(outbox, linger_seconds):
                return
            else:
                was_rung = True

    def _is_awaited(self, outbox: Outbox, seconds: float) -> bool:
        """Whether somebody rings while the connections are kept."""
        if seconds <= 0:
            return False
        self._give_share_back()
        return outbox.wait(-1, seconds)

    def _fetch(self, outbox: Outbox, book: Book, most: int, *, urgent_only: bool = False) -> int:
        now = clock.now()
        with self._database.writing() as db:
            claim.come_of_age(db, now)
            claimed = claim.claim(db, self._id, now, most, urgent_only=urgent_only)
            moments, later = self._limits.moments(db, claimed, now)
        book.write_down([record.released(row, later[row.id]) for row in claimed if row.id in later])
        here = [row for row in claimed if row.id not in later]
        if here:
            try:
                ready, settled = prepare(self._database, self._settings, here)
            except SQLAlchemyError:
                book.write_down([record.released(row, now) for row in here])
                raise
            book.write_down(settled)
            outbox.put(ready, moments)
        return len(claimed)

    def _renew(self, outbox: Outbox, book: Book) -> None:
        """Keep what is held, and queue again what the dead held. Who slept for too long is one of them."""
        now = clock.now()
        if outbox.good_until is not None and now >= outbox.good_until:
            self._give_back(outbox, book)
        if not self._has_share or outbox.good_until is None or now >= outbox.good_until - claim.LEASE + RENEW_EVERY:
            with self._database.writing() as db:
                outbox.good_until = claim.hold_on(db, self._id, now)
                claim.take_back(db, now)
                share = self._limits.take_share(db, self._id, outbox.busiest, now)
            outbox.allow(share)
            self._has_share = share != 0
            if not self._has_share:
                self._give_back(outbox, book)

    def _give_back(self, outbox: Outbox, book: Book) -> None:
        until = self._transport.closed_until() or clock.now()
        book.write_down([record.released(mail.message, until) for mail in outbox.left()])

    def _give_share_back(self) -> None:
        if self._limits.are_shared:
            self._has_share = False
            with self._database.writing() as db:
                self._limits.give_back(db, self._id)
