"""Names for what the lines of a series' history hold as ids.

They are looked up whenever somebody reads, so that whoever is erased has none from then on.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased

from services.catalogue.queries import changes
from services.catalogue.queries.changes import IDS, WAS_CALLED, Changed
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.field_texts import value_of
from shared.schema.accounts import Account, ApiKey
from shared.schema.announcements import Announcement
from shared.schema.assignments import Assignment
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.changes import Change, ChangedField
from shared.schema.materials import Material
from shared.schema.organisations import Organisation
from shared.schema.projects import Project
from shared.schema.questions import Question

#: what has a name under which it stands in a line; an account without one goes by its address
_NAMES: Mapping[str, tuple[Any, Any]] = {
    "account": (Account.id, func.coalesce(func.nullif(Account.name, ""), Account.email)),
    "key": (ApiKey.id, ApiKey.name),
    "presenter": (Presenter.id, Presenter.name),
    "offering": (Offering.id, Offering.name),
    "organisation": (Organisation.id, Organisation.name),
    "project": (Project.id, Project.title),
    "material": (Material.id, Material.title),
    "assignment": (Assignment.id, Assignment.title),
    "question": (Question.id, Question.label),
    "announcement": (Announcement.id, Announcement.subject),
    "series": (Series.id, Series.title),
}
#: what a line's subject is, by how its kind begins
_SUBJECTS = {
    "presenter.": "presenter",
    "material.": "material",
    "assignment.": "assignment",
    "question.": "question",
    "announcement.": "announcement",
    "series.partner_": "organisation",
    "series.hand": "organisation",
    "series.responsible_": "account",
    "series.project_": "project",
}
#: the same where the id stands in the detail
_IN_DETAIL = {"series.copied": ("from", "series"), "offering.quota_": ("organisation_id", "organisation")}


@dataclass(frozen=True)
class SessionName:
    """A session's title, and when it starts where another of the series has the same title."""

    title: str
    starts_at: datetime | None


@dataclass(frozen=True)
class Names:
    """All that was found, by id."""

    said: Mapping[UUID, str]
    sessions: Mapping[UUID, SessionName]
    terms: Mapping[UUID, AnyRow]


def subject_of(line: Any) -> UUID | None:
    """The id of whom or what a line is about beside its session or offering."""
    for begins, (key, _table) in _IN_DETAIL.items():
        if line.kind.startswith(begins):
            return UUID(line.detail[key]) if key in line.detail else None
    return line.subject_id  # type: ignore[no-any-return]


def names_in(db: Connection, series_id: UUID, facts: Sequence[Any]) -> Names:
    """The names in these lines: three statements, however many lines."""
    wanted: dict[str, set[UUID]] = {}
    for fact in facts:
        for table, one in _ids_of(fact):
            wanted.setdefault(table, set()).add(one)
    return _names(db, series_id, wanted, [one for fact in facts for one in fact.changed])


def names_in_fields(db: Connection, series_id: UUID, fields: Sequence[Changed]) -> Names:
    """The names in what was changed alone."""
    return _names(db, series_id, {}, fields)


def _names(db: Connection, series_id: UUID, wanted: dict[str, set[UUID]], fields: Sequence[Changed]) -> Names:
    for one in fields:
        if one.field in IDS:
            wanted.setdefault(IDS[one.field], set()).update(_ids_in(one))
    return Names(
        said=_said(db, series_id, wanted),
        sessions=_sessions(db, series_id) if wanted.get("session") else {},
        terms=changes.named_terms(db, fields),
    )


def _ids_of(fact: Any) -> Iterable[tuple[str, UUID]]:
    who, _colon, said = fact.actor.partition(":")
    if said:
        yield who, UUID(said)
    if fact.session_id:
        yield "session", fact.session_id
    if fact.offering_id:
        yield "offering", fact.offering_id
    begun = _SUBJECTS | {begins: table for begins, (_key, table) in _IN_DETAIL.items()}
    for begins, table in begun.items():
        if fact.subject_id and fact.kind.startswith(begins):
            yield table, fact.subject_id


def _ids_in(field: Changed) -> set[UUID]:
    return {one for text in (field.before, field.after) for one in value_of(frozenset, text or "")}


def _said(db: Connection, series_id: UUID, wanted: Mapping[str, set[UUID]]) -> dict[UUID, str]:
    selects = [_of_removed(series_id, {one for ids in wanted.values() for one in ids})] if wanted else []
    for table, ids in wanted.items():
        if table in _NAMES and ids:
            key, name = _NAMES[table]
            found = select(key.label("id"), name.label("name")).where(key.in_(ids))
            selects.append(found.where(_is_known_here(series_id)) if table == "series" else found)
    return {row.id: row.name for row in db.execute(union_all(*selects))} if selects else {}


def _of_removed(series_id: UUID, ids: Collection[UUID]) -> Select[Any, Any]:
    """What was kept of what is there no more."""
    called = ChangedField.change_id == Change.id, ChangedField.field == WAS_CALLED
    return (
        select(Change.subject_id.label("id"), ChangedField.before.label("name"))
        .join(ChangedField, and_(*called))
        .where(Change.series_id == series_id, Change.subject_id.in_(ids))
    )


def _is_known_here(series_id: UUID) -> Any:
    """Other series go by their titles once published, or with the same organiser: drafts are nobody else's."""
    this = aliased(Series)
    organiser = select(this.organiser_id).where(this.id == series_id).scalar_subquery()
    return or_(Series.published_at.is_not(None), Series.organiser_id == organiser)


def _sessions(db: Connection, series_id: UUID) -> dict[UUID, SessionName]:
    """All of the series: only so it is seen which of them have the same title."""
    rows = db.execute(select(Session.id, Session.title, Session.starts_at).where(Session.series_id == series_id)).all()
    count = Counter(row.title for row in rows)
    return {row.id: SessionName(row.title, row.starts_at if count[row.title] > 1 else None) for row in rows}
