"""Paths through several series, with their stages, and what offerings require."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, or_, select, true

from services.catalogue.queries.public_series import IS_SHOWN
from services.catalogue.queries.rows import AnyRow
from shared.errors import NotThere, Refusal
from shared.schema.catalogue import Series
from shared.schema.organisations import Organisation
from shared.schema.paths import OfferingRequirement, Path, PathStage, PathStageSeries
from shared.web.viewer import Viewer

MOST_CHOICES = 500


@dataclass(frozen=True)
class Stage:
    """A stage with its series: id, slug, title, summary, language, credits, is_shown."""

    id: UUID
    position: int
    name: str
    #: all, one or some
    rule: str
    credits_from: Decimal | None
    credits_to: Decimal | None
    series: list[AnyRow]


_STATE = (
    select(
        Path.id,
        Path.version,
        Organisation.name,
        Series.id,
        Series.version,
        Series.state,
    )
    .join(Organisation, Organisation.id == Path.organiser_id)
    .outerjoin(PathStage, PathStage.path_id == Path.id)
    .outerjoin(PathStageSeries, PathStageSeries.stage_id == PathStage.id)
    .outerjoin(Series, Series.id == PathStageSeries.series_id)
    .where(Path.slug == bindparam("slug"))
    .order_by(PathStage.position, PathStageSeries.position, Series.id)
)


def state_of(db: Connection, slug: str) -> str | None:
    """What its page goes by: changes with the path, its organiser's name and every series on it."""
    rows = db.execute(_STATE, {"slug": slug}).all()
    return repr([tuple(row) for row in rows]) if rows else None


def path(db: Connection, slug: str) -> AnyRow | None:
    """The path with its organiser's name, or None."""
    return db.execute(_paths().where(Path.slug == slug)).one_or_none()


def slug_of(db: Connection, path_id: UUID) -> str:
    """The part of its address that names a path."""
    return str(db.scalar(select(Path.slug).where(Path.id == path_id)))


def hold_path(db: Connection, path_id: UUID) -> Row[Any]:
    """The path's row as it is now, held until the transaction ends. Raises NotThere."""
    row = db.execute(select(Path.__table__).where(Path.id == path_id).with_for_update()).one_or_none()
    if row is None:
        raise NotThere("no_path", _("There is no such path."))
    return row


def stages(db: Connection, path_id: UUID, only_shown: bool = False) -> list[Stage]:
    """Its stages in their order: two statements. ``only_shown``: without series that not everybody may see."""
    rows = db.execute(select(PathStage.__table__).where(PathStage.path_id == path_id).order_by(PathStage.position))
    found = {
        row.id: Stage(row.id, row.position, row.name, row.rule, row.credits_from, row.credits_to, []) for row in rows
    }
    series = db.execute(
        select(
            PathStageSeries.stage_id,
            Series.id,
            Series.slug,
            Series.title,
            Series.summary,
            Series.language,
            Series.credits,
            IS_SHOWN.label("is_shown"),
        )
        .join(Series, Series.id == PathStageSeries.series_id)
        .join(PathStage, PathStage.id == PathStageSeries.stage_id)
        .where(PathStage.path_id == path_id, IS_SHOWN if only_shown else true())
        .order_by(PathStageSeries.position, Series.id)
    )
    for row in series:
        found[row.stage_id].series.append(row)
    return list(found.values())


def published(
    db: Connection, most: int, after: UUID | None = None, drafts_of: Collection[UUID] | None = ()
) -> Sequence[AnyRow]:
    """Published paths, the oldest first, with how many stages each has; and the drafts of these organisations, None:
    of all."""
    is_seen = true() if drafts_of is None else (Path.state == "published") | Path.organiser_id.in_(drafts_of)
    statement = _paths().where(is_seen)
    if after is not None:
        statement = statement.where(Path.id > after)
    return db.execute(statement.order_by(Path.id).limit(most)).all()


def managed(db: Connection, organises: Collection[UUID] | None) -> Sequence[AnyRow]:
    """The paths of these organisations; None is every one."""
    mine = true() if organises is None else Path.organiser_id.in_(organises)
    return db.execute(_paths().where(mine).order_by(Path.title, Path.id).limit(MOST_CHOICES)).all()


def of_series(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """The published paths that a series is part of: slug, title, language, stage, stages."""
    return db.execute(
        select(Path.slug, Path.title, Path.language, PathStage.position.label("stage"), _stage_count().label("stages"))
        .join(PathStage, PathStage.path_id == Path.id)
        .join(PathStageSeries, PathStageSeries.stage_id == PathStage.id)
        .where(PathStageSeries.series_id == series_id, Path.state == "published")
        .order_by(Path.title, Path.id, PathStage.position)
    ).all()


def required(db: Connection, offering_ids: Collection[UUID]) -> dict[UUID, list[AnyRow]]:
    """The series that offerings require: id, slug, title, language, is_shown; those that require nothing are absent."""
    found: dict[UUID, list[AnyRow]] = {}
    if offering_ids:
        rows = db.execute(
            select(
                OfferingRequirement.offering_id,
                Series.id,
                Series.slug,
                Series.title,
                Series.language,
                IS_SHOWN.label("is_shown"),
            )
            .join(Series, Series.id == OfferingRequirement.series_id)
            .where(OfferingRequirement.offering_id.in_(offering_ids))
            .order_by(Series.title, Series.id)
        )
        for row in rows:
            found.setdefault(row.offering_id, []).append(row)
    return found


def choosable(db: Connection, asker: Viewer, besides: Collection[UUID] = ()) -> Sequence[AnyRow]:
    """The series that one may put on a path or require: what everybody sees, and the asker's own drafts."""
    fits = or_(_may_choose(asker), Series.id.in_(besides))
    statement = select(Series.id, Series.title, Series.language, Series.state).where(fits)
    return db.execute(statement.order_by(Series.title, Series.id).limit(MOST_CHOICES)).all()


def require_series(db: Connection, asker: Viewer, series_ids: Collection[UUID]) -> None:
    """Raise Refusal unless the asker may choose all of these."""
    if not series_ids:
        return
    known = db.scalar(select(func.count()).where(Series.id.in_(series_ids), _may_choose(asker)))
    if known != len(set(series_ids)):
        raise Refusal("no_series", _("There is no such series."), "series_ids")


def _may_choose(asker: Viewer) -> ColumnElement[bool]:
    if asker.is_administrator or asker.organises is None:
        return true()
    return or_(IS_SHOWN, Series.organiser_id.in_(asker.organises))


def _stage_count() -> Any:
    """How many stages a path has."""
    counted = PathStage.__table__.alias("counted")
    return select(func.count()).where(counted.c.path_id == Path.id).correlate(Path).scalar_subquery()


def _paths() -> Select[*tuple[Any, ...]]:
    return select(Path.__table__, Organisation.name.label("organiser_name"), _stage_count().label("stages")).join(
        Organisation, Organisation.id == Path.organiser_id
    )
