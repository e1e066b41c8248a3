"""The home page: what comes next; and the list of programmes, with a search over titles."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import and_, not_, true

from services.catalogue.queries import paths, public_home, public_search
from services.catalogue.queries.public_home import SeriesCard
from services.catalogue.queries.public_offerings import best
from services.catalogue.routes.route_points import points_of
from services.catalogue.words import kind_word
from shared import clock
from shared.web import access
from shared.web.current import reading, service
from shared.web.route import Point

blueprint = Blueprint("home", __name__)

NEXT_STOPS = 10
HOME_CARDS = 6
LIST_CARDS = 24
LONGEST_SEARCH = 100
FURTHEST = 100_000
MOST_PATHS = 24


@blueprint.get("/")
@access.public
def page() -> str:
    """What is coming across all series, this week first."""
    now = clock.now()
    zone = service().settings.default_timezone
    with reading() as db:
        stops = public_home.next_stops(db, now, NEXT_STOPS)
        cards = public_home.series_cards(db, public_home.is_not_over(now), now, HOME_CARDS)
    end_of_week = _end_of_week(now, zone)
    return render_template(
        "public/home.html",
        this_week=[stop for stop in stops if stop.starts_at < end_of_week],
        later=[stop for stop in stops if stop.starts_at >= end_of_week],
        cards=cards,
        now=now,
        zone=zone,
        card_points=card_points,
        best=best,
        kind_word=kind_word,
    )


@blueprint.get("/series")
@access.public
def programmes() -> str:
    """All published series, those with stops to come first; or those that fit what was searched for."""
    now = clock.now()
    asked = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    skip = min(max(0, request.args.get("from", 0, type=int)), FURTHEST)
    with reading() as db:
        found = public_search.search(db, asked, now) if asked else None
        stops = public_home.with_offers(db, found.sessions, now) if found and not skip else []
        fits = found.series if found else true()
        coming = public_home.is_not_over(now)
        cards = public_home.series_cards(db, and_(fits, coming), now, LIST_CARDS + 1, skip)
        found_paths = [] if skip or asked else paths.published(db, MOST_PATHS)
        past = [] if skip else public_home.series_cards(db, and_(fits, not_(coming)), now, LIST_CARDS)
    following: dict[str, Any] = {"q": asked or None, "from": skip + LIST_CARDS}
    return render_template(
        "public/programmes.html",
        asked=asked,
        stops=stops,
        cards=cards[:LIST_CARDS],
        past=past,
        paths=found_paths,
        next_url=url_for("home.programmes", **following) if len(cards) > LIST_CARDS else None,
        first_url=url_for("home.programmes", q=asked or None) if skip else None,
        now=now,
        card_points=card_points,
        best=best,
        kind_word=kind_word,
    )


def card_points(card: SeriesCard, now: datetime) -> list[Point]:
    """The small route of a card: stops alone, deadlines would crowd it."""
    return points_of(card.sessions, (), now, card.language, "UTC")


def _end_of_week(now: datetime, zone: str) -> datetime:
    """The midnight that ends this week's Sunday (ISO 8601 weeks begin on Monday)."""
    there = now.astimezone(ZoneInfo(zone))
    monday = there.date() + timedelta(days=7 - there.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone))
