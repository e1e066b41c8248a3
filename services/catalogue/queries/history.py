"""Who changed what of a series, and when: its journal lines, with names for what stands in them as ids."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.accounts import Account, ApiKey
from shared.schema.catalogue import Offering, Presenter, Session
from shared.schema.journal import IS_OF_ORGANISERS, JournalLine
from shared.schema.organisations import Organisation

#: the kinds that organisers read; what becomes of people's places stands with the participants
KINDS = (
    *(f"series.{what}" for what in ("added", "copied", "changed", "published", "archived")),
    *(f"series.publishing_{what}" for what in ("planned", "withdrawn")),
    *(f"series.partner_{what}" for what in ("added", "changed", "left", "removed")),
    *(f"series.handover_{what}" for what in ("asked", "declined", "withdrawn")),
    *(f"series.{what}" for what in ("handed_over", "responsible_changed", "project_set", "project_left")),
    *(f"session.{what}" for what in ("added", "changed", "moved", "move_undone", "cancelled", "removed")),
    *(f"series.link_{what}" for what in ("made", "ended")),
    *(f"presenter.{what}" for what in ("added", "changed", "removed", "replied")),
    *(f"offering.{what}" for what in ("added", "changed", "removed", "quota_set", "quota_removed")),
    *(f"material.{what}" for what in ("added", "changed", "removed")),
    *(f"assignment.{what}" for what in ("added", "changed", "removed")),
    *(f"question.{what}" for what in ("added", "changed", "removed")),
    *(f"announcement.{what}" for what in ("planned", "sent", "withdrawn")),
    "reminders.changed",
    "template.changed",
)

#: digits that fit into the database's numbers
_LONGEST = 18


@dataclass(frozen=True)
class Fact:
    """One line. ``who``: by name, None when nobody known did it; ``name``: of what it happened to, if it is there."""

    id: int
    at: datetime
    kind: str
    actor: str
    who: str | None
    session_id: UUID | None
    offering_id: UUID | None
    name: str | None
    detail: dict[str, Any]


def history(db: Connection, series_id: UUID, most: int, before: int | None = None) -> list[Fact]:
    """The newest lines first, those before a line's id: six statements at most."""
    wanted = select(JournalLine).where(
        JournalLine.series_id == series_id, IS_OF_ORGANISERS, JournalLine.kind.in_(KINDS)
    )
    if before is not None:
        wanted = wanted.where(JournalLine.id < before)
    rows = db.execute(wanted.order_by(JournalLine.id.desc()).limit(most)).all()
    who = names_of(db, {row.actor for row in rows})
    titles = _names(db, Session.id, Session.title, {row.session_id for row in rows})
    offers = _names(db, Offering.id, Offering.name, {row.offering_id for row in rows})
    partners = _names(db, Organisation.id, Organisation.name, {row.subject_id for row in rows if _names_one(row.kind)})
    names = titles | offers | partners
    return [_fact(row, who, names.get(row.session_id or row.offering_id or row.subject_id)) for row in rows]


def parse_place(said: str) -> int:
    """Read a line's id back. Raises ValueError for anything else."""
    if not said.isdecimal() or len(said) > _LONGEST:
        raise ValueError(said)
    return int(said)


def names_of(db: Connection, actors: Iterable[str]) -> dict[str, str]:
    """The names of accounts, keys and presenters, by actor; an account without one goes by its address."""
    ids: dict[str, set[UUID | None]] = {}
    for kind, _colon, said in (actor.partition(":") for actor in actors):
        if said:
            ids.setdefault(kind, set()).add(UUID(said))
    found = {
        "account": _names(db, Account.id, Account.name, ids.get("account", set())),
        "key": _names(db, ApiKey.id, ApiKey.name, ids.get("key", set())),
        "presenter": _names(db, Presenter.id, Presenter.name, ids.get("presenter", set())),
    }
    nameless = {one for one, name in found["account"].items() if not name}
    found["account"] |= _names(db, Account.id, Account.email, nameless)
    return {f"{kind}:{one}": name for kind, names in found.items() for one, name in names.items()}


def _names_one(kind: str) -> bool:
    """Whether lines of this kind are about an organisation."""
    return kind.startswith(("series.partner_", "series.hand"))


def _names(db: Connection, key: Any, name: Any, ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    wanted = [one for one in ids if one is not None]
    rows: Sequence[Any] = db.execute(select(key, name).where(key.in_(wanted))).all() if wanted else []
    return dict(rows)


def _fact(row: AnyRow, who: dict[str, str], name: str | None) -> Fact:
    return Fact(
        id=row.id,
        at=row.at,
        kind=row.kind,
        actor=row.actor,
        who=who.get(row.actor),
        session_id=row.session_id,
        offering_id=row.offering_id,
        name=name,
        detail=row.detail or {},
    )
