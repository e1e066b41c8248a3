"""All sessions of all series that somebody organises: as a month, a week, a list or lines over time.

It works without scripts; with them sessions of a month or week are dragged to another time (`schedule.js`).
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from services.catalogue.clash_words import clash_sentence
from services.catalogue.queries import moves
from services.catalogue.queries import schedule as queries
from services.catalogue.queries.schedule import Entry
from services.catalogue.routes.workspace import organised_by
from services.catalogue.rules import timeline
from services.catalogue.rules.finnish_holidays import holiday
from services.catalogue.rules.period import Period, View, period_of, weeks
from shared import clock
from shared.local_time import start_of_day
from shared.web import access
from shared.web.current import reading, service
from shared.web.dates import local
from shared.web.headers import content_policy
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_schedule", __name__, url_prefix="/workspace")

#: sessions have zones of their own: by so much their days may begin earlier or later than here
ZONES_APART = timedelta(days=1)


@blueprint.get("/schedule")
@access.organiser
def page() -> Response:
    """The month that is asked for, or the running one; what is wrong in the address counts as not said."""
    now, zone = clock.now(), service().settings.default_timezone
    today = local(now, zone).date()
    period = period_of(_view(), _day(request.args.get("day", ""), today))
    asked = request.args.get("series", "")
    asker = known_viewer()
    first, last = period.shown
    with reading() as db:
        choices = queries.series(db, organised_by(asker))
        slug = asked if asked in {row.slug for row in choices} else None
        found = queries.entries(
            db,
            organised_by(asker),
            start_of_day(first, zone) - ZONES_APART,
            start_of_day(last + timedelta(days=1), zone) + ZONES_APART,
            slug,
        )
        undoable = moves.undoable(db, asker.actor, now)
    nonce = secrets.token_urlsafe(16)
    answer = make_response(
        render_template(
            "workspace/schedule.html",
            period=period,
            today=today,
            now=now,
            zone=zone,
            choices=choices,
            slug=slug,
            undoable=undoable,
            views=list(View),
            address=lambda view, day: _address(view, day, slug),
            noon=_noon,
            holiday=lambda day: holiday(day, current_language()),
            local=local,
            clash_sentence=clash_sentence,
            nonce=nonce,
            **_shown(period, [row for row in choices if slug in (None, row.slug)], found),
        )
    )
    # the calendar's script writes its looks into a style element of its own
    answer.headers["Content-Security-Policy"] = content_policy(service().settings, style_nonce=nonce)
    return answer


def _shown(period: Period, series: Sequence[Any], found: Sequence[Entry]) -> dict[str, Any]:
    """The weeks with their days, or lines over weeks; and whether anything is held in them."""
    by_day = queries.by_day(found)
    first, last = period.shown
    shown: dict[str, Any] = {"is_empty": not any(first <= day <= last for day in by_day)}
    if period.view is not View.TIMELINE:
        return shown | {"weeks": weeks(period, by_day)}
    mondays = timeline.mondays(period)
    return shown | {
        "mondays": mondays,
        "months": timeline.months(mondays),
        "lines": timeline.lines(mondays, series, found),
    }


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
