"""What changes of a series and of its sessions changed, and which of them can still be undone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries import terms
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.field_texts import text_of, value_of
from shared.schema.base import Instant
from shared.schema.catalogue import Series, Session
from shared.schema.changes import Change, ChangedField

#: changes of one series that are looked through for the last of each session
MOST = 500
#: the themes and target groups of a series: no column, but changed and put back as its fields are
TERMS = "term_ids"
#: what a change of a presenter is about
PRESENTER = "presenter"
#: the field under which it stands what something was called that is removed
WAS_CALLED = "was_called"
#: fields that hold ids, of which only those are kept that came or went
DIFFERENCES = frozenset({"session_ids", "requirements"})
#: the fields that hold ids, and of what: names are found for them when they are read
IDS = {
    "organiser_id": "organisation",
    "customer_id": "organisation",
    "session_id": "session",
    "session_ids": "session",
    "offering_id": "offering",
    "requirements": "series",
}


@dataclass(frozen=True)
class Changed:
    """One field: what it said before and says after, as it was kept."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Kept:
    """One change; of the series itself where it names no session."""

    id: UUID
    series_id: UUID
    session_id: UUID | None
    fields: list[Changed] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The fields that it changed."""
        return {one.field for one in self.fields}


def kept(db: Connection, change_id: UUID) -> Kept | None:
    """One change with its fields."""
    row = db.execute(select(Change.__table__).where(Change.id == change_id)).one_or_none()
    return _with_fields(db, [row])[row.id] if row else None


def of_lines(db: Connection, details: Sequence[dict[str, Any]]) -> dict[str, list[Changed]]:
    """The fields of the changes that lines of the journal name, by the id that stands there."""
    ids = [UUID(detail[key]) for detail in details for key in ("change", "told") if key in detail]
    return {str(one): fields for one, fields in _fields(db, ids).items()}


def undoable(db: Connection, series_id: UUID, now: datetime) -> set[UUID]:
    """The last change of the series and of each of its sessions, as long as all of it still stands.

    Not of a cancelled session; nor while a move waits to be told, which can be undone where it was made; nor who leads
    the series: that is handed back, and asks the other side.
    """
    rows = db.execute(
        select(Change.__table__)
        .where(Change.series_id == series_id, Change.about.is_(None))
        .order_by(Change.id.desc())
        .limit(MOST)
    ).all()
    last: dict[UUID | None, AnyRow] = {}
    for row in rows:
        last.setdefault(row.session_id, row)
    changes = _with_fields(db, list(last.values()))
    found: dict[UUID | None, Mapping[Any, Any]] = {
        row.id: row._asdict()
        for row in db.execute(select(Session.__table__).where(Session.id.in_([one for one in last if one])))
        if row.state == "scheduled" and (row.told_from is None or row.told_from <= now)
    }
    series = db.execute(select(Series.__table__).where(Series.id == series_id)).one()
    found[None] = {**series._asdict(), TERMS: frozenset(terms.ids_of(db, series_id))}
    return {one.id for one in changes.values() if one.session_id in found and _stands(one, found[one.session_id])}


def back(change: Kept) -> dict[str, Any]:
    """The values before it, as its action takes them. Raises ValueError for what can't be read back."""
    table = Series.__table__ if change.session_id is None else Session.__table__
    return {one.field: value_of(_kind_of(table, one.field), one.before) for one in change.fields}


def named_terms(db: Connection, changes: Iterable[Changed]) -> dict[UUID, AnyRow]:
    """The themes and target groups that stand in these, as far as there are any left."""
    texts = [text or "" for one in changes if one.field == TERMS for text in (one.before, one.after)]
    return terms.by_id(db, frozenset[UUID]().union(*(value_of(frozenset, text) for text in texts)))


def _kind_of(table: Any, field: str) -> type[Any]:
    """What a field holds. Our column for instants is a text to one of the databases, and says so."""
    if field == TERMS:
        return frozenset
    column_type = table.c[field].type
    return datetime if isinstance(column_type, Instant) else column_type.python_type


def _stands(change: Kept, row: Mapping[Any, Any]) -> bool:
    try:
        back(change)
    except (ValueError, KeyError):
        return False
    if not change.fields or "organiser_id" in change.names:
        return False
    return all(text_of(row[one.field]) == one.after for one in change.fields)


def _with_fields(db: Connection, rows: Collection[AnyRow]) -> dict[UUID, Kept]:
    fields = _fields(db, [row.id for row in rows])
    return {row.id: Kept(row.id, row.series_id, row.session_id, fields.get(row.id, [])) for row in rows}


def _fields(db: Connection, ids: Collection[UUID]) -> dict[UUID, list[Changed]]:
    found: dict[UUID, list[Changed]] = {}
    if ids:
        wanted = select(ChangedField.__table__).where(ChangedField.change_id.in_(ids)).order_by(ChangedField.field)
        for row in db.execute(wanted):
            found.setdefault(row.change_id, []).append(Changed(row.field, row.before, row.after))
    return found
