"""The rules by which people are reminded: a series' own, or the installation's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from services.notifications.rules.reminders import Rule
from shared.schema.catalogue import Offering, Series
from shared.schema.reminders import ReminderRule

COLUMNS: tuple[Any, ...] = tuple(ReminderRule.__table__.c)
#: as pages list them: what is told first comes first
_ORDER = (ReminderRule.says.in_(("material", "feedback")), ReminderRule.offset_minutes, ReminderRule.id)


@dataclass(frozen=True, slots=True)
class RulesOfSeries:
    """The rules that a series goes by, and whether they are its own."""

    are_own: bool
    rules: list[Rule]


def of_series(db: Connection, series_id: UUID) -> RulesOfSeries:
    """Those that hold for a series, those that are off among them."""
    own = db.execute(select(*COLUMNS).where(ReminderRule.series_id == series_id).order_by(*_ORDER)).all()
    return RulesOfSeries(True, [rule_of(row) for row in own]) if own else RulesOfSeries(False, of_installation(db))


def of_installation(db: Connection) -> list[Rule]:
    """Those that hold for every series without any of its own."""
    rows: Sequence[Row[Any]] = db.execute(
        select(*COLUMNS).where(ReminderRule.series_id.is_(None)).order_by(*_ORDER)
    ).all()
    return [rule_of(row) for row in rows]


def one(db: Connection, rule_id: UUID) -> Rule | None:
    """One rule."""
    row = db.execute(select(*COLUMNS).where(ReminderRule.id == rule_id)).one_or_none()
    return rule_of(row) if row else None


def rule_of(row: Any) -> Rule:
    """A row of the table, or one that has its columns, as the rules take it."""
    return Rule(
        id=row.id,
        told_as=row.copied_from_id or row.id,
        says=row.says,
        anchor=row.anchor,
        offset_minutes=row.offset_minutes,
        offering_id=row.offering_id,
        series_id=row.series_id,
        text=row.text,
        link=row.link,
        is_on=row.is_on,
    )


def series(db: Connection, slug: str) -> Row[*tuple[Any, ...]] | None:
    """What pages of rules tell of a series: id, slug, title, language, timezone, state, organiser_id."""
    columns = (Series.id, Series.slug, Series.title, Series.language, Series.timezone, Series.state)
    return db.execute(select(*columns, Series.organiser_id).where(Series.slug == slug)).one_or_none()


def series_of(db: Connection, rule_id: UUID) -> str | None:
    """The slug of the series that a rule belongs to; None for the installation's, and when there is no such rule."""
    of_rule = select(Series.slug).join(ReminderRule, ReminderRule.series_id == Series.id)
    return db.scalar(of_rule.where(ReminderRule.id == rule_id))


def offerings(db: Connection, series_id: UUID) -> Sequence[Row[UUID, str]]:
    """What one registers for in a series: id, name."""
    of_series = select(Offering.id, Offering.name).where(Offering.series_id == series_id)
    return db.execute(of_series.order_by(Offering.created_at, Offering.id)).all()
