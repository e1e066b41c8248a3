"""Projects with all that is in them, and the one that a series belongs to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select, true

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from shared.rules.partners import Right
from shared.schema.catalogue import Series
from shared.schema.organisations import Organisation
from shared.schema.projects import Project, ProjectIndicator, ProjectPartner, ProjectSeries, WorkPackage

_MOST = 500


@dataclass(frozen=True)
class Whole:
    """A project with its parts, each in its order."""

    row: AnyRow
    partners: Sequence[AnyRow]
    work_packages: Sequence[AnyRow]
    indicators: Sequence[AnyRow]
    #: slug, title, language, state, work_package_id
    series: Sequence[AnyRow]

    def __getattr__(self, name: str) -> Any:
        """The project's own columns, and `organiser_name`."""
        return getattr(self.row, name)

    @property
    def shared_cents(self) -> int:
        """What the partners' shares come to; funders have none."""
        return sum(one.budget_cents or 0 for one in self.partners if one.role != "funder")


def visible(db: Connection, organisations: Collection[UUID] | None) -> Sequence[AnyRow]:
    """The projects that these organisations lead or are in, those that end last first; None is every one."""
    theirs = select(ProjectPartner.project_id).where(ProjectPartner.organisation_id.in_(organisations or ()))
    fits = true() if organisations is None else or_(Project.organiser_id.in_(organisations), Project.id.in_(theirs))
    count = select(func.count()).where(ProjectSeries.project_id == Project.id).correlate(Project).scalar_subquery()
    found = _projects().add_columns(count.label("series_count")).where(fits)
    return db.execute(found.order_by(Project.ends_on.desc(), Project.title, Project.id).limit(_MOST)).all()


def project(db: Connection, project_id: UUID) -> Whole | None:
    """All of one: five statements."""
    row = db.execute(_projects().where(Project.id == project_id)).one_or_none()
    if row is None:
        return None
    partners = (
        select(ProjectPartner.organisation_id, ProjectPartner.role, ProjectPartner.budget_cents, Organisation.name)
        .join(Organisation, Organisation.id == ProjectPartner.organisation_id)
        .where(ProjectPartner.project_id == project_id)
        .order_by(ProjectPartner.role == "funder", ProjectPartner.role != "lead", Organisation.name)
    )
    series = (
        select(Series.id, Series.slug, Series.title, Series.language, Series.state, ProjectSeries.work_package_id)
        .join(ProjectSeries, ProjectSeries.series_id == Series.id)
        .where(ProjectSeries.project_id == project_id)
        .order_by(Series.title, Series.id)
    )
    parts = [
        db.execute(select(one.__table__).where(one.project_id == project_id).order_by(one.position)).all()
        for one in (WorkPackage, ProjectIndicator)
    ]
    return Whole(row, db.execute(partners).all(), parts[0], parts[1], db.execute(series).all())


def choosable_series(db: Connection, organisations: Collection[UUID] | None, project_id: UUID) -> Sequence[AnyRow]:
    """Series that these organisations lead and that are not in the project yet: id, title."""
    inside = select(ProjectSeries.series_id).where(ProjectSeries.project_id == project_id)
    return db.execute(
        select(Series.id, Series.title)
        .where(mine(organisations, right=Right.MANAGE), Series.id.not_in(inside), Series.state != "archived")
        .order_by(Series.title, Series.id)
        .limit(_MOST)
    ).all()


def of_series(db: Connection, series_id: UUID) -> AnyRow | None:
    """The project that a series belongs to: id, title."""
    return db.execute(
        select(Project.id, Project.title)
        .join(ProjectSeries, ProjectSeries.project_id == Project.id)
        .where(ProjectSeries.series_id == series_id)
    ).one_or_none()


def funders(db: Connection, project_id: UUID) -> list[str]:
    """Who pays for it, by name."""
    return list(
        db.scalars(
            select(Organisation.name)
            .join(ProjectPartner, ProjectPartner.organisation_id == Organisation.id)
            .where(ProjectPartner.project_id == project_id, ProjectPartner.role == "funder")
            .order_by(Organisation.name)
        )
    )


def _projects() -> Select[*tuple[Any, ...]]:
    return select(Project.__table__, Organisation.name.label("organiser_name")).join(
        Organisation, Organisation.id == Project.organiser_id
    )
