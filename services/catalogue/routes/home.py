"""The home page: what comes next; and the list of programmes, searched and narrowed down."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import and_, true

from services.catalogue import words
from services.catalogue.queries import paths, public_filters, public_home, public_search, series_order
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.public_home import SeriesCard
from services.catalogue.queries.public_offerings import best
from services.catalogue.queries.series_order import Cut
from services.catalogue.routes import narrowing
from services.catalogue.routes.route_points import points_of
from shared import clock
from shared.schema.catalogue import SERIES_KINDS
from shared.web import access
from shared.web.current import reading, service
from shared.web.route import Point

blueprint = Blueprint("home", __name__)

NEXT_STOPS = 10
HOME_CARDS = 6
LIST_CARDS = 24
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
        cards = public_home.series_cards(
            db, series_order.coming(db, series_order.fitting(db, true()), now, Cut(HOME_CARDS)), now
        )
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
        kind_word=words.kind_word,
    )


@blueprint.get("/series")
@access.public
def programmes() -> str:
    """All published series, those with stops to come first; or those that fit what is asked for."""
    now = clock.now()
    asked = narrowing.read(request.args, service().settings.default_timezone)
    skip = min(max(0, request.args.get("from", 0, type=int)), FURTHEST)
    narrow = Narrowing(asked.wish, now)
    with reading() as db:
        found = public_search.search(db, asked.words, narrow) if asked.words else None
        stops = public_home.with_offers(db, found.sessions, now) if found and not skip else []
        fits = series_order.fitting(db, and_(found.series if found else true(), narrow.series))
        first = found.by_title if found else None
        coming = series_order.coming(db, fits, now, Cut(LIST_CARDS + 1, skip, first))
        cards = public_home.series_cards(db, coming[:LIST_CARDS], now)
        over = [] if skip else series_order.past(db, fits, now, Cut(LIST_CARDS, 0, first))
        past = public_home.series_cards(db, over, now)
        found_paths = [] if skip or asked.address else paths.published(db, MOST_PATHS)
        # the same for everybody: a database that counts its commits is asked once between two of them
        regions = service().database.until_changed(public_filters.regions, lambda: public_filters.regions(db))
    here: dict[str, Any] = {**asked.address}
    onwards = {**here, "from": skip + LIST_CARDS}
    return render_template(
        "public/programmes.html",
        asked=asked,
        fits=fits,
        regions=regions,
        stops=stops,
        cards=cards,
        past=past,
        paths=found_paths,
        next_url=url_for("home.programmes", **onwards) if len(coming) > LIST_CARDS else None,
        first_url=url_for("home.programmes", **here) if skip else None,
        now=now,
        card_points=card_points,
        best=best,
        words=words,
        kinds=SERIES_KINDS,
        held_in=narrowing.LANGUAGES,
        modes=narrowing.MODES,
    )


def card_points(card: SeriesCard, now: datetime) -> list[Point]:
    """The small route of a card: stops alone, deadlines would crowd it."""
    return points_of(card.sessions, (), now, card)


def _end_of_week(now: datetime, zone: str) -> datetime:
    """The midnight that ends this week's Sunday (ISO 8601 weeks begin on Monday)."""
    there = now.astimezone(ZoneInfo(zone))
    monday = there.date() + timedelta(days=7 - there.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone))
