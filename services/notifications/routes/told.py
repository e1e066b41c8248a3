"""Has everyone been told? One session: how many know, who doesn't, and what to do about each."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.notifications import told_words, words
from services.notifications.queries import told as queries
from services.notifications.queries.told import Looked
from services.notifications.routes.private_pages import keep_private
from services.notifications.routes.reach import reach
from services.notifications.rules import told
from services.notifications.rules.nearness import goes_out_at
from shared import clock
from shared.errors import NotThere
from shared.web import access
from shared.web.current import reading, service

blueprint = Blueprint("told", __name__)
blueprint.after_request(keep_private)

ON_PAGE = 50
#: no session has as many people
MOST_SKIPPED = 1_000_000


@blueprint.get("/messages/sessions/<uuid:session_id>")
@access.organiser
def page(session_id: UUID) -> str:
    """The answer first, then the counts, then the people: those who need something before the others."""
    now, skip = clock.now(), max(0, min(request.args.get("skip", 0, type=int), MOST_SKIPPED))
    with reading() as db:
        looked = looked_at(db, session_id)
        stands = told.told(queries.counts(db, looked, now), is_draft=looked.is_draft)
        rows = queries.people(db, looked, now, ON_PAGE + 1, skip)
    more = len(rows) > ON_PAGE
    days = looked.row.entries_days_before if looked.is_far else None
    return render_template(
        "messages/told.html",
        session=looked.row,
        looked=looked,
        stands=stands,
        rows=rows[:ON_PAGE],
        statuses=told.STATUSES,
        replies=told.REPLIES,
        entries_at=goes_out_at(looked.row.starts_at, days) if days else None,
        next_url=url_for("told.page", session_id=session_id, skip=skip + ON_PAGE) if more else None,
        first_url=url_for("told.page", session_id=session_id) if skip else None,
        zone=service().settings.default_timezone,
        told_words=told_words,
        words=words,
    )


def looked_at(db: Connection, session_id: UUID) -> Looked:
    """A session that the asker organises; of others they don't learn that they exist. Raises NotThere."""
    found = queries.session(db, reach(), session_id, clock.now())
    if found is None:
        raise NotThere("no_session", _("There is no such session."))
    return found
