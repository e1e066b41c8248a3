"""API: the sessions of all series that the asker organises, in a period."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json
from sqlalchemy import Connection

from services.catalogue.queries import schedule as queries
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes.api_fields import Instant
from services.catalogue.routes.api_session_shapes import Mode
from services.catalogue.routes.workspace import organised_by
from services.catalogue.rules.double_booked import Clash, What
from shared.errors import Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service_url
from shared.web.dates import local
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("schedule")

LONGEST = timedelta(days=100)


class ScheduleQuery(BaseModel):
    """From when until when, at most 100 days; and of which series, by its slug."""

    model_config = ConfigDict(extra="forbid")
    since: Instant
    until: Instant
    series: str | None = None


class ClashOut(BaseModel):
    """A presenter, or the venue, that is booked twice at the same time. ``title`` says for what else, null where
    another organiser runs that; ``during`` and ``other`` say whether sessions meet or the rehearsals before them."""

    kind: Literal["presenter", "venue"]
    name: str
    title: str | None
    during: What
    other: What


class ScheduleItem(BaseModel):
    """A session in the schedule."""

    id: UUID
    series: str
    series_title: str
    series_state: Literal["draft", "published", "archived"]
    title: str
    starts_at: DateTimeText
    ends_at: DateTimeText
    timezone: str
    mode: Mode
    venue: str | None
    state: Literal["scheduled", "cancelled"]
    clashes: list[ClashOut]
    url: str


class ScheduleOut(BaseModel):
    """What is held in a period, in the order of time."""

    items: list[ScheduleItem]


@api.reads(
    "/schedule",
    Access.ORGANISER,
    "The sessions of a period, of all series that one organises",
    Shape(query=ScheduleQuery, answer=ScheduleOut),
)
def get_schedule(db: Connection, query: ScheduleQuery) -> Response:
    """Drafts and cancelled sessions too, with who and what is booked twice."""
    if not timedelta() < query.until - query.since <= LONGEST:
        raise Refusal("bad_period", _("The end must be after the start, by at most 100 days."), "until")
    found = queries.entries(db, organised_by(known_viewer()), query.since, query.until, query.series)
    sessions_url = service_url("catalogue", "/sessions/")
    items = [_item(entry.row, entry.clashes, sessions_url) for entry in found]
    return Response(to_json({"items": items}), mimetype="application/json")


def _item(row: AnyRow, clashes: Sequence[Clash], sessions_url: str) -> dict[str, Any]:
    """As ``ScheduleItem``. Of hundreds: looking up columns by name, writing times in Python, or checking once more what
    was just read, would take as long as all else."""
    session_id, title, starts_at, ends_at, zone, mode, venue, state, _version, slug, series_title, *others = row
    _language, series_state, _may_change = others
    known_by = str(session_id)
    return {
        "id": known_by,
        "series": slug,
        "series_title": series_title,
        "series_state": series_state,
        "title": title,
        "starts_at": local(starts_at, zone),
        "ends_at": local(ends_at, zone),
        "timezone": zone,
        "mode": mode,
        "venue": venue,
        "state": state,
        "clashes": [vars(one) for one in clashes],
        "url": sessions_url + known_by,
    }
