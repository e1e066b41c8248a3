"""Projects: written down with all that is in them, and series put into them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.catalogue.actions.organisations import require_organisation
from services.catalogue.actions.versions import change_series, require_newest
from services.catalogue.queries.held import hold_series
from shared import clock, journal
from shared.errors import NotThere, Refusal
from shared.schema.base import new_id
from shared.schema.projects import Project, ProjectIndicator, ProjectPartner, ProjectSeries, WorkPackage

MOST = 50


@dataclass(frozen=True)
class Share:
    """An organisation in a project, and its share of the budget in cents."""

    organisation_id: UUID
    role: str
    budget_cents: int | None = None


@dataclass(frozen=True)
class ProjectFacts:
    """A project as asked for, with all that is in it but its series."""

    title: str
    organiser_id: UUID
    starts_on: date
    ends_on: date
    reference: str = ""
    summary: str = ""
    budget_cents: int | None = None
    partners: Sequence[Share] = field(default_factory=tuple)
    work_packages: Sequence[str] = field(default_factory=tuple)
    #: name and target
    indicators: Sequence[tuple[str, int]] = field(default_factory=tuple)


def save_project(
    db: Connection, actor: str, project_id: UUID, said: ProjectFacts, seen_version: int | None = None
) -> None:
    """Write a project down, anew when there is none of this id. Raises Refusal for what can't be, Conflict when
    ``seen_version`` is no longer the newest."""
    _check(db, said)
    before = db.execute(select(Project.__table__).where(Project.id == project_id).with_for_update()).one_or_none()
    now = clock.now()
    own = ("title", "organiser_id", "starts_on", "ends_on", "reference", "summary", "budget_cents")
    values: dict[str, Any] = {name: getattr(said, name) for name in own}
    if before is None:
        db.execute(insert(Project).values(**values, id=project_id, created_at=now, changed_at=now))
    else:
        require_newest(before, seen_version)
        changed = {**values, "version": Project.version + 1, "changed_at": now}
        db.execute(update(Project).where(Project.id == project_id).values(changed))
    _write_partners(db, project_id, said.partners)
    _write_packages(db, project_id, said.work_packages)
    _write_indicators(db, project_id, said.indicators)
    _touch_series(db, project_id)
    journal.append(db, "project.changed" if before else "project.added", actor, journal.Subject(subject_id=project_id))


def put_series(db: Connection, actor: str, project_id: UUID, series_id: UUID, work_package_id: UUID | None) -> None:
    """Let a series belong to a project, and to no other. Raises NotThere."""
    _hold(db, project_id)
    hold_series(db, series_id)
    if work_package_id is not None:
        its_own = select(WorkPackage.id).where(WorkPackage.id == work_package_id, WorkPackage.project_id == project_id)
        if db.scalar(its_own) is None:
            raise Refusal("no_work_package", _("There is no such work package."), "work_package")
    db.execute(delete(ProjectSeries).where(ProjectSeries.series_id == series_id))
    row = {"series_id": series_id, "project_id": project_id, "work_package_id": work_package_id}
    db.execute(insert(ProjectSeries).values(row))
    change_series(db, series_id)
    journal.append(db, "series.project_set", actor, journal.Subject(series_id=series_id, subject_id=project_id))


def take_series(db: Connection, actor: str, project_id: UUID, series_id: UUID) -> None:
    """Let a series belong to this project no longer; when it doesn't nothing changes."""
    hold_series(db, series_id)
    this = ProjectSeries.series_id == series_id, ProjectSeries.project_id == project_id
    if db.execute(delete(ProjectSeries).where(*this)).rowcount:
        change_series(db, series_id)
        journal.append(db, "series.project_left", actor, journal.Subject(series_id=series_id, subject_id=project_id))


def _hold(db: Connection, project_id: UUID) -> Row[Any]:
    found = db.execute(select(Project.__table__).where(Project.id == project_id).with_for_update()).one_or_none()
    if found is None:
        raise NotThere("no_project", _("There is no such project."))
    return found


def _check(db: Connection, said: ProjectFacts) -> None:
    require_organisation(db, said.organiser_id, "organiser_id")
    if said.ends_on < said.starts_on:
        raise Refusal("ends_before_start", _("The project can't end before it begins."), "ends_on")
    for part in ("partners", "work_packages", "indicators"):
        if len(getattr(said, part)) > MOST:
            raise Refusal("too_many", _("At most %(most)s of these.", most=MOST), part)
    for part, names in (
        ("partners", [one.organisation_id for one in said.partners]),
        ("work_packages", list(said.work_packages)),
        ("indicators", [name for name, _target in said.indicators]),
    ):
        if len(set(names)) < len(names):
            raise Refusal("named_twice", _("One of these is there twice."), part)
    for one in said.partners:
        if (one.role == "lead") != (one.organisation_id == said.organiser_id):
            raise Refusal(
                "one_lead", _("The lead is the organisation that organises the project, and no other."), "partners"
            )
        require_organisation(db, one.organisation_id, "partners")


def _write_partners(db: Connection, project_id: UUID, wanted: Sequence[Share]) -> None:
    db.execute(delete(ProjectPartner).where(ProjectPartner.project_id == project_id))
    rows = [
        {"organisation_id": one.organisation_id, "role": one.role, "budget_cents": one.budget_cents} for one in wanted
    ]
    if rows:
        db.execute(insert(ProjectPartner), [{"project_id": project_id, **row} for row in rows])


def _write_packages(db: Connection, project_id: UUID, wanted: Sequence[str]) -> None:
    """Those that keep their names keep their series."""
    of_project = WorkPackage.project_id == project_id
    known = {row.name: row.id for row in db.execute(select(WorkPackage.id, WorkPackage.name).where(of_project))}
    gone = [known[name] for name in known if name not in wanted]
    lost = ProjectSeries.work_package_id.in_(gone)
    db.execute(update(ProjectSeries).where(lost).values(work_package_id=None))
    db.execute(delete(WorkPackage).where(WorkPackage.id.in_(gone)))
    for position, name in enumerate(wanted, start=1):
        if name in known:
            db.execute(update(WorkPackage).where(WorkPackage.id == known[name]).values(position=position))
        else:
            row = {"id": new_id(), "project_id": project_id, "position": position, "name": name}
            db.execute(insert(WorkPackage).values(row))


def _write_indicators(db: Connection, project_id: UUID, wanted: Sequence[tuple[str, int]]) -> None:
    db.execute(delete(ProjectIndicator).where(ProjectIndicator.project_id == project_id))
    rows = [
        {"id": new_id(), "project_id": project_id, "position": place, "name": name, "target": target}
        for place, (name, target) in enumerate(wanted, start=1)
    ]
    if rows:
        db.execute(insert(ProjectIndicator), rows)


def _touch_series(db: Connection, project_id: UUID) -> None:
    """Their pages name the project and who pays for it."""
    for series_id in sorted(db.scalars(select(ProjectSeries.series_id).where(ProjectSeries.project_id == project_id))):
        hold_series(db, series_id)
        change_series(db, series_id)
