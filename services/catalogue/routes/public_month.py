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
        earlier, to_come = _around(held, period, today)
        next_at = None if to_come else queries.next_after(db, _sought(asked, now), whole[1])
        is_empty = not _in_month(held, period)
        instead = _instead(db, asked, period, whole) if is_empty else {}
    return render_template(
        "public/month.html",
        period=period,
        weeks=weeks(period, held),
        is_empty=is_empty,
        earlier=earlier,
        to_come=to_come,
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
        **instead,
    )


def _instead(
    db: Connection, asked: narrowing.Asked, period: Period, whole: tuple[datetime, datetime]
) -> dict[str, object]:
    """Where the month has nothing that fits: what there is without each choice, and what may have been meant."""
    now = clock.now()

    def count(other: narrowing.Asked) -> int:
        return _in_month(by_day(queries.sessions(db, _sought(other, now), *whole)), period)

    def finds(other: narrowing.Asked) -> int:
        return count(other) or int(queries.next_after(db, _sought(other, now), whole[1]) is not None)

    return {"ways": narrowing.ways_out(asked, count), "meant": narrowing.meant(db, asked, finds)}


def _sought(asked: narrowing.Asked, now: datetime) -> queries.Sought:
    return queries.Sought(Narrowing(asked.wish, now), asked.words)


def _in_month(held: Mapping[date, Sequence[Entry]], period: Period) -> int:
    return len({one.id for day, entries in held.items() if period.first <= day <= period.last for one in entries})


def _around(held: Mapping[date, Sequence[Entry]], period: Period, today: date) -> tuple[int, int]:
    """How many sessions the running month shows before today alone, and how many from today on; of another month, all
    are the latter."""
    if not period.first <= today <= period.last:
        return 0, _in_month(held, period)
    to_come = {one.id for day, entries in held.items() if today <= day <= period.last for one in entries}
    over = {one.id for day, entries in held.items() if period.shown[0] <= day < today for one in entries}
    return len(over - to_come), len(to_come)


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
