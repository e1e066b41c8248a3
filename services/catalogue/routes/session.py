"""The public page of a session."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import gettext as _

from services.catalogue import words
from services.catalogue.queries import materials, public_offerings, public_session
from services.catalogue.routes import structured_data
from services.catalogue.routes.material_files import material_address
from services.catalogue.routes.route_points import points_of
from services.catalogue.routes.series import feed_addresses, may_see, takes_part, turns
from shared import clock
from shared.errors import NotThere
from shared.local_time import end_of_day
from shared.rules.materials import comes_at
from shared.web import access
from shared.web.current import reading, service, service_url
from shared.web.dates import local
from shared.web.markdown import to_html
from shared.web.page_cache import Page, cached_page

blueprint = Blueprint("session", __name__)


@blueprint.get("/sessions/<uuid:session_id>")
@access.public
@cached_page(public_session.state_of)
def page(session_id: UUID) -> Page:
    """The session: when, who, how to join, and how to get a place."""
    return shown(session_id)


def shown(session_id: UUID, token: str | None = None) -> Page:
    """The page of a session; with the ``token`` of a draft's link as whoever has that sees it."""
    now = clock.now()
    with reading() as db:
        session = public_session.session(db, session_id)
        if session is None or not (token or may_see(db, session.series_state, session.series_id, session)):
            raise NotThere("no_such_session", _("There is no such session. It may have been taken off the list."))
        presenters = public_session.presenters(db, session_id)
        offers = public_offerings.of_session(db, session_id, now)
        every = materials.for_everybody(db, session_id)
        has_more = materials.has_more(db, session_id)
        is_own = takes_part(db, session.series_id, session.organiser_id)
        route = list(public_session.neighbours(db, session.series_id))
    comes = {one.id: comes_at(one.since, one.visible_from, session.starts_at, session.ends_at) for one in every}
    # a draft's files can't be had yet
    materials_now = [one for one in every if (comes[one.id] or now) <= now and not (token and one.file_name)]
    home_zone = service().settings.default_timezone
    html = render_template(
        "public/session.html",
        session=session,
        presenters=presenters,
        offers=offers,
        materials=[(one, material_address(one)) for one in materials_now],
        has_more=has_more,
        best=public_offerings.best(offers, session_id),
        points=points_of(route, (), now, session, draft=token),
        standing=sum(one.state == "scheduled" for one in route),
        number=next(place for place, other in enumerate(route, start=1) if other.id == session_id),
        upcoming=next((o for o in route if o.starts_at > now and o.state == "scheduled" and o.id != session_id), None),
        description=to_html(session.description),
        feed=feed_addresses(f"/feeds/session/{session_id}.ics"),
        work=words.credit_words(session.credits),
        other_zone=home_zone if home_zone != session.timezone else None,
        may_organise=is_own,
        draft=token,
        now=now,
        words=words,
        url=service_url("catalogue", f"/sessions/{session_id}"),
        data=structured_data.of_session(session, presenters, offers) if session.published_at else None,
    )
    midnight = end_of_day(local(now, session.timezone).date(), session.timezone) + timedelta(seconds=1)
    return Page(html, [*turns(route, offers), *filter(None, comes.values()), midnight])
