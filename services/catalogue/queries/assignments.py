"""Preliminary assignments, each with what it is due before and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries.public_offerings import Choice
from services.catalogue.queries.rows import AnyRow
from shared.rules.assignments import concerns, due_before
from shared.schema.assignments import Assignment
from shared.schema.catalogue import Offering, Series, Session


@dataclass(frozen=True)
class Task:
    """An assignment with its session's and its cohort's facts: session_title, session_state, offering_name,
    customer_id."""

    row: AnyRow

    def __getattr__(self, name: str) -> Any:
        """The assignment's own columns."""
        return getattr(self.row, name)

    @property
    def zone(self) -> str:
        """The zone that its due time is told in: the session's, else the series'."""
        return str(self.row.session_zone or self.row.series_zone)

    @property
    def due(self) -> datetime:
        """By when it is due."""
        row = self.row
        return due_before(row.starts_at, row.days_before, row.session_zone) if row.session_id else row.due_at

    @property
    def is_off(self) -> bool:
        """Whether the session that it belongs to has been called off: nobody is asked for it any more."""
        return bool(self.row.session_state == "cancelled")

    def concerns(self, offer: Choice) -> bool:
        """Whether it is for those who register so."""
        covered = {one.id for one in offer.covers}
        return concerns(offer.id, covered, self.row.offering_id, self.row.session_id)


def of_series(db: Connection, series_id: UUID) -> list[Task]:
    """All that weren't taken away, in the order in which they are due: one statement."""
    rows = db.execute(_select().where(Assignment.series_id == series_id))
    return sorted((Task(row) for row in rows), key=lambda task: (task.due, task.id))


def one(db: Connection, assignment_id: UUID) -> Task | None:
    """One, if it wasn't taken away."""
    row = db.execute(_select().where(Assignment.id == assignment_id)).one_or_none()
    return Task(row) if row else None


def of_offer(tasks: Iterable[Task], offer: Choice) -> list[Task]:
    """Those that concern who registers so; none that has been called off."""
    return [task for task in tasks if task.concerns(offer) and not task.is_off]


def _select() -> Any:
    return (
        select(
            Assignment.__table__,
            Session.title.label("session_title"),
            Session.starts_at,
            Session.timezone.label("session_zone"),
            Session.state.label("session_state"),
            Offering.name.label("offering_name"),
            Offering.customer_id,
            Series.slug.label("series_slug"),
            Series.timezone.label("series_zone"),
        )
        .join(Series, Series.id == Assignment.series_id)
        .outerjoin(Session, Session.id == Assignment.session_id)
        .outerjoin(Offering, Offering.id == Assignment.offering_id)
        .where(Assignment.removed_at.is_(None))
    )
