"""API: projects, and the series that belong to them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import projects as actions
from services.catalogue.queries import projects
from services.catalogue.routes.api_fields import Input, Name, Summary, Version
from services.catalogue.routes.permission import project_to_manage, project_to_see, series_to_manage
from services.catalogue.routes.workspace import organised_by
from services.catalogue.rules.project_words import MOST_CENTS
from shared.schema.base import new_id
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("projects")

Cents = Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS, description="cents of a euro")]
Role = Literal["lead", "part-implementer", "partner", "funder"]


class ShareIn(Input):
    """An organisation in a project, with its share of the budget."""

    organisation_id: UUID
    role: Role
    budget_cents: Cents | None = None


class IndicatorIn(Input):
    """What a project is measured by."""

    name: Name
    target: Annotated[int, Field(strict=True, ge=0, le=999_999_999)]


class ProjectIn(Input):
    """A project, with all that is in it but its series."""

    title: Name
    organiser_id: UUID
    starts_on: date
    ends_on: date
    reference: Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f]*$")] = ""
    summary: Summary = ""
    budget_cents: Cents | None = None
    partners: Annotated[list[ShareIn], Field(max_length=actions.MOST)] = Field(default_factory=list)
    work_packages: Annotated[list[Name], Field(max_length=actions.MOST)] = Field(default_factory=list)
    indicators: Annotated[list[IndicatorIn], Field(max_length=actions.MOST)] = Field(default_factory=list)


class ProjectEdit(ProjectIn):
    """The same, with the version that was seen: an edit of an older one is refused."""

    version: Version


class ProjectSeriesIn(Input):
    """To which part of the work a series belongs."""

    work_package_id: UUID | None = None


class WorkPackageOut(BaseModel):
    """A part of the work, and its series by slug."""

    id: UUID
    name: str
    series: list[str]


class ProjectOut(BaseModel):
    """A project with all that is in it. ``series`` are slugs."""

    id: UUID
    title: str
    organiser_id: UUID
    organiser_name: str
    starts_on: date
    ends_on: date
    reference: str
    summary: str
    budget_cents: int | None
    shared_cents: int
    partners: list[ShareIn]
    work_packages: list[WorkPackageOut]
    indicators: list[IndicatorIn]
    series: list[str]
    version: int


class ProjectSummary(BaseModel):
    """A project in a list."""

    id: UUID
    title: str
    organiser_name: str
    starts_on: date
    ends_on: date


class ProjectsOut(BaseModel):
    """Projects, those that end last first."""

    items: list[ProjectSummary]


@api.reads("/projects", Access.ORGANISER, "Projects that one leads or is in", Shape(answer=ProjectsOut))
def list_projects(db: Connection) -> ProjectsOut:
    """With their periods."""
    rows = projects.visible(db, organised_by(known_viewer()))
    names = ProjectSummary.model_fields
    return ProjectsOut(items=[ProjectSummary(**{name: getattr(row, name) for name in names}) for row in rows])


@api.writes("POST", "/projects", Access.ORGANISER, "Write a project down", Shape(ProjectIn, None, ProjectOut, 201))
def add_project(db: Connection, body: ProjectIn) -> ProjectOut:
    """Money is in cents of a euro."""
    known_viewer().require_organiser(body.organiser_id)
    project_id = new_id()
    actions.save_project(db, known_viewer().actor, project_id, _facts(body))
    return _out(db, project_id)


@api.reads("/projects/<uuid:project_id>", Access.ORGANISER, "One project", Shape(answer=ProjectOut))
def get_project(db: Connection, project_id: UUID) -> ProjectOut:
    """To the organisers of its lead and of its partners."""
    return _out(db, project_id)


@api.writes(
    "PUT",
    "/projects/<uuid:project_id>",
    Access.ORGANISER,
    "Write a project down anew; its series stay in it",
    Shape(ProjectEdit, None, ProjectOut),
)
def put_project(db: Connection, project_id: UUID, body: ProjectEdit) -> ProjectOut:
    """Work packages that keep their names keep their series."""
    project_to_manage(db, project_id)
    known_viewer().require_organiser(body.organiser_id)
    actions.save_project(db, known_viewer().actor, project_id, _facts(body), body.version)
    return _out(db, project_id)


@api.writes(
    "PUT",
    "/projects/<uuid:project_id>/series/<slug>",
    Access.ORGANISER,
    "Put a series into a project, and out of any other",
    Shape(ProjectSeriesIn, None, ProjectOut),
)
def put_project_series(db: Connection, project_id: UUID, slug: str, body: ProjectSeriesIn) -> ProjectOut:
    """A series belongs to one project at most."""
    project_to_manage(db, project_id)
    series = series_to_manage(db, slug)
    actions.put_series(db, known_viewer().actor, project_id, series.id, body.work_package_id)
    return _out(db, project_id)


@api.writes(
    "DELETE",
    "/projects/<uuid:project_id>/series/<slug>",
    Access.ORGANISER,
    "Take a series out of a project",
    Shape(answer=ProjectOut),
)
def delete_project_series(db: Connection, project_id: UUID, slug: str) -> ProjectOut:
    """The series itself stays as it is."""
    project_to_manage(db, project_id)
    actions.take_series(db, known_viewer().actor, project_id, series_to_manage(db, slug).id)
    return _out(db, project_id)


def _facts(body: ProjectIn) -> actions.ProjectFacts:
    said = body.model_dump(exclude={"version", "partners", "indicators"})
    shares = [actions.Share(**one.model_dump()) for one in body.partners]
    return actions.ProjectFacts(**said, partners=shares, indicators=[(one.name, one.target) for one in body.indicators])


def _out(db: Connection, project_id: UUID) -> ProjectOut:
    found = project_to_see(db, project_id)
    own = ("id", "title", "organiser_id", "organiser_name", "starts_on", "ends_on", "reference", "summary", "version")
    return ProjectOut(
        **{name: getattr(found, name) for name in own},
        budget_cents=found.budget_cents,
        shared_cents=found.shared_cents,
        partners=[
            ShareIn(organisation_id=one.organisation_id, role=one.role, budget_cents=one.budget_cents)
            for one in found.partners
        ],
        work_packages=[
            WorkPackageOut(
                id=one.id, name=one.name, series=[row.slug for row in found.series if row.work_package_id == one.id]
            )
            for one in found.work_packages
        ],
        indicators=[IndicatorIn(name=one.name, target=one.target) for one in found.indicators],
        series=[row.slug for row in found.series],
    )
