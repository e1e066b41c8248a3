"""Which rules' moments have come, looked for by the times of sessions and deadlines: never by reading all of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select, true, union_all
from sqlalchemy.orm import aliased

from services.notifications.queries.held_moves import is_held
from services.notifications.queries.reminder_rules import COLUMNS, rule_of
from services.notifications.rules.reminders import CLOSING, COMING, LATE, MATERIAL, SESSION_START, Meeting, Rule
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.materials import IS_LEFT_BEHIND, Material, has_come
from shared.schema.registration import Seats
from shared.schema.reminders import ReminderRule

_own = aliased(ReminderRule)
_Kind = tuple[str, str, int]


def meetings(db: Connection, now: datetime) -> Iterator[tuple[Rule, Meeting]]:
    """Rules about sessions whose moment has come, each with its session; quiet hours are not looked at here."""
    for kind in _kinds(db, ReminderRule.says != CLOSING):
        columns = (Session.id.label("of"), Session.series_id.label("within"), Session.starts_at, Session.ends_at)
        held = select(*columns, Session.timezone).where(Session.state == "scheduled", ~is_held(now), _window(kind, now))
        for row in _with_rules(db, held, Session.series_id, kind, _covers):
            yield rule_of(row), Meeting(row.of, row.within, row.starts_at, row.ends_at, row.timezone)


def closings(db: Connection, now: datetime) -> Iterator[tuple[Rule, Row[Any]]]:
    """Rules about deadlines whose moment has come, each with its offering: ``of``, ``within`` (series), closes_at."""
    for kind in _kinds(db, ReminderRule.says == CLOSING):
        columns = (Offering.id.label("of"), Offering.series_id.label("within"), Offering.closes_at)
        near = (Offering.closes_at > now) & (Offering.closes_at <= now - timedelta(minutes=kind[2]))
        closing = select(*columns).outerjoin(Seats, Seats.offering_id == Offering.id).where(near, takes_people(now))
        for row in _with_rules(db, closing, Offering.series_id, kind, ReminderRule.offering_id == Offering.id):
            yield rule_of(row), row


def takes_people(now: datetime) -> ColumnElement[bool]:
    """SQL for an offering and its ``Seats``: whether one can get a place in it now, or at least wait for one."""
    taken = func.coalesce(Seats.taken, 0) + func.coalesce(Seats.held, 0)
    has_room = Offering.capacity.is_(None) | (taken < Offering.capacity) | Offering.waitlist
    opened = Offering.opens_at.is_(None) | (Offering.opens_at <= now)
    covered, session, series = aliased(OfferingSession), aliased(Session), aliased(Series)
    coming = (
        exists()
        .where(covered.offering_id == Offering.id, session.id == covered.session_id)
        .where(session.state == "scheduled", session.ends_at > now)
    )
    published = exists().where(series.id == Offering.series_id, series.state == "published")
    return has_room & opened & coming & published


#: whether a rule of one offering has to do with a session
_covers = exists().where(
    OfferingSession.session_id == Session.id, OfferingSession.offering_id == ReminderRule.offering_id
)
_has_material = exists().where(Material.session_id == Session.id, IS_LEFT_BEHIND)


def _kinds(db: Connection, which: ColumnElement[bool]) -> list[_Kind]:
    """What rules there are, rules alike taken together: each is one look into an index."""
    kinds = select(ReminderRule.says, ReminderRule.anchor, ReminderRule.offset_minutes).distinct()
    return [(says, anchor, offset) for says, anchor, offset in db.execute(kinds.where(which, ReminderRule.is_on))]


def _window(kind: _Kind, now: datetime) -> ColumnElement[bool]:
    """Of sessions: that the moment of such a rule has come, and that it is not too late for it."""
    says, anchor, offset = kind
    latest = now - timedelta(minutes=offset)
    if says != COMING:
        anchored = Session.starts_at if anchor == SESSION_START else Session.ends_at
        come: ColumnElement[bool] = (anchored <= latest) & (Session.ends_at > now - LATE[says])  # type: ignore[index]
        visible = _has_material.where(has_come(now))
        return come & visible if says == MATERIAL else come
    # a session begins before it ends: the second bound holds for both anchors, and lies in the index of the first
    window: ColumnElement[bool] = (Session.starts_at > now) & (Session.starts_at <= latest)
    return window if anchor == SESSION_START else window & (Session.ends_at <= latest)


def _with_rules(
    db: Connection, things: Select[*tuple[Any, ...]], series_id: Any, kind: _Kind, of_offering: ColumnElement[bool]
) -> Iterator[Row[Any]]:
    """Each thing with every rule of this kind that holds for it: its series' own, or else the installation's."""
    says, anchor, offset = kind
    things = things.add_columns(*COLUMNS).where(
        ReminderRule.is_on,
        ReminderRule.says == says,
        ReminderRule.anchor == anchor,
        ReminderRule.offset_minutes == offset,
    )
    # in an archived series nothing comes up, but what was held can still be asked about
    things = things.where(exists().where(Series.id == series_id, Series.state != "draft"))
    own = things.join(ReminderRule, ReminderRule.series_id == series_id)
    own = own.where(ReminderRule.offering_id.is_(None) | of_offering)
    general = things.join(ReminderRule, true()).where(ReminderRule.series_id.is_(None))
    general = general.where(~exists().where(_own.series_id == series_id))
    yield from db.execute(union_all(own, general))
