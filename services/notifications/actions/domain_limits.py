"""What all senders together may send to one domain, at once and in a minute. Without limits it asks nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, or_, select

from services.notifications.actions.claim import LEASE
from services.notifications.rules.kinds import URGENT
from services.notifications.rules.pace import Timetable, Turns, domain_of, fair_share, timetable
from shared.database.locks import hold_name
from shared.schema.sending import DomainTurns, SenderShare
from shared.settings import Settings

#: messages' ids, each with its moment
Moments = dict[UUID, datetime]
#: the lock of all timetables
_TURNS = "domain-turns"


class DomainLimits:
    """The installation's limits, as one sender keeps to them."""

    def __init__(self, settings: Settings) -> None:
        self._at_once = settings.mail_connections_per_domain
        self._per_minute = settings.mail_per_minute_and_domain

    @property
    def are_shared(self) -> bool:
        """Whether senders divide something among themselves."""
        return bool(self._at_once)

    def take_share(self, db: Connection, holder: UUID, busiest: int, now: datetime) -> int | None:
        """How many mails may be on their way to each domain from now on; None: as many as there are connections.

        ``busiest``: how many are at this moment. As long as they are, nobody else gets their places.
        """
        if not self._at_once:
            return None
        hold_name(db, "sender-shares")
        db.execute(delete(SenderShare).where(or_(SenderShare.leased_until < now, SenderShare.holder == holder)))
        others = db.execute(select(SenderShare.holder, SenderShare.at_once)).all()
        place = sum(other.holder < holder for other in others)
        share = fair_share(self._at_once, place, [other.at_once for other in others])
        mine = {"holder": holder, "at_once": max(share, busiest), "leased_until": now + LEASE}
        db.execute(insert(SenderShare).values(mine))
        return share

    def give_back(self, db: Connection, holder: UUID) -> None:
        """Others may have it."""
        db.execute(delete(SenderShare).where(SenderShare.holder == holder))

    def moments(self, db: Connection, mails: Sequence[Row[Any]], now: datetime) -> tuple[Moments, Moments]:
        """When each of these may go: of those that may wait here, and of those that have to wait in the queue.

        The most urgent come first, as they are claimed.
        """
        if not self._per_minute or not mails:
            return {}, {}
        hold_name(db, _TURNS)
        by_domain: defaultdict[str, list[UUID]] = defaultdict(list)
        urgent: Counter[str] = Counter()
        for mail in mails:
            domain = domain_of(mail.recipient_email)
            by_domain[domain].append(mail.id)
            urgent[domain] += mail.priority <= URGENT
        known = _turns(db, list(by_domain))
        tables = {
            domain: timetable(known.get(domain), len(ids), self._per_minute, now, urgent=urgent[domain])
            for domain, ids in by_domain.items()
        }
        _keep(db, tables)
        soon: Moments = {}
        later: Moments = {}
        for domain, ids in by_domain.items():
            here = len(tables[domain].soon)
            soon.update(zip(ids[:here], tables[domain].soon, strict=True))
            later.update(zip(ids[here:], tables[domain].later, strict=True))
        return soon, later


def forget_turns(db: Connection, now: datetime) -> None:
    """Domains that nothing waits for."""
    hold_name(db, _TURNS)
    db.execute(delete(DomainTurns).where(DomainTurns.next_at < now, DomainTurns.put_off_until < now))


def _turns(db: Connection, domains: Sequence[str]) -> Mapping[str, Turns]:
    rows = db.execute(select(DomainTurns.__table__).where(DomainTurns.domain.in_(domains)))
    return {row.domain: Turns(row.next_at, row.put_off_until) for row in rows}


def _keep(db: Connection, tables: Mapping[str, Timetable]) -> None:
    db.execute(delete(DomainTurns).where(DomainTurns.domain.in_(list(tables))))
    rows = [
        {"domain": domain, "next_at": table.turns.next_at, "put_off_until": table.turns.put_off_until}
        for domain, table in tables.items()
    ]
    db.execute(insert(DomainTurns), rows)
