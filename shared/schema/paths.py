"""Tables of what leads from one series to the next, written by the catalogue service: paths and requirements."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import NAME_LENGTH, TEXT_LENGTH, choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable

PATH_STATES = ("draft", "published")
#: everything of the stage, one of its series, or for some people only
STAGE_RULES = ("all", "one", "some")


class OfferingRequirement(CatalogueTable):
    """A series that has to be completed before one registers for an offering; several: all of them."""

    __tablename__ = "offering_requirements"
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True, index=True)


class Path(CatalogueTable):
    """Series that belong together, stage after stage."""

    __tablename__ = "paths"
    __table_args__ = (CheckConstraint(one_of("state", *PATH_STATES), name="state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: the part of its address that names it
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: one or two sentences, plain text
    summary: Mapped[str] = mapped_column(String(500), default="")
    #: Markdown
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    #: the language it is written in: fi, sv or en
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(choice(*PATH_STATES), default="draft")
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: rises with every change of the path or of its stages; an edit made on an older one is stale
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PathStage(CatalogueTable):
    """One stage of a path."""

    __tablename__ = "path_stages"
    __table_args__ = (
        UniqueConstraint("path_id", "position"),
        CheckConstraint(one_of("rule", *STAGE_RULES), name="rule"),
        CheckConstraint("credits_from >= 0", name="credits_not_negative"),
        CheckConstraint("credits_to >= credits_from", name="credits_in_order"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    path_id: Mapped[UUID] = mapped_column(ForeignKey("paths.id"))
    #: from 1
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    rule: Mapped[str] = mapped_column(choice(*STAGE_RULES))
    #: ECTS credits (op) of whoever goes through it, at least and at most; both are null when nothing is said of them
    credits_from: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    credits_to: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))


class PathStageSeries(CatalogueTable):
    """A series in a stage: a branch of the path, where one of several is chosen."""

    __tablename__ = "path_stage_series"
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("path_stages.id"), primary_key=True)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True, index=True)
    #: from 1
    position: Mapped[int]
