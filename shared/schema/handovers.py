"""Tables of who answers for a series, and of its way to another organisation; written by the catalogue service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import choice, new_id, one_of
from shared.schema.catalogue import PARTNER_ROLES, CatalogueTable

HANDOVER_STATES = ("asked", "accepted", "declined", "withdrawn")
NOTE_LENGTH = 500
IS_OPEN = text("state = 'asked'")


class SeriesResponsible(CatalogueTable):
    """The person of its organiser who answers for a series; without a row all its organisers do."""

    __tablename__ = "series_responsibles"
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)


class SeriesHandover(CatalogueTable):
    """A series that its organiser wants another organisation to lead: that one says yes or no. One is open
    at a time."""

    __tablename__ = "series_handovers"
    __table_args__ = (
        CheckConstraint(one_of("state", *HANDOVER_STATES), name="state"),
        Index("uq_series_handovers_open", "series_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: as what the organiser stays in it; null: not at all
    keeps_role: Mapped[str | None] = mapped_column(choice(*PARTNER_ROLES))
    #: to those who are asked, plain text
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    state: Mapped[str] = mapped_column(choice(*HANDOVER_STATES), default="asked")
    #: as ``Viewer.actor`` says
    actor: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
