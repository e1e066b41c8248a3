"""The offering that a page is about, and how it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.registration.queries import movers, offering
from services.registration.queries.offering import Facts
from services.registration.queries.outline import Outline, outline
from shared import clock
from shared.errors import NotThere
from shared.rules import window
from shared.web.current import reading, service_url
from shared.web.route import Point, Stop, mark
from shared.web.viewer import viewer


@dataclass(frozen=True, slots=True)
class Situation:
    """An offering at this moment."""

    outline: Outline
    #: open, waitlist, full, not_open_yet, closed, cancelled or not_published
    word: str
    now: datetime
    may_organise: bool

    @property
    def takes_people(self) -> bool:
        """Whether registering gives a place, or a place in the line."""
        return self.word in ("open", "waitlist")

    @property
    def lets_in_late(self) -> bool:
        """Whether the asker, an organiser of the series, may still let people in after the deadline."""
        return self.may_organise and window.is_only_late(self.outline.facts.window, self.now)

    @property
    def is_over(self) -> bool:
        """Whether all was held, so that nothing can be given back."""
        return window.has_ended(self.outline.facts.window, self.now)

    @property
    def is_off(self) -> bool:
        """Whether every session is cancelled, so that nothing is left to have or to give up."""
        return self.outline.facts.window.is_cancelled

    @property
    def has_nothing_ahead(self) -> bool:
        """Whether all of it was held or called off."""
        return self.is_over or self.is_off

    @property
    def points(self) -> list[Point]:
        """Its sessions as a route."""
        return points_of(self.outline.sessions, self.now)

    @property
    def points_ahead(self) -> list[Point]:
        """The same of those still to be held, with their numbers among all: what somebody gets who registers now."""
        ahead = {f"stop-{one.id}" for one in self.coming}
        return [point for point in self.points if isinstance(point.stop, Stop) and point.stop.key in ahead]

    @property
    def ahead(self) -> list[Any]:
        """Those of its sessions that have not begun."""
        return [one for one in self.coming if one.starts_at > self.now]

    @property
    def coming(self) -> list[Any]:
        """Its sessions that are still to be held."""
        return [one for one in self.outline.sessions if one.state == "scheduled" and one.ends_at > self.now]

    @property
    def held_already(self) -> int:
        """How many of its sessions have been held."""
        return sum(one.state == "scheduled" and one.ends_at <= self.now for one in self.outline.sessions)

    @property
    def called_off(self) -> int:
        """How many of its sessions are cancelled."""
        return sum(one.state == "cancelled" for one in self.outline.sessions)


def situation(offering_id: UUID, is_known: bool = False) -> Situation:
    """How an offering stands. Raises NotThere; a draft is there for its organisers and those who know it already."""
    with reading() as db:
        found = outline(db, offering_id)
    asker = viewer()
    may_organise = bool(found and asker and asker.may_organise(found.facts.organiser_id))
    if found is None or (found.facts.series_state == "draft" and not (may_organise or is_known)):
        raise NotThere("no_offering", _("There is nothing to register for here. It may have been taken off the list."))
    now = clock.now()
    return Situation(found, _word(found, now), now, may_organise)


def open_siblings(offering_id: UUID) -> list[Situation]:
    """The other offerings of its series in which a place is free now, for those whom this one is for."""
    with reading() as db:
        here = offering.facts(db, offering_id)
        others = movers.siblings(db, offering_id)
    found = (situation(other, is_known=True) for other in others)
    theirs = (None, here.customer_id if here else None)
    open_ones = [one for one in found if one.word == "open" and one.outline.facts.customer_id in theirs]
    return [one for one in open_ones if not one.outline.facts.needs_approval]


def _word(found: Outline, now: datetime) -> str:
    word = window.standing(found.facts.window, now)
    if word != "open" or not _is_full(found.facts, now):
        return word
    return "waitlist" if found.facts.waitlist else "full"


def _is_full(facts: Facts, now: datetime) -> bool:
    """Whether somebody who comes now finds no place: none is free, or those are kept for those who wait."""
    keeps_turns = facts.promotes_groups or not facts.promotes(now)
    return facts.free == 0 or (facts.waiting > 0 and keeps_turns and not facts.needs_approval)


def points_of(sessions: Any, now: datetime, left_out: Collection[UUID] = ()) -> list[Point]:
    """Sessions as a route, each leading to its public page; marked are those that the reader said no to."""
    stops = [
        Stop(
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            zone=one.timezone,
            href=service_url("catalogue", f"/sessions/{one.id}"),
            cancelled=one.state == "cancelled",
            note=_("You don't come to this one.") if one.id in left_out and one.state == "scheduled" else None,
            key=f"stop-{one.id}",
        )
        for one in sessions
    ]
    return mark(stops, now)
