"""Tables of projects, written by the catalogue service: who pays for series, from when to when, and what for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import NAME_LENGTH, choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable

PROJECT_ROLES = ("part-implementer", "partner", "funder")


class Project(CatalogueTable):
    """A project that series belong to; its organiser leads it."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("budget_cents >= 0", name="budget_not_negative"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: its number at the funder
    reference: Mapped[str] = mapped_column(String(60), default="")
    #: one or two sentences, plain text
    summary: Mapped[str] = mapped_column(String(500), default="")
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: in all, in cents of a euro; null: not said
    budget_cents: Mapped[int | None] = mapped_column(BigInteger)
    #: rises with every change of the project or of anything in it; an edit made on an older one is stale
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ProjectPartner(CatalogueTable):
    """An organisation in a project, its lead among those that carry it out when it has a share."""

    __tablename__ = "project_partners"
    __table_args__ = (
        CheckConstraint(one_of("role", "lead", *PROJECT_ROLES), name="role"),
        CheckConstraint("budget_cents >= 0", name="budget_not_negative"),
    )
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(choice("lead", *PROJECT_ROLES))
    #: its share in cents of a euro; null: none, or not said
    budget_cents: Mapped[int | None] = mapped_column(BigInteger)


class WorkPackage(CatalogueTable):
    """A part of a project's work."""

    __tablename__ = "work_packages"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    #: from 1
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))


class ProjectIndicator(CatalogueTable):
    """What a project is measured by."""

    __tablename__ = "project_indicators"
    __table_args__ = (
        UniqueConstraint("project_id", "name"),
        CheckConstraint("target >= 0", name="target_not_negative"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    #: from 1
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    target: Mapped[int]


class ProjectSeries(CatalogueTable):
    """A series of a project: it belongs to one at most."""

    __tablename__ = "project_series"
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    work_package_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_packages.id"))
