from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from flask import Flask

from services.catalogue.routes.route_points import points_of
from tests.support.factories import NOON

DAY = timedelta(days=1)
SERIES = SimpleNamespace(language="fi", timezone="UTC")


def session(days: int) -> Any:
    start = NOON + days * DAY
    return SimpleNamespace(
        id=uuid4(), title="Stop", starts_at=start, ends_at=start + timedelta(hours=1), timezone="UTC", state="scheduled"
    )


def offer(name: str, **differing: Any) -> Any:
    return SimpleNamespace(**{"name": name, "state": "open", "opens_at": None, "closes_at": NOON + DAY} | differing)


def flags(app: Flask, *offers: Any) -> list[str]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        points = points_of([session(2)], offers, NOON, SERIES)
    return [point.flag.title for point in points if point.flag]


def test_only_deadline_needs_no_name(app: Flask) -> None:
    assert flags(app, offer("Tour")) == ["Register by"]


def test_several_deadlines_are_named(app: Flask) -> None:
    found = flags(app, offer("Oulu"), offer("National", closes_at=NOON - DAY))
    assert found == ["National: registration closed on", "Oulu: register by"]


def test_opening_is_flagged_while_it_is_to_come(app: Flask) -> None:
    assert flags(app, offer("Tour", opens_at=NOON + DAY / 2)) == ["Registration opens on", "Register by"]
    assert flags(app, offer("Tour", opens_at=NOON - DAY)) == ["Register by"]


def test_cancelled_offering_has_no_flag(app: Flask) -> None:
    assert flags(app, offer("Tour", state="cancelled")) == []


def test_route_without_stops_is_empty(app: Flask) -> None:
    with app.test_request_context():
        assert points_of([], [offer("Tour")], NOON, SERIES) == []
