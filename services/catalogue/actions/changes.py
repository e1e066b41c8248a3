"""What a change of a series, or of what belongs to it, changed is kept, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from services.catalogue.queries.changes import PRESENTER, WAS_CALLED
from services.catalogue.rules.field_texts import text_of
from shared import clock
from shared.schema.base import new_id
from shared.schema.changes import Change, ChangedField

#: how long the history still says what a presenter was called before: until everybody is back from holiday
NAMES_KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Thing:
    """What belongs to a series and isn't undone: ``kind`` as lines of the journal begin, and which one. With the
    session it goes with; what is kept of it goes when that does."""

    kind: str
    id: UUID
    session_id: UUID | None = None


def keep_change(
    db: Connection,
    before: Mapping[Any, Any],
    changed: Mapping[str, Any],
    series_id: UUID,
    session_id: UUID | None = None,
    change_id: UUID | None = None,
) -> str:
    """Keep what stood in these fields before, and what stands there now. Returns the id for the journal's line."""
    change_id = change_id or new_id()
    _keep(db, before, changed, {"id": change_id, "series_id": series_id, "session_id": session_id})
    return str(change_id)


def keep_told(
    db: Connection, series_id: UUID, thing: Thing, before: Mapping[Any, Any], changed: Mapping[str, Any]
) -> dict[str, Any]:
    """The same of what can't be undone, only told. Returns what the journal's line holds of it."""
    of = {"series_id": series_id, "session_id": thing.session_id, "about": thing.kind, "subject_id": thing.id}
    change_id = new_id()
    _keep(db, before, changed, {"id": change_id, **of})
    return {"fields": sorted(changed), "told": str(change_id)}


def keep_name(db: Connection, series_id: UUID, thing: Thing, name: str) -> None:
    """What something was called that is removed, so that the history still names it."""
    keep_told(db, series_id, thing, {WAS_CALLED: name}, {WAS_CALLED: None})


def _keep(db: Connection, before: Mapping[Any, Any], changed: Mapping[str, Any], values: dict[str, Any]) -> None:
    db.execute(insert(Change).values(**values, at=clock.now()))
    rows = [
        {"change_id": values["id"], "field": name, "before": text_of(before[name]), "after": text_of(value)}
        for name, value in changed.items()
    ]
    db.execute(insert(ChangedField), rows)


def forget_changes(db: Connection, session_id: UUID) -> None:
    """Those of a session that is removed, and of what went with it."""
    _forget(db, Change.session_id == session_id)


def purge_names(db: Connection) -> int:
    """Forget what presenters were called longer ago than NAMES_KEPT_FOR, before a change or until they were removed;
    how many changes."""
    return _forget(db, (Change.about == PRESENTER) & (Change.at < clock.now() - NAMES_KEPT_FOR))


def _forget(db: Connection, which: ColumnElement[bool]) -> int:
    db.execute(delete(ChangedField).where(ChangedField.change_id.in_(select(Change.id).where(which))))
    return db.execute(delete(Change).where(which)).rowcount
