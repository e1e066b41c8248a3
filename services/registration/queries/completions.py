"""Who completed what: the credits of registrations, and where somebody stands on paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select

from services.registration.queries.matching import Filter, matching
from services.registration.rules.path_standing import Stage, Standing, stand
from shared.database import among
from shared.schema.catalogue import Offering, Series
from shared.schema.completions import Award
from shared.schema.paths import Path, PathStage, PathStageSeries
from shared.schema.registration import Person, Registration

_OF = among.both(select(Award.registration_id, Award.credits), Award.registration_id)
_ONE = select(Award.credits, Award.awarded_at).where(Award.registration_id == bindparam("registration_id"))
_COUNT = (
    select(func.count())
    .select_from(Registration)
    .join(Award, Award.registration_id == Registration.id)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.state == "confirmed")
)
_CREDITS = (
    select(Series.credits)
    .join(Offering, Offering.series_id == Series.id)
    .where(Offering.id == bindparam("offering_id"))
)
_LIST = (
    select(Award.registration_id, Person.email, Award.credits, Award.awarded_at)
    .join(Registration, Registration.id == Award.registration_id)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.offering_id == bindparam("offering_id"))
    .order_by(Award.registration_id)
    .limit(bindparam("most"))
)
_FURTHER = _LIST.where(Award.registration_id > bindparam("after"))
_has_page = Series.published_at.is_not(None)
#: all stages of the published paths that lead through a series, with the series that everybody may see
_STAGES = (
    select(
        Path.id.label("path_id"),
        Path.slug,
        Path.title,
        Path.language,
        PathStage.position,
        PathStage.name,
        PathStage.rule,
        Series.id.label("series_id"),
        Series.slug.label("series_slug"),
        Series.title.label("series_title"),
        Series.language.label("series_language"),
    )
    .join(PathStage, PathStage.path_id == Path.id)
    .outerjoin(PathStageSeries, PathStageSeries.stage_id == PathStage.id)
    .outerjoin(Series, (Series.id == PathStageSeries.series_id) & _has_page)
    .where(
        Path.state == "published",
        Path.id.in_(
            select(PathStage.path_id)
            .join(PathStageSeries, PathStageSeries.stage_id == PathStage.id)
            .join(Offering, Offering.series_id == PathStageSeries.series_id)
            .where(Offering.id == bindparam("offering_id"))
        ),
    )
    .order_by(Path.title, Path.id, PathStage.position, PathStageSeries.position)
)
_SERIES_OF = (
    select(Offering.series_id, Registration.state, Award.credits)
    .join(Offering, Offering.id == Registration.offering_id)
    .outerjoin(Award, Award.registration_id == Registration.id)
    .where(Registration.person_id == bindparam("person_id"))
)
_PERSON = select(Registration.person_id).where(Registration.id == bindparam("registration_id"))


@dataclass(frozen=True, slots=True)
class StageOfPath:
    """A stage as somebody stands with it."""

    name: str
    rule: str
    standing: Standing
    #: rows of series_id, series_slug, series_title, series_language
    series: list[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class OwnPath:
    """A path on which somebody is."""

    slug: str
    title: str
    language: str
    stages: list[StageOfPath]
    #: series of it that they completed
    completed: frozenset[UUID]


def of_registrations(db: Connection, ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """The credits of those who completed their series."""
    return {row[0]: row[1] for row in among.execute(db, _OF, ids)}


def count(db: Connection, wanted: Filter) -> int:
    """How many of those who match and have a place completed it."""
    return db.scalar(matching(_COUNT, wanted.whole)) or 0


def of_one(db: Connection, registration_id: UUID) -> tuple[Decimal, datetime] | None:
    """The credits and since when, of one registration; None: not completed."""
    row = db.execute(_ONE, {"registration_id": registration_id}).one_or_none()
    return (row[0], row[1]) if row is not None else None


def credits_of_series(db: Connection, offering_id: UUID) -> Decimal | None:
    """The credits that an offering's series gives."""
    return db.scalar(_CREDITS, {"offering_id": offering_id})


def page(db: Connection, offering_id: UUID, most: int, after: UUID | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who completed it by an offering: registration_id, email, credits, awarded_at."""
    said: dict[str, Any] = {"offering_id": offering_id, "most": most}
    return db.execute(_LIST, said).all() if after is None else db.execute(_FURTHER, said | {"after": after}).all()


def own_paths(db: Connection, registration_id: UUID, offering_id: UUID) -> list[OwnPath]:
    """The paths that lead through an offering's series, as the registered person stands on them."""
    rows = db.execute(_STAGES, {"offering_id": offering_id}).all()
    if not rows:
        return []
    person_id = db.scalar(_PERSON, {"registration_id": registration_id})
    completed: set[UUID] = set()
    taking: set[UUID] = set()
    for one in db.execute(_SERIES_OF, {"person_id": person_id}):
        if one.credits is not None:
            completed.add(one.series_id)
        elif one.state == "confirmed":
            taking.add(one.series_id)
    grouped: dict[UUID, dict[int, list[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.path_id, {}).setdefault(row.position, []).append(row)
    return [_own_path(list(stages.values()), completed, taking) for stages in grouped.values()]


def _own_path(stages: list[list[Any]], completed: set[UUID], taking: set[UUID]) -> OwnPath:
    series = [[row for row in rows if row.series_id is not None] for rows in stages]
    shapes = [
        Stage(rows[0].rule, frozenset(row.series_id for row in its_series))
        for rows, its_series in zip(stages, series, strict=True)
    ]
    standings = stand(shapes, completed, taking)
    first = stages[0][0]
    found = [
        StageOfPath(rows[0].name, rows[0].rule, standing, its_series)
        for rows, standing, its_series in zip(stages, standings, series, strict=True)
    ]
    return OwnPath(first.slug, first.title, first.language, found, frozenset(completed))
