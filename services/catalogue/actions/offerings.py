"""Offerings: what one registers for, with its sessions, window and places."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypedDict, cast
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection, Row, delete, insert, select

from services.catalogue.actions.changes import Thing, keep_told
from services.catalogue.actions.partners import require_customer
from services.catalogue.actions.versions import change_offering, change_series, really_changed, require_newest
from services.catalogue.queries.held import hold_offering, hold_series
from services.catalogue.rules import schedule
from services.catalogue.rules.offerings import closes_before_opening, has_more_places
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingSession, Session
from shared.schema.registration import Seats


@dataclass(frozen=True)
class NewOffering:
    """An offering as asked for. Without a name it takes the series' title, without sessions it covers all of them."""

    name: str | None = None
    session_ids: Sequence[UUID] | None = None
    description: str = ""
    region: str | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    waitlist: bool = True
    needs_approval: bool = False
    promotes_groups: bool = False
    promotes_until: datetime | None = None
    customer_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


class OfferingChanges(TypedDict, total=False):
    """What of an offering may be edited; absent: stays as it is."""

    name: str
    session_ids: Sequence[UUID]
    description: str
    region: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    waitlist: bool
    needs_approval: bool
    promotes_groups: bool
    promotes_until: datetime | None
    #: whose staff alone may register: a customer of the series
    customer_id: UUID | None


#: what registration decides by, under its lock
_RULES = ("capacity", "needs_approval", "promotes_groups", "promotes_until", "customer_id")


def add_offering(db: Connection, actor: str, series_id: UUID, new: NewOffering) -> UUID:
    """Add an offering to a series. Raises Refusal when it closes before it opens or covers another series' session."""
    series = hold_series(db, series_id)
    before = db.scalar(select(Offering.series_id).where(Offering.id == new.id))
    if before is not None:
        return _made_before(new.id, before == series_id)
    if series.state == "archived":
        raise Conflict("series_archived", _("This series is archived. Publish it again before you add to it."))
    require_window(new.opens_at, new.closes_at)
    _require_year("promotes_until", new.promotes_until)
    require_customer(db, series_id, new.customer_id)
    covered = _sessions_to_cover(db, series_id, new.session_ids)
    now = clock.now()
    values = asdict(new) | {"name": new.name or series.title}
    values.pop("session_ids")
    db.execute(insert(Offering).values(**values, series_id=series_id, created_at=now, changed_at=now))
    _cover(db, new.id, covered)
    change_series(db, series_id)
    journal.append(db, "offering.added", actor, journal.Subject(series_id=series_id, offering_id=new.id))
    return new.id


def edit_offering(
    db: Connection, actor: str, offering_id: UUID, changes: OfferingChanges, seen_version: int | None = None
) -> bool:
    """Change an offering. Returns whether waiting people may now be let in, as when there are more places
    or nobody is asked for a yes any more.

    Raises Conflict when ``seen_version`` is no longer the newest, or the capacity would fall below the places taken
    and held.
    """
    offering = hold_offering(db, offering_id)
    covered = _newly_covered(db, offering, changes)
    changed = really_changed(offering, {name: value for name, value in changes.items() if name != "session_ids"})
    if not changed and covered is None:
        return False
    require_newest(offering, seen_version)
    require_window(changed.get("opens_at", offering.opens_at), changed.get("closes_at", offering.closes_at))
    _require_year("promotes_until", changed.get("promotes_until"))
    require_customer(db, offering.series_id, changed.get("customer_id"))
    if any(name in changed for name in _RULES):
        # registration takes places under the same lock, so none is taken between this look and the commit
        locks.hold(db, "offering", offering_id)
    if "capacity" in changed:
        _require_room(db, offering_id, cast("int | None", changed["capacity"]))
    differing = _differing(db, offering_id, covered)
    if covered is not None:
        db.execute(delete(OfferingSession).where(OfferingSession.offering_id == offering_id))
        _cover(db, offering_id, covered)
    change_offering(db, offering, **changed)
    _write_changed(db, actor, offering, changed, differing)
    promotes_otherwise = "promotes_groups" in changed or "promotes_until" in changed
    # whoever still waits for a yes that is asked for no more has it by that
    is_yes = changed.get("needs_approval") is False
    has_more = has_more_places(offering.capacity, changed.get("capacity", offering.capacity))
    return promotes_otherwise or is_yes or has_more


def require_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Raise Refusal when registration would close before it opens, or in a year that can't be meant."""
    for name, instant in (("opens_at", opens_at), ("closes_at", closes_at)):
        _require_year(name, instant)
    if closes_before_opening(opens_at, closes_at):
        raise Refusal("closes_before_opening", _("Registration cannot close before it opens."), "closes_at")


def _require_year(name: str, instant: Any) -> None:
    if instant is not None and not schedule.EARLIEST <= instant < schedule.LATEST:
        raise Refusal("out_of_range", _("The year must be between 2000 and 2099."), name)


def _require_room(db: Connection, offering_id: UUID, capacity: int | None) -> None:
    seats = db.execute(select(Seats.taken, Seats.held).where(Seats.offering_id == offering_id)).one_or_none()
    taken, held = tuple(seats) if seats else (0, 0)
    if capacity is not None and taken <= capacity < taken + held:
        raise Conflict(
            "capacity_below_held",
            _(
                "%(taken)s places are taken and %(held)s are held for somebody, so there can't be fewer than %(least)s."
                " Release held places first.",
                taken=taken,
                held=held,
                least=taken + held,
            ),
            "capacity",
        )
    if capacity is not None and capacity < taken:
        raise Conflict(
            "capacity_below_taken",
            ngettext(
                "%(num)s place is taken already, so there can't be fewer than that. Cancel registrations first.",
                "%(num)s places are taken already, so there can't be fewer than that. Cancel registrations first.",
                taken,
            ),
            "capacity",
        )


def _newly_covered(db: Connection, offering: Row[Any], changes: OfferingChanges) -> list[UUID] | None:
    """The sessions to cover from now on, or None when that stays as it is."""
    if "session_ids" not in changes:
        return None
    wanted = _sessions_to_cover(db, offering.series_id, changes["session_ids"])
    held = db.scalars(select(OfferingSession.session_id).where(OfferingSession.offering_id == offering.id))
    return wanted if set(wanted) != set(held) else None


def _sessions_to_cover(db: Connection, series_id: UUID, wanted: Sequence[UUID] | None) -> list[UUID]:
    rows = db.execute(select(Session.id, Session.state).where(Session.series_id == series_id)).all()
    if wanted is None:
        return [row.id for row in rows if row.state == "scheduled"]
    _require_same_series(wanted, {row.id for row in rows})
    return list(dict.fromkeys(wanted))


def _require_same_series(wanted: Sequence[UUID], own: Collection[UUID]) -> None:
    if not wanted:
        raise Refusal("no_sessions", _("Choose at least one session."), "session_ids")
    for number, session_id in enumerate(wanted):
        if session_id not in own:
            raise Refusal(
                "session_of_another_series", _("This session is not part of this series."), f"session_ids.{number}"
            )


def _differing(db: Connection, offering_id: UUID, covered: list[UUID] | None) -> dict[str, tuple[Any, Any]]:
    """The sessions that it covers no more, and those that it covers from now on."""
    if covered is None:
        return {}
    held = select(OfferingSession.session_id).where(OfferingSession.offering_id == offering_id)
    before, after = set(db.scalars(held)), set(covered)
    return {"session_ids": (frozenset(before - after), frozenset(after - before))}


def _write_changed(
    db: Connection, actor: str, offering: Row[Any], changed: dict[str, Any], differing: dict[str, tuple[Any, Any]]
) -> None:
    before = offering._asdict() | {name: gone for name, (gone, _new) in differing.items()}
    after = changed | {name: new for name, (_gone, new) in differing.items()}
    detail = keep_told(db, offering.series_id, Thing("offering", offering.id), before, after)
    journal.append(
        db, "offering.changed", actor, journal.Subject(offering.series_id, offering_id=offering.id, detail=detail)
    )


def _cover(db: Connection, offering_id: UUID, session_ids: Sequence[UUID]) -> None:
    if session_ids:
        db.execute(insert(OfferingSession), [{"offering_id": offering_id, "session_id": one} for one in session_ids])


def _made_before(offering_id: UUID, is_same_series: bool) -> UUID:
    if not is_same_series:
        raise Conflict("already_made", _("This form was sent before. Open a new one."))
    return offering_id
