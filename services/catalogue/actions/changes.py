"""What a change of a series or a session changed is kept, from what to what."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from services.catalogue.rules.field_texts import text_of
from shared import clock
from shared.schema.base import new_id
from shared.schema.changes import Change, ChangedField


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
    db.execute(insert(Change).values(id=change_id, series_id=series_id, session_id=session_id, at=clock.now()))
    rows = [
        {"change_id": change_id, "field": name, "before": text_of(before[name]), "after": text_of(value)}
        for name, value in changed.items()
    ]
    db.execute(insert(ChangedField), rows)
    return str(change_id)


def forget_changes(db: Connection, session_id: UUID) -> None:
    """Those of a session that is removed."""
    ids = select(Change.id).where(Change.session_id == session_id)
    db.execute(delete(ChangedField).where(ChangedField.change_id.in_(ids)))
    db.execute(delete(Change).where(Change.session_id == session_id))
