"""An organisation's coming sessions, for its own site to show within a page of its own.

Nobody is recognised here and nothing is remembered: it sets no cookie, and language and look stand in the address.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy import and_

from services.catalogue.queries import public_home, public_search
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.public_offerings import best
from services.catalogue.routes import narrowing
from shared import clock
from shared.errors import NotThere
from shared.schema.catalogue import Series
from shared.web import access, static_files
from shared.web.current import reading, service
from shared.web.headers import content_policy
from shared.web.i18n import LANGUAGES

MOST_STOPS = 20
LOOKS = ("light", "dark")
HELD_IN = "held_in"

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
    now, settings = clock.now(), service().settings
    with reading() as db:
        organisation = public_home.organisation(db, organisation_id)
        if organisation is None:
            raise NotThere("no_organisation", _("There is no such organisation."))
        asked = _asked(narrowing.choices(db).names())
        fits = and_(Series.organiser_id == organisation_id, Narrowing(asked.wish, now).session)
        if asked.words:
            fits = and_(fits, public_search.session_has_asked(db, asked.words))
        stops = public_home.next_stops(db, now, MOST_STOPS, fits)
    html = render_template(
        "public/embed.html",
        organisation=organisation,
        stops=stops,
        asked=asked,
        look=look if look in LOOKS else None,
        zone=settings.default_timezone,
        now=now,
        best=best,
    )
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = content_policy(settings, is_framed=True)
    return answer


def arguments_of(asked: narrowing.Asked) -> dict[str, Any]:
    """What stands in the address of a list that is narrowed down so."""
    return {HELD_IN if name == "language" else name: value for name, value in asked.chosen.items()}


def _asked(names: Mapping[tuple[str, str], str]) -> narrowing.Asked:
    """What the address narrows it down to: as on the public list, but for the language that series are held in, since
    ``language`` is the one that this page speaks."""
    said = {name: value for name, value in request.args.items() if name != "language"}
    if HELD_IN in said:
        said["language"] = said.pop(HELD_IN)
    return narrowing.read(said, service().settings.default_timezone, names)
