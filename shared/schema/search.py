"""What is searched for words; written by the catalogue service."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.catalogue import CatalogueTable

_OF_SERIES = text("session_id IS NULL")


class SearchDocument(CatalogueTable):
    """The words of a series, or of one of its sessions, as they are looked up: lower case, each beside its stem.

    Each database has a full-text index of its own over it: see ``shared/database/full_text.py``.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        Index(
            "uq_search_documents_of_series",
            "series_id",
            unique=True,
            sqlite_where=_OF_SERIES,
            postgresql_where=_OF_SERIES,
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), index=True)
    #: null: it is the document of the series itself
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), unique=True)
    #: of the series or session that it was made of; one that is behind is made anew
    version: Mapped[int]
    title_words: Mapped[str] = mapped_column(Text)
    text_words: Mapped[str] = mapped_column(Text)
