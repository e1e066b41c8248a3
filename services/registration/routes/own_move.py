"""Changing to another offering of the same series: another group, another day."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import move
from services.registration.actions.move import Move
from services.registration.queries import people
from services.registration.routes.outlines import open_siblings, situation
from services.registration.routes.own import opened
from services.registration.routes.private_pages import keep_private, private_page
from shared.errors import Refusal
from shared.secrets import OWN_PAGE
from shared.web import access
from shared.web.current import arrived_at, service, writing

blueprint = Blueprint("own_move", __name__)


@blueprint.get("/own/<token>/move")
@access.own_link
def ask(token: str) -> Response:
    """Where to: what has a free place now."""
    row = opened(token)
    return _shown(token, row)


@blueprint.post("/own/<token>/move")
@access.own_link
def change(token: str) -> Response:
    """Change, if the place is still free; until then nothing is given up. The own page moves along."""
    row = opened(token)
    to_id = _chosen()
    if to_id is None:
        return _shown(token, row, _("Choose where to change to."), 422)
    try:
        with writing() as db:
            done = move.move(
                db, Move(row.offering_id, to_id, [row.id], "all-or-nothing", "person", asked_at=arrived_at())
            )
            _ids, standing = people.known(db, to_id, [row.email_key])
    except Refusal as refusal:
        return _shown(token, row, refusal.sentence, refusal.status)
    if not done.those("moves"):
        return _shown(token, row, _("You are registered there already, or not here any more."), 409)
    flash(_("You have changed. A mail says so too, and your calendar follows."), "success")
    registration_id = standing[row.email_key].registration_id
    return keep_private(redirect(url_for("own.page", token=service().secrets.token(OWN_PAGE, registration_id)), 303))


def _chosen() -> UUID | None:
    try:
        return UUID(request.form.get("to", ""))
    except ValueError:
        return None


def _shown(token: str, row: Any, problem: str = "", status: int = 200) -> Response:
    targets = open_siblings(row.offering_id) if row.state in ("confirmed", "waitlisted") else []
    now = situation(row.offering_id, is_known=True)
    return private_page(
        "own_move.html", status, token=token, registration=row, now=now, targets=targets, problem=problem
    )
