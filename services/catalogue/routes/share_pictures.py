"""The picture that a link to a series shows where it is shared."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from services.catalogue import words
from services.catalogue.queries import public_series
from services.catalogue.queries.public_series import SessionOnRoute
from services.catalogue.routes.series import may_see
from services.catalogue.share_picture import Facts, drawn
from shared import clock
from shared.errors import NotThere
from shared.rules import colours
from shared.web import access, dates
from shared.web.current import reading
from shared.web.own_look import digest, logo_content
from shared.web.route import Stop, mark

blueprint = Blueprint("share_pictures", __name__)

#: whoever shows links asks again; a place that keeps the picture for longer shows an old date
_FOR_AN_HOUR = "public, max-age=3600"


@blueprint.get("/series/<slug>/picture.png")
@access.public
def of_series(slug: str) -> Response:
    """Title, organiser, route and next date, in the language that the series is written in."""
    with reading() as db:
        series = public_series.head(db, slug)
        if series is None or not may_see(db, series.state, series.id, series):
            raise NotThere("no_such_series", _("There is no such series. It may have been taken off the list."))
        sessions = public_series.sessions(db, series.id)
        logo = logo_content(db, series.organiser_id, series.organiser_logo) if series.organiser_logo else None
    with force_locale(series.language):
        picture = drawn(_facts(series, sessions, logo, clock.now()))
    answer = Response(picture, mimetype="image/png")
    # a draft's is for its organisers alone
    answer.headers["Cache-Control"] = _FOR_AN_HOUR if series.published_at else "private, no-store"
    answer.set_etag(digest(picture))
    answer.make_conditional(request)
    return answer


def _facts(series: Any, sessions: list[SessionOnRoute], logo: bytes | None, now: datetime) -> Facts:
    stops = [Stop(one.title, one.starts_at, one.ends_at, cancelled=one.state == "cancelled") for one in sessions]
    return Facts(
        kind=words.kind_word(series.kind),
        title=series.title,
        organiser=series.organiser_name,
        when=_when(series, sessions, now),
        colour=series.organiser_colour or colours.OURS.light,
        logo=logo,
        stops=tuple(point.state for point in mark(stops, now)),
    )


def _when(series: Any, sessions: list[SessionOnRoute], now: datetime) -> str:
    coming = [one for one in sessions if one.state == "scheduled" and one.ends_at > now]
    if coming:
        when = dates.span(coming[0].starts_at, coming[0].ends_at, coming[0].timezone, series.language)
        return when if len(sessions) == 1 else _("Next session") + f": {when}"
    return _("This series is over") if any(one.state == "scheduled" for one in sessions) else ""
