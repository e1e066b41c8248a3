"""The home page: what comes next; and the list of programmes, searched and narrowed down."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy import Connection, and_, true

from services.catalogue import term_words, words
from services.catalogue.queries import paths, public_home, public_search, series_order
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.public_home import SeriesCard
from services.catalogue.queries.public_offerings import best
from services.catalogue.queries.series_order import Cut
from services.catalogue.routes import narrowing
from services.catalogue.routes.route_points import points_of
from shared import clock
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
def page() -> ResponseReturnValue:
    """What is coming across all series, this week first; where words are asked for, the list that they search."""
    now = clock.now()
    zone = service().settings.default_timezone
    if request.args.get("q", "").strip():
        return redirect(_address(narrowing.read(request.args, zone)))
    with reading() as db:
        stops = public_home.next_stops(db, now, NEXT_STOPS)
        cards = public_home.series_cards(
            db, series_order.coming(db, series_order.fitting(db, true()), now, Cut(HOME_CARDS)), now
        )
        choices = narrowing.choices(db)
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
        choices=choices,
        term_words=term_words,
    )


@blueprint.get("/series")
@access.public
def programmes() -> str:
    """All published series, those with stops to come first; or those that fit what is asked for."""
    now = clock.now()
    skip = min(max(0, request.args.get("from", 0, type=int)), FURTHEST)
    with reading() as db:
        choices = narrowing.choices(db)
        asked = narrowing.read(request.args, service().settings.default_timezone, choices.names())
        narrow = Narrowing(asked.wish, now)
        found = public_search.search(db, asked.words, narrow) if asked.words else None
        stops = public_home.with_offers(db, found.sessions, now) if found and not skip else []
        fits = public_search.fitting(db, found, narrow) if found else series_order.fitting(db, narrow.series)
        first = found.by_title if found else None
        coming = series_order.coming(db, fits, now, Cut(LIST_CARDS + 1, skip, first))
        cards = public_home.series_cards(db, coming[:LIST_CARDS], now)
        over = [] if skip else series_order.past(db, fits, now, Cut(LIST_CARDS, 0, first))
        past = public_home.series_cards(db, over, now)
        found_paths = [] if skip or asked.address else paths.published(db, MOST_PATHS)
        ways = [] if fits.count else narrowing.ways_out(asked, lambda less: _count(db, less, now))
        meant = None if fits.count else narrowing.meant(db, asked, lambda other: _count(db, other, now))
    here: dict[str, Any] = {**asked.address}
    onwards = {**here, "from": skip + LIST_CARDS}
    return render_template(
        "public/programmes.html",
        asked=asked,
        fits=fits,
        choices=choices,
        ways=ways,
        meant=meant,
        stops=stops,
        cards=cards,
        past=past,
        paths=found_paths,
        address=_address,
        how_many=lambda count: ngettext("one series", "%(num)s series", count),
        next_url=url_for("home.programmes", **onwards) if len(coming) > LIST_CARDS else None,
        first_url=url_for("home.programmes", **here) if skip else None,
        now=now,
        card_points=card_points,
        best=best,
        words=words,
        term_words=term_words,
    )


def _address(asked: narrowing.Asked) -> str:
    arguments: dict[str, Any] = {**asked.address}
    return url_for("home.programmes", **arguments)


def _count(db: Connection, asked: narrowing.Asked, now: datetime) -> int:
    fits = Narrowing(asked.wish, now).series
    if asked.words:
        fits = and_(public_search.has_asked(db, asked.words), fits)
    return series_order.fitting(db, fits).count


def card_points(card: SeriesCard, now: datetime) -> list[Point]:
    """The small route of a card: stops alone, deadlines would crowd it."""
    return points_of(card.sessions, (), now, card)


def _end_of_week(now: datetime, zone: str) -> datetime:
    """The midnight that ends this week's Sunday (ISO 8601 weeks begin on Monday)."""
    there = now.astimezone(ZoneInfo(zone))
    monday = there.date() + timedelta(days=7 - there.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone))
