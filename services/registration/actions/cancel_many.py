"""Cancelling many registrations of one offering in one act: what falls free then goes to those who still wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import promote
from services.registration.actions.release import release
from services.registration.queries import offering
from services.registration.queries.standing import standing
from shared import clock
from shared.database import locks
from shared.errors import Conflict
from shared.rules import window


@dataclass(frozen=True, slots=True)
class ManyCancelled:
    """What it led to."""

    #: registrations that were cancelled now, and what they were
    states: dict[UUID, str]
    #: registrations that moved up from the waiting list
    promoted: list[UUID]


def cancel_many(db: Connection, offering_id: UUID, ids: Sequence[UUID], actor: str) -> ManyCancelled:
    """Cancel those of an offering's registrations that stand; others are left as they are.

    Raises Conflict once the last session is over.
    """
    locks.hold(db, "offering", offering_id)
    now = clock.now()
    facts = offering.facts_of_known(db, offering_id)
    if window.has_ended(facts.window, now):
        raise Conflict("over", _("This is over, so it can't be cancelled any more."))
    states = standing(db, offering_id, ids)
    if not states:
        return ManyCancelled({}, [])
    facts = release(db, facts, states, actor, now)
    return ManyCancelled(states, promote.fill(db, facts, "system", now))
