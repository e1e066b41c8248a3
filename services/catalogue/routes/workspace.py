"""The organiser's home: what needs a person today, then the routes of their series."""

from collections import defaultdict
from uuid import UUID

from flask import Blueprint, render_template, request

from services.catalogue.queries import requests, workspace_home
from services.catalogue.routes.route_points import points_of
from services.catalogue.rules.today import tasks
from services.catalogue.words import series_state_word
from shared import clock
from shared.web import access
from shared.web.current import reading
from shared.web.viewer import Viewer, known_viewer

blueprint = Blueprint("workspace", __name__, url_prefix="/workspace")


@blueprint.get("")
@access.organiser
def page() -> str:
    """Today, and the routes."""
    now = clock.now()
    earlier = request.args.get("show") == "earlier"
    with reading() as db:
        series = workspace_home.own_series(db, organised_by(known_viewer()), now, earlier)
        asked = requests.requests(db, [offer.id for one in series for offer in one.offers])
        refusals = workspace_home.declined(db, [one.id for one in series], now)
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in refusals:
        names[row.session_id].append(row.name)
    return render_template(
        "workspace/home.html",
        series=series,
        tasks=[] if earlier else tasks(series, names, asked, now),
        earlier=earlier,
        requests=asked,
        points={one.id: points_of(one.sessions, one.offers, now, one.language, one.timezone) for one in series},
        state_word=series_state_word,
        now=now,
    )


def organised_by(asker: Viewer) -> frozenset[UUID] | None:
    """The organisations whose series the asker manages; None is every one."""
    return None if asker.is_administrator else asker.organises
