"""What the rules of a series will make go out next, and to how many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, distinct, func, select

from services.notifications.queries.reminded import contacts, people
from services.notifications.queries.session_facts import materials
from services.notifications.rules.quiet_hours import QuietHours
from services.notifications.rules.reminders import CLOSING, COMING, LATE, MATERIAL, Meeting, Rule, planned
from shared.schema.accounts import Account
from shared.schema.catalogue import Offering, OfferingSession, Session

AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Coming:
    """One moment at which mails are made; ``title`` is the session's or the offering's."""

    at: datetime
    zone: str
    rule: Rule
    title: str
    people: int
    #: nothing is there yet that it could tell of
    lacks_material: bool = False


def coming(
    db: Connection, series: Row[*tuple[Any, ...]], rules: Iterable[Rule], now: datetime, quiet: QuietHours | None
) -> list[Coming]:
    """The next moments, the soonest first; ``series`` has an id and a timezone. One that has passed is none."""
    on = [rule for rule in rules if rule.is_on]
    moments = [*_of_sessions(db, series.id, on, now, quiet), *_of_deadlines(db, series, on, now)]
    moments.sort(key=lambda one: (one[0], str(one[1].id)))
    return [_counted(db, *one, now) for one in moments[:AT_MOST]]


_Moment = tuple[datetime, Rule, Any, str]


def _of_sessions(
    db: Connection, series_id: UUID, rules: list[Rule], now: datetime, quiet: QuietHours | None
) -> Iterator[_Moment]:
    rows = db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.ends_at, Session.timezone)
        .where(Session.series_id == series_id, Session.state == "scheduled", Session.ends_at > now - max(LATE.values()))
        .order_by(Session.starts_at)
    ).all()
    covered = select(OfferingSession.offering_id, OfferingSession.session_id)
    within = OfferingSession.session_id.in_([row.id for row in rows])
    pairs = {tuple(row) for row in db.execute(covered.where(within))}
    for row in rows:
        meeting = Meeting(row.id, series_id, row.starts_at, row.ends_at, row.timezone)
        for rule in rules:
            if rule.says == CLOSING or (rule.offering_id and (rule.offering_id, row.id) not in pairs):
                continue
            at = planned(rule, meeting, quiet)
            if at > now and (rule.says != COMING or at < row.starts_at):
                yield at, rule, meeting, row.title


def _of_deadlines(db: Connection, series: Row[*tuple[Any, ...]], rules: list[Rule], now: datetime) -> Iterator[_Moment]:
    open_ones = select(Offering).where(Offering.series_id == series.id, Offering.closes_at > now)
    for row in db.execute(open_ones.with_only_columns(Offering.id, Offering.name, Offering.closes_at)):
        for rule in rules:
            if rule.says == CLOSING and rule.offering_id in (None, row.id):
                at = row.closes_at + timedelta(minutes=rule.offset_minutes)
                if at > now:
                    yield at, rule, (row.id, series.timezone), row.name


def _counted(db: Connection, at: datetime, rule: Rule, about: Any, title: str, now: datetime) -> Coming:
    if not isinstance(about, Meeting):
        offering_id, zone = about
        accounts = contacts(offering_id).with_only_columns(func.count(distinct(Account.id)))
        return Coming(at, zone, rule, title, db.scalar(accounts) or 0)
    them = people(rule, about, now).subquery()
    count = db.scalar(select(func.count(distinct(them.c.email)))) or 0
    lacks = rule.says == MATERIAL and not materials(db, about.id, at)
    return Coming(at, about.zone, rule, title, count, lacks)
