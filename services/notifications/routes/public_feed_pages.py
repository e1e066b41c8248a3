"""The pages of calendars that everybody may subscribe to: a series', and that of what an organisation runs."""

from uuid import UUID

from flask import Blueprint, render_template, url_for

from services.notifications.queries import feed as queries
from services.notifications.routes.calendar_links import calendar_links
from services.notifications.routes.feed_entries import public_entries
from services.notifications.routes.feeds import no_such_calendar
from shared import clock
from shared.web import access
from shared.web.current import reading, service_url

blueprint = Blueprint("public_feed_pages", __name__)


@blueprint.get("/feeds/series/<slug>")
@access.public
def of_series(slug: str) -> str:
    """The sessions of a series, and how each calendar takes them."""
    with reading() as db:
        series = queries.series_state(db, slug)
        if series is None:
            raise no_such_calendar()
        entries = public_entries(queries.sessions_of_series(db, series.id))
        organiser = queries.organisation(db, series.organiser_id)
    return render_template(
        "feeds/public.html",
        name=series.title,
        name_language=series.language,
        about=service_url("catalogue", f"/series/{series.slug}"),
        wider=organiser
        and (organiser.name, url_for("public_feed_pages.of_organisation", organisation_id=organiser.id)),
        links=calendar_links(f"/feeds/series/{series.slug}.ics", series.title),
        entries=entries,
        now=clock.now(),
    )


@blueprint.get("/feeds/organisations/<uuid:organisation_id>")
@access.public
def of_organisation(organisation_id: UUID) -> str:
    """All that an organisation runs."""
    with reading() as db:
        organisation = queries.organisation(db, organisation_id)
        if organisation is None:
            raise no_such_calendar()
        series = queries.organised(db, organisation.id)
        entries = public_entries(queries.sessions_of_series(db, *(one.id for one in series)))
    return render_template(
        "feeds/public.html",
        name=organisation.name,
        name_language=None,
        about=None,
        wider=None,
        links=calendar_links(f"/feeds/organisations/{organisation.id}.ics", organisation.name),
        entries=entries,
        now=clock.now(),
    )
