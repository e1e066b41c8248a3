"""Mails that are ready to go, in memory: which one is next, over several connections at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from threading import Condition, Lock
from uuid import UUID

from services.notifications.actions.claim import in_order
from services.notifications.actions.prepare import ReadyMail
from services.notifications.rules.kinds import URGENT
from services.notifications.rules.pace import Pace, domain_of
from shared import clock

#: a pace is looked at this often at least
_LONGEST_WAIT_SECONDS = 1.0
#: what is sent with less than this left of its lease might be sent by another too
LAST_MOMENT = timedelta(seconds=10)


class Outbox:
    """What one sender holds. Safe to use from many threads."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._lock = Lock()
        #: those who carry wait for mails, the one who fetches them waits for room
        self._mails = Condition(self._lock)
        self._room = Condition(self._lock)
        self._waiting: list[ReadyMail] = []
        self._moments: dict[UUID, datetime] = {}
        self._under_way = 0
        self._is_closed = False
        self._is_rung = False
        #: whoever fetches is told when as few as this are left
        self._few = 0
        #: until when what waits here is ours; None: nothing has been claimed yet
        self.good_until: datetime | None = None

    def put(self, mails: Sequence[ReadyMail], moments: Mapping[UUID, datetime]) -> None:
        """Add mails; each takes its place by urgency and turn. Those that have a moment go no earlier."""
        with self._lock:
            self._moments.update(moments)
            self._waiting = sorted([*self._waiting, *mails], key=lambda mail: in_order(mail.message))
            self._mails.notify_all()

    def take(self, *, urgent_only: bool = False) -> ReadyMail | None:
        """The next mail that may go, once there is one; None when the outbox is closed."""
        with self._lock:
            while not self._is_closed:
                now = clock.now()
                mail = self._next(urgent_only, now) if self._is_ours(now) else None
                if mail is not None:
                    if len(self._waiting) <= self._few:
                        self._room.notify()
                    return mail
                self._mails.wait(_LONGEST_WAIT_SECONDS)
        return None

    def done(self, mail: ReadyMail) -> None:
        """What was taken has been dealt with, and that is written down."""
        with self._lock:
            self._under_way -= 1
            if self._pace.ends(domain_of(mail.message.recipient_email)):
                self._mails.notify()
            if self._is_idle():
                self._room.notify()

    def ring(self) -> None:
        """There may be something more urgent in the queue."""
        with self._lock:
            self._is_rung = True
            self._room.notify()

    def wait(self, few: int, seconds: float) -> bool:
        """Wait until at most ``few`` wait here, it is closed, somebody rings, or time is up; whether somebody rang."""
        with self._lock:
            self._few = few
            self._room.wait_for(lambda: len(self._waiting) <= few or self._is_closed or self._is_rung, seconds)
            was_rung, self._is_rung = self._is_rung, False
            return was_rung

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until nothing waits or is under way, or somebody rings; whether it is idle. A ring at work is heard."""
        with self._lock:
            self._room.wait_for(lambda: self._is_idle() or self._is_closed or self._is_rung, seconds)
            is_idle = self._is_idle()
            self._is_rung = self._is_rung and is_idle
            return is_idle

    @property
    def size(self) -> int:
        """How many wait here."""
        return len(self._waiting)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is given out."""
        return self._is_closed

    def close(self) -> None:
        """Give out nothing more."""
        with self._lock:
            self._is_closed = True
            self._mails.notify_all()
            self._room.notify_all()

    def left(self) -> list[ReadyMail]:
        """Take out what waits."""
        with self._lock:
            left, self._waiting = self._waiting, []
            self._moments.clear()
            return left

    def allow(self, at_once: int | None) -> None:
        """So many mails may be on their way to each domain from now on; None: any number."""
        with self._lock:
            self._pace.at_once = at_once
            self._mails.notify_all()

    @property
    def busiest(self) -> int:
        """How many mails are on their way to the domain that most go to."""
        with self._lock:
            return self._pace.busiest

    def _is_ours(self, now: datetime) -> bool:
        """Not when this process slept so long that another may have taken it."""
        return self.good_until is None or now < self.good_until - LAST_MOMENT

    def _is_idle(self) -> bool:
        return not self._waiting and not self._under_way

    def _next(self, urgent_only: bool, now: datetime) -> ReadyMail | None:
        for place, mail in enumerate(self._waiting):
            if urgent_only and mail.message.priority > URGENT:
                return None
            domain = domain_of(mail.message.recipient_email)
            if self._moments.get(mail.message.id, now) <= now and self._pace.may_go(domain):
                self._pace.begins(domain)
                self._moments.pop(mail.message.id, None)
                self._under_way += 1
                return self._waiting.pop(place)
        return None
