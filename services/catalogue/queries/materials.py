"""Materials of sessions: for their organisers, for everybody, and for those who can show that they have a place."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, select

from services.catalogue.queries.rows import AnyRow
from shared.database import Database
from shared.schema.catalogue import OfferingSession, Session
from shared.schema.materials import Material, MaterialPiece, has_come
from shared.schema.registration import Person, Registration, SessionWithdrawal

#: in the order in which people meet them
_IN_ORDER = (Material.kind == "recording", Material.kind == "after", Material.created_at, Material.id)


def of_session(db: Connection, session_id: UUID) -> Sequence[AnyRow]:
    """All of them, whoever sees them."""
    return db.execute(select(Material.__table__).where(Material.session_id == session_id).order_by(*_IN_ORDER)).all()


def for_everybody(db: Connection, session_id: UUID) -> Sequence[AnyRow]:
    """Those that everybody sees, now or once their time has come."""
    wanted = (Material.session_id == session_id, Material.audience == "everybody")
    return db.execute(select(Material.__table__).where(*wanted).order_by(*_IN_ORDER)).all()


def has_more(db: Connection, session_id: UUID) -> bool:
    """Whether there is, or will be, something for those with a place alone."""
    return bool(
        db.scalar(select(exists().where(Material.session_id == session_id, Material.audience == "participants")))
    )


def one(db: Connection, material_id: UUID) -> AnyRow | None:
    """One, with when its session is held and whose series it belongs to."""
    return db.execute(
        select(Material.__table__, Session.starts_at, Session.ends_at, Session.timezone, Session.series_id)
        .join(Session, Session.id == Material.session_id)
        .where(Material.id == material_id)
    ).one_or_none()


def is_shown(db: Connection, material_id: UUID, audiences: Sequence[str], now: datetime) -> bool:
    """Whether these audiences see it by now."""
    wanted = (Material.id == material_id, Material.audience.in_(audiences), has_come(now))
    return db.scalar(select(Material.id).join(Session, Session.id == Material.session_id).where(*wanted)) is not None


def link_version(db: Connection, registration_id: UUID, session_id: UUID) -> int | None:
    """The version of a registration's links, if it holds a place in this session that wasn't left out; else None."""
    left_out = exists().where(
        SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == session_id
    )
    return db.scalar(
        select(Registration.link_version)
        .join(Person, Person.id == Registration.person_id)
        .join(OfferingSession, OfferingSession.offering_id == Registration.offering_id)
        .where(
            Registration.id == registration_id,
            Registration.state == "confirmed",
            OfferingSession.session_id == session_id,
            Person.erased_at.is_(None),
            Person.erasure_asked_at.is_(None),
            ~left_out,
        )
    )


def pieces(database: Database, material_id: UUID) -> Iterator[bytes]:
    """A file's bytes, piece after piece, each read by itself: no transaction stays open for a slow reader."""
    number = 0
    while True:
        with database.reading() as db:
            wanted = (MaterialPiece.material_id == material_id, MaterialPiece.number == number)
            piece = db.scalar(select(MaterialPiece.content).where(*wanted))
        if piece is None:
            return
        yield piece
        number += 1
