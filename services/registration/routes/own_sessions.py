"""What a person does with single sessions of their registration, behind the link that only their mail holds."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
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
    said = _("Noted: you don't come to that session. It goes from your calendar.")
    return _change(token, session_id, leave_session.leave, said)


@blueprint.post("/own/<token>/sessions/<uuid:session_id>/return")
@access.own_link
def come_after_all(token: str, session_id: UUID) -> Response:
    """Come to it after all."""
    said = _("Welcome back: the session is in your calendar again.")
    return _change(token, session_id, leave_session.come_after_all, said)


def _change(token: str, session_id: UUID, change: Callable[[Connection, UUID, UUID, str], bool], said: str) -> Response:
    row = opened(token)
    try:
        with writing() as db:
            change(db, row.id, session_id, "person")
        flash(said, "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return keep_private(redirect(url_for("own.page", token=token) + "#sessions-of-yours", 303))
