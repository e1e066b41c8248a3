"""The routes of a series: one for all, or one for each cohort, where they come to different sessions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.catalogue.queries.assignments import Task
from services.catalogue.queries.public_offerings import Choice
from services.catalogue.routes.cohort_facts import Cohort, cohort_of
from services.catalogue.routes.route_points import points_of
from services.catalogue.rules.cohorts import cohorts_of, shared_with
from shared.web.route import Point, Stop


@dataclass(frozen=True)
class Seen:
    """A series at an instant; ``draft``: the secret of the link by which it is looked at before it is published."""

    series: Any
    now: datetime
    draft: str | None = None


@dataclass(frozen=True)
class Route:
    """One line to draw. ``cohort``: whose it is; none: everybody's, or that of what no cohort comes to."""

    points: Sequence[Point]
    #: the sessions by the keys of their stops
    by_key: dict[str, Any]
    cohort: Cohort | None = None
    #: the keys of those that another cohort comes to as well
    shared: Collection[str] = ()


def routes_of(sessions: Sequence[Any], offers: Sequence[Choice], tasks: Sequence[Task], seen: Seen) -> list[Route]:
    """Every route, without repeating a stop's key: who comes to a later one finds its first stop under it."""
    cohorts = cohorts_of(offers)
    if not cohorts:
        return [_route(sessions, offers, tasks, seen)] if sessions else []
    by_id = {session.id: session for session in sessions}
    found, used = [], set[str]()
    for number, offer in enumerate(cohorts, start=1):
        cohort = cohort_of(offer, by_id, seen.series.credits, tasks)
        theirs = [by_id[one.id] for one in offer.covers]
        route = _rekeyed(_route(theirs, [offer], cohort.tasks, seen), used, number)
        shared = {key for key, session in route.by_key.items() if len(shared_with(session.id, cohorts)) > 1}
        found.append(replace(route, cohort=cohort, shared=shared))
        used |= set(route.by_key)
    rest = [one for one in sessions if f"stop-{one.id}" not in used]
    singles = [offer for offer in offers if offer not in cohorts]
    return [*found, _route(rest, singles, (), seen)] if rest else found


def _route(sessions: Sequence[Any], offers: Sequence[Choice], tasks: Sequence[Task], seen: Seen) -> Route:
    points = points_of(sessions, offers, seen.now, seen.series, tasks, seen.draft)
    return Route(points, {f"stop-{session.id}": session for session in sessions})


def _rekeyed(route: Route, used: Collection[str], number: int) -> Route:
    """With other keys for stops that stand on the page already: an id is there once."""

    def key(old: str) -> str:
        return f"{old}-{number}" if old in used else old

    def rekeyed(point: Point) -> Point:
        stop = point.stop
        return replace(point, stop=replace(stop, key=key(str(stop.key)))) if isinstance(stop, Stop) else point

    points = [rekeyed(point) for point in route.points]
    return Route(points, {key(old): session for old, session in route.by_key.items()})
