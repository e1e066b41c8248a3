"""What belongs to a session, as files and links: written by the catalogue, shown by it and on people's own pages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, LargeBinary, String, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.rules.materials import AUDIENCES, CAPTIONS, FILE_NAME_LENGTH, KINDS, SINCE
from shared.schema.base import NAME_LENGTH, URL_LENGTH, choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable, Session

_UNCAPTIONED = text("kind = 'recording' AND captions = 'missing' AND audience <> 'organisers' AND url IS NOT NULL")


class Material(CatalogueTable):
    """A link or a file of a session: an assignment beforehand, slides, a recording. A file never changes."""

    __tablename__ = "materials"
    __table_args__ = (
        CheckConstraint(one_of("kind", *KINDS), name="kind"),
        CheckConstraint(one_of("audience", *AUDIENCES), name="audience"),
        CheckConstraint(one_of("since", *SINCE), name="since"),
        CheckConstraint(one_of("captions", *CAPTIONS), name="captions"),
        CheckConstraint("(since = 'moment') = (visible_from IS NOT NULL)", name="moment"),
        CheckConstraint("(url IS NULL) = (file_name IS NOT NULL)", name="link_or_file"),
        Index("ix_materials_uncaptioned", "session_id", sqlite_where=_UNCAPTIONED, postgresql_where=_UNCAPTIONED),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(choice(*KINDS), default="after")
    audience: Mapped[str] = mapped_column(choice(*AUDIENCES), default="participants")
    #: from when; it moves along with the session
    since: Mapped[str] = mapped_column(choice(*SINCE), default="now")
    visible_from: Mapped[datetime | None]
    #: since when its audience has been more than the organisers
    shared_at: Mapped[datetime | None]
    #: of a recording: whether one can read what is said, or the law doesn't ask for it
    captions: Mapped[str] = mapped_column(choice(*CAPTIONS), default="missing")
    #: of a link
    url: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    #: of a file: its name where it came from, one of FILE_TYPES, its size
    file_name: Mapped[str | None] = mapped_column(String(FILE_NAME_LENGTH))
    file_type: Mapped[str | None] = mapped_column(String(4))
    size_bytes: Mapped[int | None]
    #: the actor who added it: a presenter takes away only their own
    added_by: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]


class MaterialPiece(CatalogueTable):
    """A part of a file's bytes, apart from what lists it: sent out one by one, so that no answer holds a whole file."""

    __tablename__ = "material_pieces"
    material_id: Mapped[UUID] = mapped_column(ForeignKey("materials.id"), primary_key=True)
    #: from 0
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


#: what people with a place get of a session that was held
IS_LEFT_BEHIND = and_(Material.kind != "before", Material.audience != "organisers")


def has_come(now: datetime) -> ColumnElement[bool]:
    """Of materials and their sessions: that their time has come."""
    return (
        (Material.since == "now")
        | ((Material.since == "start") & (Session.starts_at <= now))
        | ((Material.since == "end") & (Session.ends_at <= now))
        | (Material.visible_from <= now)
    )
