"""Small groups of an offering: divided anew, named, arranged by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select, update

from services.registration.queries import assignments, small_groups
from services.registration.rules.small_groups import MOST_GROUPS, How, Member, divide
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.small_groups import SmallGroup, SmallGroupMember


@dataclass(frozen=True)
class Arranged:
    """What somebody changed by hand: each as it was shown to them, and as they want it."""

    #: registration -> (group before, group now); none: in no group
    people: Mapping[UUID, tuple[UUID | None, UUID | None]] = field(default_factory=dict)
    #: group -> ((name, place) before, (name, place) now)
    groups: Mapping[UUID, tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)


def divide_anew(db: Connection, offering_id: UUID, count: int, how: How, actor: str) -> None:
    """Put everybody with a place into so many new groups, in place of those that there were. Raises Refusal."""
    if not 1 <= count <= MOST_GROUPS:
        raise Refusal("bad_count", _("Between 1 and %(most)s groups.", most=MOST_GROUPS), "count")
    locks.hold(db, "offering", offering_id)
    people = [Member(row.id, row.unit) for row in assignments.people(db, offering_id)]
    before = [group.id for group in small_groups.of_offering(db, offering_id)]
    db.execute(delete(SmallGroupMember).where(SmallGroupMember.group_id.in_(before)))
    db.execute(delete(SmallGroup).where(SmallGroup.id.in_(before)))
    now = clock.now()
    for number, ids in enumerate(divide(people, count, how), start=1):
        group_id = new_id()
        name = _("Group %(number)s", number=number)
        values = {"id": group_id, "offering_id": offering_id, "name": name, "place": "", "created_at": now}
        db.execute(insert(SmallGroup).values(values))
        if ids:
            db.execute(insert(SmallGroupMember), [{"registration_id": one, "group_id": group_id} for one in ids])
    _note(db, "groups.divided", actor, offering_id)


def arrange(db: Connection, offering_id: UUID, wanted: Arranged, actor: str) -> None:
    """Change only what was touched. Raises Conflict, having changed nothing, when a colleague touched the same."""
    locks.hold(db, "offering", offering_id)
    groups = {row.id: (row.name, row.place) for row in small_groups.of_offering(db, offering_id)}
    members = small_groups.members(db, offering_id)
    people = {row.id for row in assignments.people(db, offering_id)}
    moved = {one: pair for one, pair in wanted.people.items() if pair[0] != pair[1] and one in people}
    named = {one: pair for one, pair in wanted.groups.items() if pair[0] != pair[1]}
    stale = any(members.get(one) not in pair for one, pair in moved.items())
    stale |= any(groups.get(one) not in pair for one, pair in named.items())
    stale |= any(after is not None and after not in groups for _before, after in moved.values())
    if stale:
        raise Conflict("stale", _("A colleague changed the same groups meanwhile. Look at them, then save once more."))
    for registration_id, (_before, after) in sorted(moved.items()):
        db.execute(delete(SmallGroupMember).where(SmallGroupMember.registration_id == registration_id))
        if after is not None:
            db.execute(insert(SmallGroupMember).values(registration_id=registration_id, group_id=after))
    for group_id, (_old, (name, place)) in sorted(named.items()):
        db.execute(update(SmallGroup).where(SmallGroup.id == group_id).values(name=name, place=place))
    if moved or named:
        _note(db, "groups.changed", actor, offering_id)


def pass_on(db: Connection, registration_id: UUID, new_registration_id: UUID) -> None:
    """A colleague who takes a place over takes the group over."""
    member = SmallGroupMember.registration_id == registration_id
    db.execute(update(SmallGroupMember).where(member).values(registration_id=new_registration_id))


def _note(db: Connection, kind: str, actor: str, offering_id: UUID) -> None:
    series_id = db.scalar(select(Offering.series_id).where(Offering.id == offering_id))
    journal.append(db, kind, actor, journal.Subject(series_id, None, offering_id))
