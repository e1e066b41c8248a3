"""What came back: answers to invitations, and mails that were none."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from services.notifications import words
from services.notifications.queries import inbound
from services.notifications.routes.reach import reach
from shared.web import access
from shared.web.current import reading, service

blueprint = Blueprint("inbound", __name__)

ON_PAGE = 50


@blueprint.get("/messages/inbound")
@access.organiser
def page() -> str:
    """The newest first; an organiser sees what belongs to their own series."""
    with reading() as db:
        rows = inbound.page(db, reach(), ON_PAGE + 1, _cursor())
    more = len(rows) > ON_PAGE
    return render_template(
        "messages/inbound.html",
        rows=rows[:ON_PAGE],
        next_url=url_for("inbound.page", cursor=rows[ON_PAGE - 1].id) if more else None,
        first_url=url_for("inbound.page") if request.args.get("cursor") else None,
        zone=service().settings.default_timezone,
        words=words,
    )


def _cursor() -> UUID | None:
    """Where the page begins; a cursor that is none begins at the start."""
    try:
        return UUID(request.args.get("cursor", ""))
    except ValueError:
        return None
