"""Preliminary assignments taken along into another season, each with its session or shifted as everything else is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.actions.assignments import NewAssignment, add_assignment
from services.catalogue.rules.wall_clock import weeks_later
from shared.errors import Refusal
from shared.schema.assignments import Assignment
from shared.schema.base import new_id
from shared.schema.catalogue import Series


@dataclass(frozen=True)
class Copied:
    """The copy of a series: by how many weeks it is shifted, and what became of its sessions and offerings."""

    series_id: UUID
    weeks: int
    new_ids: Mapping[UUID, UUID]


def copy_assignments(db: Connection, actor: str, from_id: UUID, copied: Copied) -> None:
    """What belongs to a session or a cohort that was not taken along stays behind, too."""
    zone = str(db.scalar(select(Series.timezone).where(Series.id == from_id)))
    wanted = select(Assignment.__table__).where(Assignment.series_id == from_id, Assignment.removed_at.is_(None))
    for row in db.execute(wanted.order_by(Assignment.id)).all():
        belongs_to = [one for one in (row.session_id, row.offering_id) if one is not None]
        if not all(one in copied.new_ids for one in belongs_to):
            continue
        values = {one.name: getattr(row, one.name) for one in fields(NewAssignment)} | {
            "id": new_id(),
            "session_id": copied.new_ids.get(row.session_id),
            "offering_id": copied.new_ids.get(row.offering_id),
            "due_at": weeks_later(row.due_at, zone, copied.weeks).instant if row.due_at else None,
        }
        try:
            add_assignment(db, actor, copied.series_id, NewAssignment(**values))
        except Refusal as refusal:
            # the cohort comes to that session no more, so there is nobody whom it would concern
            if refusal.code != "not_covered":
                raise
