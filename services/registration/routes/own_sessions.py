"""What a person does with single sessions of their registration, behind the link that only their mail holds."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import leave_session
from services.registration.routes.own import opened
from services.registration.routes.private_pages import keep_private
from shared.errors import Refusal
from shared.web import access
from shared.web.current import writing

blueprint = Blueprint("own_sessions", __name__)


@blueprint.post("/own/<token>/sessions/<uuid:session_id>/leave")
@access.own_link
def leave(token: str, session_id: UUID) -> Response:
    """Stay away from this one; undone as easily, so nothing is asked first."""
    row = opened(token)
    try:
        with writing() as db:
            leave_session.leave(db, row.id, session_id, "person")
        flash(_("Noted: you don't come to that session. It goes from your calendar."), "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return _back(token)


@blueprint.post("/own/<token>/sessions/<uuid:session_id>/return")
@access.own_link
def come_after_all(token: str, session_id: UUID) -> Response:
    """Come to it after all."""
    row = opened(token)
    try:
        with writing() as db:
            leave_session.come_after_all(db, row.id, session_id, "person")
        flash(_("Welcome back: the session is in your calendar again."), "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return _back(token)


def _back(token: str) -> Response:
    return keep_private(redirect(url_for("own.page", token=token) + "#sessions-of-yours", 303))
