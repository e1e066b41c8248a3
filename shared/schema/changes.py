"""What changes of a series and of what belongs to it changed, from what to what: the catalogue's.

The journal holds ids alone.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import new_id
from shared.schema.catalogue import CatalogueTable


class Change(CatalogueTable):
    """One change of a series, or of one of its sessions: its journal line names it under "change", and the last of each
    can be undone.

    Under "told": of something else that belongs to the series, kept to be read alone.
    """

    __tablename__ = "changes"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), index=True)
    #: null: of the series itself
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    at: Mapped[datetime]
    #: ``presenter``, ``offering``, ``material`` …: what it is about, and which one, which may be gone; null: the series
    #: or session itself
    about: Mapped[str | None] = mapped_column(String(20))
    subject_id: Mapped[UUID | None]


class ChangedField(CatalogueTable):
    """What a field said before and after: as text, instants as RFC 3339; null where it was empty."""

    __tablename__ = "changed_fields"
    change_id: Mapped[UUID] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    #: the column's name
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
