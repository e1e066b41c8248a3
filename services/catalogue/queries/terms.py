"""Themes and target groups: all of them, and those of a series."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import PUBLISHED
from shared.schema.catalogue import Series
from shared.schema.terms import SeriesTerm, Term

#: listed, so that nobody is sent to an empty list
_LISTED = (
    select(func.count())
    .select_from(SeriesTerm)
    .join(Series, Series.id == SeriesTerm.series_id)
    .where(SeriesTerm.term_id == Term.id, PUBLISHED)
    .correlate(Term)
    .scalar_subquery()
)
_ALL = (
    select(func.count()).select_from(SeriesTerm).where(SeriesTerm.term_id == Term.id).correlate(Term).scalar_subquery()
)


def known(db: Connection) -> Sequence[AnyRow]:
    """All, by name: id, kind, key, names, version, how many series on the public lists have it, and how many at all."""
    return db.execute(_terms(_LISTED.label("series"), _ALL.label("used"))).all()


def one(db: Connection, term_id: UUID) -> AnyRow | None:
    """One, as `known` has it."""
    return db.execute(_terms(_LISTED.label("series"), _ALL.label("used")).where(Term.id == term_id)).one_or_none()


def of_series(db: Connection, series_ids: Collection[UUID]) -> dict[UUID, list[AnyRow]]:
    """What each of these series has, by name: one statement."""
    found: dict[UUID, list[AnyRow]] = {one: [] for one in series_ids}
    rows = _terms(SeriesTerm.series_id).join(SeriesTerm, SeriesTerm.term_id == Term.id)
    for row in db.execute(rows.where(SeriesTerm.series_id.in_(found))) if found else ():
        found[row.series_id].append(row)
    return found


def ids_of(db: Connection, series_id: UUID) -> list[UUID]:
    """What a series has."""
    return list(db.scalars(select(SeriesTerm.term_id).where(SeriesTerm.series_id == series_id)))


def by_id(db: Connection, ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """Those of these that there are."""
    return {row.id: row for row in db.execute(_terms().where(Term.id.in_(ids)))} if ids else {}


def ids_by_key(db: Connection, kind: str, keys: Collection[str]) -> dict[str, UUID]:
    """Those of these keys that there are."""
    rows = db.execute(select(Term.key, Term.id).where(Term.kind == kind, Term.key.in_(keys)))
    return {row.key: row.id for row in rows}


def _terms(*more: Any) -> Select[Any]:
    names = (Term.id, Term.kind, Term.key, Term.name_fi, Term.name_sv, Term.name_en, Term.version)
    return select(*names, *more).order_by(Term.kind, Term.name_fi)
