"""Keeping a list of staff while it is looked over: nobody on it is registered by this."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, insert, update

from services.registration.queries import staff_lists
from services.registration.queries.staff_lists import Draft
from services.registration.rules.roster import Entry, Roster, Row, of_rows
from shared import clock
from shared.database import locks
from shared.errors import NotThere, Refusal
from shared.schema.base import new_id
from shared.schema.registration import StaffList

_INSERT = insert(StaffList)
_UPDATE = update(StaffList).where(StaffList.id == bindparam("list_id"))


@dataclass(frozen=True, slots=True)
class Given:
    """A list as it was given, for whom and for what."""

    series_id: UUID
    organisation_id: UUID | None
    offering_ids: Sequence[UUID]
    roster: Roster
    actor: str


@dataclass(frozen=True, slots=True)
class Mends:
    """What somebody changed while looking it over."""

    #: by the row's number
    changed: Mapping[int, Entry] = field(default_factory=dict)
    removed: Set[int] = frozenset()
    added: Entry | None = None
    #: an offering they leave out after all
    left_out: str | None = None
    #: by a unit as it is written: the organisation's one that it becomes in every row; None: it stays as it is written
    units: Mapping[str, str | None] = field(default_factory=dict)
    #: all units of the list stay as they are written
    keeps_units: bool = False


def give(db: Connection, given: Given) -> UUID:
    """Keep a new list; its id."""
    list_id = new_id()
    db.execute(
        _INSERT,
        {
            "id": list_id,
            "series_id": given.series_id,
            "organisation_id": given.organisation_id,
            "actor": given.actor,
            "offering_ids": [str(one) for one in given.offering_ids],
            "roster": columns(given.roster),
            "batches": None,
            "created_at": clock.now(),
        },
    )
    return list_id


def held(db: Connection, list_id: UUID, actor: str) -> Draft:
    """The list, which nobody else changes until the transaction ends. Raises NotThere."""
    locks.hold(db, "staff_list", list_id)
    draft = staff_lists.one(db, list_id, actor)
    if draft is None:
        raise gone()
    return draft


def gone() -> NotThere:
    """There is no such list, or it is somebody else's."""
    return NotThere("no_list", _("There is no such list. Lists are kept for a day: give it again if it is needed."))


def mend(db: Connection, list_id: UUID, actor: str, mends: Mends) -> bool:
    """Write down what was changed; whether anything was. A row that is no longer there is left alone."""
    draft = held(db, list_id, actor)
    rows = [_mended(row, mends) for row in draft.roster if row.number not in mends.removed]
    if mends.added is not None:
        rows.append(Row(max(draft.roster.numbers, default=0) + 1, *mends.added))
    if mends.units:
        # a slip of the pen becomes the unit that others of the list have
        known = _units_known(db, draft)
        decided = {one.casefold(): new for one, new in mends.units.items() if new is None or new in known}
        rows = [_settled(row, decided) for row in rows]
    if mends.keeps_units:
        rows = [row._replace(unit_is_kept=True) if row.unit else row for row in rows]
    offering_ids = [one for one in draft.offering_ids if one != mends.left_out]
    is_changed = rows != list(draft.roster) or offering_ids != draft.offering_ids
    if is_changed:
        roster = replace(of_rows(rows), unread=draft.roster.unread)
        keep(db, list_id, {"roster": columns(roster), "offering_ids": offering_ids or draft.offering_ids})
    return is_changed


def require_fitting(db: Connection, list_id: UUID, actor: str, mends: Mends) -> None:
    """Raise Refusal for what ``mend`` would pass over. A page shows the list as it is now, a program has to be told."""
    draft = held(db, list_id, actor)
    missing = ({*mends.changed, *mends.removed}).difference(draft.roster.numbers)
    if missing:
        raise Refusal("no_row", _("The list has no row %(number)s.", number=min(missing)), "rows")
    known = {*_units_known(db, draft), None}
    for becomes in mends.units.values():
        if becomes not in known:
            sentence = _("%(unit)s is neither a unit of the organisation nor of another row.", unit=becomes)
            raise Refusal("no_unit", sentence, "units")
    if draft.offering_ids == [mends.left_out]:
        sentence = _("This is the list's only way to register, so it can't be left out.")
        raise Refusal("only_offering", sentence, "left_out")


def keep(db: Connection, list_id: UUID, values: dict[str, Any]) -> None:
    """Write new values of a list that is held."""
    db.execute(_UPDATE.values(**values), {"list_id": list_id})


def columns(roster: Roster) -> dict[str, Any]:
    """A roster as the list's column holds it."""
    return {
        "numbers": list(roster.numbers),
        "names": roster.names,
        "emails": roster.emails,
        "units": roster.units,
        "kept": sorted(roster.kept),
        "unread": list(roster.unread),
    }


def _units_known(db: Connection, draft: Draft) -> set[str]:
    """The units that others may become: the organisation's, and those that rows have."""
    return {*staff_lists.units_of(db, draft.organisation_id), *draft.roster.units}


def _mended(row: Row, mends: Mends) -> Row:
    entry = mends.changed.get(row.number)
    return row if entry is None else Row(row.number, *entry, row.unit_is_kept and row.unit == entry.unit)


def _settled(row: Row, decided: Mapping[str, str | None]) -> Row:
    """The row once it is decided what becomes of some units."""
    key = row.unit.casefold()
    if key not in decided:
        return row
    becomes = decided[key]
    return row._replace(unit_is_kept=True) if becomes is None else row._replace(unit=becomes)
