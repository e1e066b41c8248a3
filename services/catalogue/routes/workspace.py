"""The organiser's home: what needs a person today, then the routes of their series."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template, request
from sqlalchemy import Connection

from services.catalogue.queries import handovers, partners, proposals, requests, workspace_home, workspace_today
from services.catalogue.queries.workspace_home import OwnSeries
from services.catalogue.routes.route_points import points_of
from services.catalogue.rules.today import Known, tasks
from services.catalogue.words import series_state_word
from shared import clock
from shared.web import access
from shared.web.current import reading
from shared.web.partner_words import partner_role_word
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
        led = [one for one in series if known_viewer().may_organise(one.organiser_id)]
        known = _known(db, led, now)
        others = [one.id for one in series if one not in led]
        asked = handovers.to_answer(db, organised_by(known_viewer()))
        roles = partners.roles_of(db, others, organised_by(known_viewer()))
    return render_template(
        "workspace/home.html",
        series=series,
        tasks=[] if earlier else tasks(led, known, now),
        earlier=earlier,
        requests=known.requests,
        roles=roles,
        handovers=asked,
        role_word=partner_role_word,
        points={one.id: points_of(one.sessions, one.offers, now, one) for one in series},
        state_word=series_state_word,
        now=now,
    )


def _known(db: Connection, series: list[OwnSeries], now: datetime) -> Known:
    ids = [one.id for one in series]
    gives, prepared = workspace_today.materials(db, ids)
    return Known(
        presenters=workspace_today.presenters(db, ids, now),
        proposals=proposals.open_of_several(db, ids, now),
        lost=workspace_today.lost(db, ids, now),
        recordings=workspace_today.recordings(db, organised_by(known_viewer()), now),
        gives=gives,
        prepared=prepared,
        requests=requests.requests(db, [offer.id for one in series for offer in one.offers]),
    )


def organised_by(asker: Viewer) -> frozenset[UUID] | None:
    """The organisations whose series the asker manages; None is every one."""
    return None if asker.is_administrator else asker.organises
