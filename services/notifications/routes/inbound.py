"""What came back: answers to invitations, undelivered mail, letters, and what was made of each."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications import words
from services.notifications.actions.proposals import decline
from services.notifications.messages.came_back import edit_path
from services.notifications.queries import inbound_list
from services.notifications.routes.private_pages import keep_private
from services.notifications.routes.reach import reach, readable_inbound
from services.notifications.rules.came_back import KINDS
from shared import clock
from shared.errors import Conflict
from shared.web import access
from shared.web.current import reading, service, service_url, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("inbound", __name__)
blueprint.after_request(keep_private)

ON_PAGE = 50


@blueprint.get("/messages/inbound")
@access.organiser
def page() -> str:
    """The newest first, of one kind or all; an organiser sees what belongs to their own series."""
    within, kind, now = reach(), _kind(), clock.now()
    with reading() as db:
        rows = inbound_list.page(db, within, kind, ON_PAGE + 1, _cursor())
        counts = inbound_list.counts(db, within)
    return render_template(
        "messages/inbound.html",
        rows=rows[:ON_PAGE],
        kind=kind,
        counts=[(one, counts[one]) for one in KINDS if counts.get(one)],
        total=sum(counts.values()),
        kind_url=_address,
        next_url=_address(kind, rows[ON_PAGE - 1].id) if len(rows) > ON_PAGE else None,
        first_url=_address(kind) if request.args.get("cursor") else None,
        is_open=lambda row: inbound_list.is_open(row, now),
        edit_url=lambda row: service_url("catalogue", edit_path(row.session_id, row)),
        zone=service().settings.default_timezone,
        words=words,
    )


@blueprint.post("/messages/inbound/<uuid:inbound_id>/decline")
@access.organiser
def say_no(inbound_id: UUID) -> Redirect:
    """Decline a proposed time; a second time is the same as once."""
    try:
        with writing() as db:
            readable_inbound(db, inbound_id)
            decline(db, known_viewer().actor, inbound_id)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("Declined. A mail tells the presenter that the time stays."), "success")
    return redirect(_address("counter"), 303)


def _kind() -> str | None:
    """Which kind is asked for; what is none shows all."""
    asked = request.args.get("kind", "")
    return asked if asked in KINDS else None


def _cursor() -> UUID | None:
    """Where the page begins; a cursor that is none begins at the start."""
    try:
        return UUID(request.args.get("cursor", ""))
    except ValueError:
        return None


def _address(kind: str | None = None, cursor: UUID | None = None) -> str:
    query = urlencode({name: str(value) for name, value in (("kind", kind), ("cursor", cursor)) if value})
    return url_for("inbound.page") + (f"?{query}" if query else "")
