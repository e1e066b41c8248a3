"""What is coming as a month, beside the list: the same choices narrow it down."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy import Connection

from services.catalogue import term_words, words
from services.catalogue.queries import public_month as queries
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.schedule import Entry, by_day
from services.catalogue.routes import narrowing
from services.catalogue.rules.finnish_holidays import holiday
from services.catalogue.rules.period import Period, View, period_of, weeks
from shared import clock
from shared.local_time import start_of_day
from shared.web import access
from shared.web.current import reading, service
from shared.web.dates import local
from shared.web.i18n import current_language

blueprint = Blueprint("public_month", __name__)

#: sessions have zones of their own: by so much their days may begin earlier or later than here
ZONES_APART = timedelta(days=1)
#: the month itself says when
_NOT_HERE = ("since", "until")


@blueprint.get("/month")
@access.public
def page() -> str:
    """The month that a day is in, or the running one; what can't be read in the address counts as not said."""
    now, zone = clock.now(), service().settings.default_timezone
    today = local(now, zone).date()
    period = period_of(View.MONTH, _day(today))
    first, last = period.shown
    whole = start_of_day(first, zone) - ZONES_APART, start_of_day(last + timedelta(days=1), zone) + ZONES_APART
    with reading() as db:
        choices = narrowing.choices(db)
        said = narrowing.read(request.args, zone, choices.names())
        kept = {name: value for name, value in said.chosen.items() if name not in _NOT_HERE}
        asked = replace(said, chosen=kept)
        held = by_day(queries.sessions(db, _sought(asked, now), *whole))
        is_empty = not _in_month(held, period)
        ways = narrowing.ways_out(asked, lambda less: _count(db, _sought(less, now), period, whole)) if is_empty else []
        next_at = queries.next_after(db, _sought(asked, now), whole[1]) if is_empty else None
    return render_template(
        "public/month.html",
        period=period,
        weeks=weeks(period, held),
        is_empty=is_empty,
        ways=ways,
        next_day=local(next_at, zone).date() if next_at else None,
        asked=asked,
        choices=choices,
        words=words,
        term_words=term_words,
        today=today,
        zone=zone,
        address=lambda day: _address({"day": day.isoformat(), **asked.address}),
        here_without=lambda less: _address({"day": period.first.isoformat(), **less.address}),
        how_many=lambda count: ngettext("one session", "%(num)s sessions", count),
        noon=_noon,
        holiday=lambda day: holiday(day, current_language()),
    )


def _sought(asked: narrowing.Asked, now: datetime) -> queries.Sought:
    return queries.Sought(Narrowing(asked.wish, now), asked.words)


def _in_month(held: Mapping[date, Sequence[Entry]], period: Period) -> int:
    return len({one.id for day, entries in held.items() if period.first <= day <= period.last for one in entries})


def _count(db: Connection, sought: queries.Sought, period: Period, whole: tuple[datetime, datetime]) -> int:
    return _in_month(by_day(queries.sessions(db, sought, *whole)), period)


def _address(arguments: dict[str, Any]) -> str:
    return url_for("public_month.page", **arguments)


def _noon(day: date) -> datetime:
    """An instant of that day, for writing it down: in UTC."""
    return datetime.combine(day, time(12), UTC)


def _day(today: date) -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
