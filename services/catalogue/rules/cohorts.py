"""Which offerings of a series are cohorts, each going a route of its own."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar
from uuid import UUID


class Covering(Protocol):
    """What is needed of an offering here."""

    @property
    def standing_ids(self) -> Collection[UUID]:
        """The sessions it gives a place in that are still held."""


Offer = TypeVar("Offer", bound=Covering)
#: who comes to one session alone is no cohort
LEAST_SESSIONS = 2


def cohorts_of(offers: Sequence[Offer]) -> list[Offer]:
    """The offerings that go different routes of several sessions; none when there is one such route only.

    Places on site and online for the same sessions are one route, as are a whole tour and its single sessions.
    """
    routes = [offer for offer in offers if len(offer.standing_ids) >= LEAST_SESSIONS]
    different = {frozenset(offer.standing_ids) for offer in routes}
    return routes if len(different) > 1 else []


def shared_with(session_id: UUID, offers: Sequence[Offer]) -> list[Offer]:
    """The offerings that come to a session: one for a cohort's own, several for a shared one."""
    return [offer for offer in offers if session_id in offer.standing_ids]
