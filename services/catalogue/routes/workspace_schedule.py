"""All sessions of all series that somebody organises: as a month, a week or a list, without a script."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request, url_for

from services.catalogue.queries import schedule as queries
from services.catalogue.routes.workspace import organised_by
from services.catalogue.rules.period import View, period_of, weeks
from shared import clock
from shared.local_time import start_of_day
from shared.web import access
from shared.web.current import reading, service
from shared.web.dates import local
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_schedule", __name__, url_prefix="/workspace")

#: sessions have zones of their own: by so much their days may begin earlier or later than here
ZONES_APART = timedelta(days=1)


@blueprint.get("/schedule")
@access.organiser
def page() -> str:
    """The month that is asked for, or the running one; what is wrong in the address counts as not said."""
    zone = service().settings.default_timezone
    today = local(clock.now(), zone).date()
    period = period_of(_view(), _day(request.args.get("day", ""), today))
    asked = request.args.get("series", "")
    organises = organised_by(known_viewer())
    first, last = period.shown
    with reading() as db:
        choices = queries.series(db, organises)
        slug = asked if asked in {row.slug for row in choices} else None
        found = queries.entries(
            db,
            organises,
            start_of_day(first, zone) - ZONES_APART,
            start_of_day(last + timedelta(days=1), zone) + ZONES_APART,
            slug,
        )
    by_day = queries.by_day(found)
    return render_template(
        "workspace/schedule.html",
        period=period,
        weeks=weeks(period, by_day),
        is_empty=not any(first <= day <= last for day in by_day),
        today=today,
        zone=zone,
        choices=choices,
        slug=slug,
        views=list(View),
        address=lambda view, day: _address(view, day, slug),
        noon=_noon,
    )


def _address(view: View, day: date, slug: str | None) -> str:
    return url_for("workspace_schedule.page", view=view.value, day=day.isoformat(), series=slug)


def _noon(day: date) -> datetime:
    """An instant of that day, for writing it down: in UTC."""
    return datetime.combine(day, time(12), UTC)


def _view() -> View:
    said = request.args.get("view", "")
    return View(said) if said in set(View) else View.MONTH


def _day(said: str, today: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return today
