"""Tables of the terms that series are found by, written by the catalogue service: an installation's own words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable

#: what a series is about, and for whom it is
TERM_KINDS = ("topic", "audience")
TERM_LENGTH = 80


class Term(CatalogueTable):
    """A theme or a target group, with its name in each language."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        UniqueConstraint("kind", "name_fi"),
        CheckConstraint(one_of("kind", *TERM_KINDS), name="kind"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(choice(*TERM_KINDS))
    #: what stands in addresses; it stays when names change, so that links that are out there hold
    key: Mapped[str] = mapped_column(String(TERM_LENGTH))
    name_fi: Mapped[str] = mapped_column(String(TERM_LENGTH))
    #: empty: the Finnish one is shown
    name_sv: Mapped[str] = mapped_column(String(TERM_LENGTH), default="")
    name_en: Mapped[str] = mapped_column(String(TERM_LENGTH), default="")
    #: rises with every change; an edit made on an older one is stale
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class SeriesTerm(CatalogueTable):
    """That a series is about something, or for somebody."""

    __tablename__ = "series_terms"
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True)
    term_id: Mapped[UUID] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)
