"""The calendar of what an organisation's people take part in: made by its contacts, opened by a secret link."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications.actions.organisation_feed import make_organisation_feed, renew_organisation_feed
from services.notifications.queries import feed as queries
from services.notifications.queries import organisation_feed, own_sessions
from services.notifications.routes.calendar_links import calendar_links
from services.notifications.routes.feed_entries import own_entries
from services.notifications.routes.own_feed import staff_feed
from services.notifications.routes.private_pages import keep_private
from shared import clock
from shared.errors import NotThere
from shared.secrets import STAFF_FEED
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("staff_feed", __name__)
blueprint.after_request(keep_private)

Answer = str | Redirect


@blueprint.get("/organisations/<uuid:organisation_id>/calendar")
@access.contact
def of_organisation(organisation_id: UUID) -> Answer:
    """On to the calendar's page; where there is none yet, what it would be, and the button that makes it."""
    _require_speaker(organisation_id)
    with reading() as db:
        organisation = queries.organisation(db, organisation_id)
        feed = organisation_feed.of_organisation(db, organisation_id)
    if organisation is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    if feed is not None:
        return _to_page(feed.id, feed.version)
    return render_template("feeds/staff_new.html", organisation=organisation)


@blueprint.post("/organisations/<uuid:organisation_id>/calendar")
@access.contact
def make(organisation_id: UUID) -> Redirect:
    """Make its link; one that is there already stays."""
    _require_speaker(organisation_id)
    with writing() as db:
        feed = make_organisation_feed(db, known_viewer().actor, organisation_id)
    return _to_page(feed.id, feed.version)


@blueprint.get("/feeds/staff/<token>")
@access.own_link
def page(token: str) -> str:
    """The sessions that the calendar holds, and how each calendar takes it."""
    now = clock.now()
    with reading() as db:
        feed = staff_feed(db, token)
        rows = own_sessions.of_organisation(db, feed.organisation_id, now)
        entries = own_entries(db, rows, with_links=False)
    links = calendar_links(f"/feeds/staff/{token}.ics", _("Our people's sessions"))
    return render_template("feeds/staff.html", links=links, feed=feed, entries=entries, now=now, token=token)


@blueprint.post("/feeds/staff/<token>/renew")
@access.own_link
def renew(token: str) -> Redirect:
    """The older link ends at once."""
    with writing() as db:
        feed = staff_feed(db, token)
        version = renew_organisation_feed(db, feed.id, feed.version)
    flash(_("Here is your new link. The old one has ended."), "success")
    return _to_page(feed.id, version)


def _to_page(feed_id: UUID, version: int) -> Redirect:
    return redirect(url_for("staff_feed.page", token=service().secrets.token(STAFF_FEED, feed_id, version)), 303)


def _require_speaker(organisation_id: UUID) -> None:
    """Raise NotThere unless somebody may register this organisation's people, and so sees what they come to."""
    asker = known_viewer()
    everywhere = asker.is_administrator or asker.organises is None or asker.speaks_for is None
    if (
        not everywhere
        and organisation_id not in (asker.organises or ())
        and organisation_id not in (asker.speaks_for or ())
    ):
        raise NotThere("no_organisation", _("There is no such organisation."))
