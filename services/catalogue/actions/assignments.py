"""Preliminary assignments of a series: set, changed, taken away. They follow their session by themselves."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, func, insert, select, update

from services.catalogue.actions.changes import Thing, keep_told
from services.catalogue.actions.versions import change_series, really_changed, require_newest
from services.catalogue.queries.held import hold_series
from services.catalogue.queries.rows import AnyRow
from shared import clock, journal
from shared.errors import Conflict, NotThere, Refusal
from shared.rules.assignments import USUAL_REMIND_DAYS
from shared.schema.assignments import Assignment
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingSession, Session

#: of one series
MOST_ASSIGNMENTS = 100


@dataclass(frozen=True)
class NewAssignment:
    """An assignment as asked for: due before a session, or by an instant. A form makes the ``id`` beforehand."""

    title: str
    instructions: str = ""
    session_id: UUID | None = None
    days_before: int | None = None
    due_at: datetime | None = None
    #: null: for all who come to the session, or to the series
    offering_id: UUID | None = None
    remind_days: int | None = USUAL_REMIND_DAYS
    id: UUID = field(default_factory=new_id)


class AssignmentChanges(TypedDict, total=False):
    """What of an assignment may be edited; absent: stays as it is."""

    title: str
    instructions: str
    session_id: UUID | None
    days_before: int | None
    due_at: datetime | None
    offering_id: UUID | None
    remind_days: int | None


def add_assignment(db: Connection, actor: str, series_id: UUID, new: NewAssignment) -> UUID:
    """Set it; once more under the same id changes nothing. Raises Refusal when it could concern nobody."""
    hold_series(db, series_id)
    before = db.scalar(select(Assignment.series_id).where(Assignment.id == new.id))
    if before is not None:
        if before != series_id:
            raise Conflict("already_made", _("This form was sent before. Open a new one."))
        return new.id
    known = Assignment.series_id == series_id, Assignment.removed_at.is_(None)
    if (db.scalar(select(func.count()).where(*known)) or 0) >= MOST_ASSIGNMENTS:
        most = MOST_ASSIGNMENTS
        raise Conflict("too_many_assignments", _("A series has at most %(most)s preliminary assignments.", most=most))
    values = asdict(new)
    _require_possible(db, series_id, values)
    now = clock.now()
    db.execute(insert(Assignment).values(**values, series_id=series_id, created_at=now, changed_at=now))
    _note(db, "assignment.added", actor, {**values, "series_id": series_id})
    return new.id


def edit_assignment(
    db: Connection, actor: str, assignment_id: UUID, changes: AssignmentChanges, seen_version: int | None = None
) -> None:
    """Change it. Raises Conflict when ``seen_version`` is no longer the newest, Refusal when it concerned nobody."""
    row = _held(db, assignment_id)
    require_newest(row, seen_version)
    changed = really_changed(row, changes)
    if not changed:
        return
    _require_possible(db, row.series_id, {**row._asdict(), **changed})
    values = {**changed, "version": row.version + 1, "changed_at": clock.now()}
    db.execute(update(Assignment).where(Assignment.id == assignment_id).values(values))
    kept = keep_told(db, row.series_id, Thing("assignment", row.id), row._asdict(), changed)
    _note(db, "assignment.changed", actor, row._asdict(), **kept)


def remove_assignment(db: Connection, actor: str, assignment_id: UUID) -> None:
    """Take it away: it is shown to nobody any more. Who has done it stays known."""
    row = _held(db, assignment_id)
    db.execute(update(Assignment).where(Assignment.id == assignment_id).values(removed_at=clock.now()))
    _note(db, "assignment.removed", actor, row._asdict())


def delete_assignments(db: Connection, which: Any) -> None:
    """Delete what fulfils a condition, in a draft: nobody can have done it."""
    db.execute(delete(Assignment).where(which))


def _held(db: Connection, assignment_id: UUID) -> AnyRow:
    wanted = select(Assignment.__table__).where(Assignment.id == assignment_id, Assignment.removed_at.is_(None))
    series_id = db.scalar(select(wanted.subquery().c.series_id))
    if series_id is not None:
        hold_series(db, series_id)
    row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotThere("no_assignment", _("There is no such assignment. It may have been taken away."))
    return row


def _require_possible(db: Connection, series_id: UUID, values: Mapping[str, Any]) -> None:
    """Raise Refusal, naming the field, unless it says by when it is due and can concern somebody of this series."""
    session_id, offering_id = values["session_id"], values["offering_id"]
    if (session_id is None) == (values["due_at"] is None):
        raise Refusal(
            "due_needed", _("Say before which session it is due, or by which day: one of the two."), "session_id"
        )
    if (session_id is None) != (values["days_before"] is None):
        raise Refusal("days_needed", _("Say how many days before the session it is due."), "days_before")
    if session_id is not None:
        of_series = select(Session.id).where(Session.id == session_id, Session.series_id == series_id)
        if db.scalar(of_series) is None:
            raise Refusal("no_session", _("There is no such session."), "session_id")
    if offering_id is None:
        return
    here = select(Offering.id).where(Offering.id == offering_id, Offering.series_id == series_id)
    if db.scalar(here) is None:
        raise Refusal("no_offering", _("There is no such way to register."), "offering_id")
    covers = OfferingSession.offering_id == offering_id, OfferingSession.session_id == session_id
    if session_id is not None and db.scalar(select(OfferingSession.session_id).where(*covers)) is None:
        raise Refusal(
            "not_covered", _("Those who register so don't come to that session. Choose another one."), "offering_id"
        )


def _note(db: Connection, kind: str, actor: str, about: Mapping[str, Any], **detail: Any) -> None:
    """Pages are kept under the series' version, so that rises with it."""
    change_series(db, about["series_id"])
    subject = journal.Subject(about["series_id"], about["session_id"], about["offering_id"], about["id"], detail)
    journal.append(db, kind, actor, subject)
