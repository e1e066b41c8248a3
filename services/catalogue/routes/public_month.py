"""What is coming as a month, beside the list: the same choices narrow it down."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for

from services.catalogue.queries import public_month as queries
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.schedule import by_day
from services.catalogue.routes import narrowing
from services.catalogue.rules.finnish_holidays import holiday
from services.catalogue.rules.period import View, period_of, weeks
from shared import clock
from shared.local_time import start_of_day
from shared.web import access
from shared.web.current import reading, service
from shared.web.dates import local
from shared.web.i18n import current_language

blueprint = Blueprint("public_month", __name__)

#: sessions have zones of their own: by so much their days may begin earlier or later than here
ZONES_APART = timedelta(days=1)
#: the month itself says when, and what is searched by words is ordered by how well it fits
_NOT_HERE = ("since", "until")


@blueprint.get("/month")
@access.public
def page() -> str:
    """The month that a day is in, or the running one; what can't be read in the address counts as not said."""
    now, zone = clock.now(), service().settings.default_timezone
    today = local(now, zone).date()
    period = period_of(View.MONTH, _day(today))
    said = narrowing.read(request.args, zone)
    kept = {name: value for name, value in said.chosen.items() if name not in _NOT_HERE}
    asked = replace(said, words="", chosen=kept)
    first, last = period.shown
    with reading() as db:
        found = queries.sessions(
            db,
            Narrowing(asked.wish, now),
            start_of_day(first, zone) - ZONES_APART,
            start_of_day(last + timedelta(days=1), zone) + ZONES_APART,
        )
    held = by_day(found)
    return render_template(
        "public/month.html",
        period=period,
        weeks=weeks(period, held),
        is_empty=not any(period.first <= day <= period.last for day in held),
        asked=asked,
        today=today,
        zone=zone,
        address=lambda day: _address({"day": day.isoformat(), **kept}),
        noon=_noon,
        holiday=lambda day: holiday(day, current_language()),
    )


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
