"""An organisation's coming sessions, for its own site to show within a page of its own.

Nobody is recognised here and nothing is remembered: it sets no cookie, and language and look stand in the address.
"""

from uuid import UUID

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _

from services.catalogue.queries import public_home
from services.catalogue.queries.public_offerings import best
from shared import clock
from shared.errors import NotThere
from shared.web import access, static_files
from shared.web.current import reading, service
from shared.web.headers import content_policy
from shared.web.i18n import LANGUAGES

MOST_STOPS = 20
LOOKS = ("light", "dark")

blueprint = Blueprint("embed", __name__)
_FOR_A_DAY = "public, max-age=86400"


@blueprint.get("/embed/<uuid:organisation_id>.js")
@access.public
def script(organisation_id: UUID) -> Response:  # noqa: ARG001 - the script reads it from its own address
    """The same list by a script, which makes room for all of it. Others' pages hold its address: no digest."""
    answer = Response((static_files.FOLDER / "embed.js").read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = _FOR_A_DAY
    return answer


@blueprint.get("/embed/<uuid:organisation_id>")
@access.public
def page(organisation_id: UUID) -> Response:
    """What the organisation runs, the nearest first; each opens beside the page that shows this."""
    language, look = request.args.get("language"), request.args.get("look")
    if language in LANGUAGES:
        g.language = language
    now = clock.now()
    with reading() as db:
        organisation = public_home.organisation(db, organisation_id)
        if organisation is None:
            raise NotThere("no_organisation", _("There is no such organisation."))
        stops = public_home.next_stops(db, now, MOST_STOPS, organisation_id)
    settings = service().settings
    html = render_template(
        "public/embed.html",
        organisation=organisation,
        stops=stops,
        look=look if look in LOOKS else None,
        zone=settings.default_timezone,
        now=now,
        best=best,
    )
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = content_policy(settings, is_framed=True)
    return answer
