"""Who changed what of a series, and when: its journal lines with what they changed, and names for the ids in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries import changes
from services.catalogue.queries.changes import Changed
from services.catalogue.queries.history_names import Names, names_in, subject_of
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.field_texts import text_of
from shared.schema.journal import IS_OF_ORGANISERS, JournalLine

#: the kinds that organisers read; what becomes of people's places stands with the participants
KINDS = (
    *(f"series.{what}" for what in ("added", "copied", "changed", "published", "archived")),
    *(f"series.publishing_{what}" for what in ("planned", "withdrawn")),
    *(f"series.partner_{what}" for what in ("added", "changed", "left", "removed")),
    *(f"series.handover_{what}" for what in ("asked", "declined", "withdrawn")),
    *(f"series.{what}" for what in ("handed_over", "responsible_changed", "project_set", "project_left")),
    *(f"session.{what}" for what in ("added", "changed", "moved", "move_undone", "cancelled", "removed")),
    *(f"series.link_{what}" for what in ("made", "ended")),
    *(f"presenter.{what}" for what in ("added", "changed", "removed", "replied")),
    *(f"offering.{what}" for what in ("added", "changed", "removed", "quota_set", "quota_removed")),
    *(f"material.{what}" for what in ("added", "changed", "removed")),
    *(f"assignment.{what}" for what in ("added", "changed", "removed")),
    *(f"question.{what}" for what in ("added", "changed", "removed")),
    *(f"announcement.{what}" for what in ("planned", "changed", "sent", "not_sent", "withdrawn")),
    "reminders.changed",
    "template.changed",
)

#: the field whose values stand in the line itself, being numbers or words of ours, by how its kind begins
_IN_LINE = {"offering.quota_": "places", "series.partner_": "role"}

#: digits that fit into the database's numbers
_LONGEST = 18
#: lines of one save beyond a page's own that are still shown there; more of them go on, on the next
_MOST_OF_A_SAVE = 1000


@dataclass(frozen=True)
class Fact:
    """One line. ``subject_id``: whom or what it is about beside the session or offering; ``changed``: from what to
    what, where that is kept; ``request_id``: what was done with one request was one save."""

    id: int
    at: datetime
    kind: str
    actor: str
    request_id: str | None
    session_id: UUID | None
    offering_id: UUID | None
    subject_id: UUID | None
    detail: Mapping[str, Any]
    changed: Sequence[Changed]


@dataclass(frozen=True)
class History:
    """Lines, the newest first, with the names in them. ``earlier``: the id that the lines before go on from."""

    facts: Sequence[Fact]
    names: Names
    earlier: int | None = None


def history(db: Connection, series_id: UUID, most: int, before: int | None = None) -> History:
    """The newest lines, those before a line's id: five statements at most."""
    return _with_names(db, series_id, _lines(db, series_id, most, before))


def whole_saves(db: Connection, series_id: UUID, most: int, before: int | None = None) -> History:
    """The same, and on to the end of the save that the last of them belongs to: one statement more at most."""
    rows = _lines(db, series_id, most + 1, before)
    shown, rest = rows[:most], rows[most:]
    if rest and is_same_save(shown[-1], rest[0]):
        rest += _lines(db, series_id, _MOST_OF_A_SAVE, rest[0].id)
        shown += list(takewhile(lambda row: is_same_save(row, shown[-1]), rest[:_MOST_OF_A_SAVE]))
    is_all = len(shown) == most + len(rest) or len(rows) <= most
    return _with_names(db, series_id, shown, None if is_all else shown[-1].id)


def is_same_save(one: Any, other: Any) -> bool:
    """Whether two lines, one after the other, were written by one person with one request."""
    return one.request_id is not None and (one.request_id, one.actor) == (other.request_id, other.actor)


def parse_place(said: str) -> int:
    """Read a line's id back. Raises ValueError for anything else."""
    if not said.isdecimal() or len(said) > _LONGEST:
        raise ValueError(said)
    return int(said)


def _lines(db: Connection, series_id: UUID, most: int, before: int | None) -> list[AnyRow]:
    wanted = select(JournalLine).where(
        JournalLine.series_id == series_id, IS_OF_ORGANISERS, JournalLine.kind.in_(KINDS)
    )
    if before is not None:
        wanted = wanted.where(JournalLine.id < before)
    return list(db.execute(wanted.order_by(JournalLine.id.desc()).limit(most)).all())


def _with_names(db: Connection, series_id: UUID, rows: Sequence[AnyRow], earlier: int | None = None) -> History:
    changed = changes.of_lines(db, [row.detail for row in rows])
    facts = [_fact(row, changed.get(_kept_as(row)) or _in_line(row)) for row in rows]
    return History(facts, names_in(db, series_id, facts), earlier)


def _kept_as(row: AnyRow) -> str:
    return str(row.detail.get("change") or row.detail.get("told"))


def _in_line(row: AnyRow) -> list[Changed]:
    """What a line says by itself. Of old ones only what came is known, so that nothing is said of them."""
    field = next((field for begins, field in _IN_LINE.items() if row.kind.startswith(begins)), "")
    if row.kind.endswith(("left", "removed")):
        before = row.detail.get("before", row.detail.get(field))
        return [Changed(field, text_of(before), None)] if before is not None else []
    if field and "before" in row.detail:
        return [Changed(field, text_of(row.detail["before"]), text_of(row.detail.get(field)))]
    return []


def _fact(row: AnyRow, changed: Sequence[Changed]) -> Fact:
    return Fact(
        id=row.id,
        at=row.at,
        kind=row.kind,
        actor=row.actor,
        request_id=row.request_id,
        session_id=row.session_id,
        offering_id=row.offering_id,
        subject_id=subject_of(row),
        detail=row.detail,
        changed=changed,
    )
