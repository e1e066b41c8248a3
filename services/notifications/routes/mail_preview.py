"""How any mail of a series looks before anybody gets it; nothing is stored, and nothing sent but a copy to oneself."""

from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications import words
from services.notifications.actions.send_copy import send_copy
from services.notifications.courier import courier_of
from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview import Wanted
from services.notifications.routes.own_series import Found, Look, choices, chosen, look, own_series
from services.notifications.routes.private_pages import keep_private
from shared.web import access
from shared.web.current import reading, writing
from shared.web.i18n import LANGUAGES
from shared.web.mail_frame import letting_mail_in
from shared.web.viewer import known_viewer

blueprint = Blueprint("mail_preview", __name__)
blueprint.after_request(keep_private)


@blueprint.get("/messages/series/<slug>/preview/<kind>")
@access.organiser
def page(slug: str, kind: str) -> Response:
    """With the newest of those whom it is for, or whoever is chosen."""
    with reading() as db:
        series = own_series(db, slug)
        wanted = _wanted(series, kind)
        found = look(db, wanted)
        whose = choices(db, kind, series.id)
    return framing(
        "messages/preview.html",
        series=series,
        wanted=wanted,
        look=found,
        whose=whose,
        has_words=kind in PLACEHOLDERS,
        email=known_viewer().email,
    )


@blueprint.post("/messages/series/<slug>/preview/<kind>")
@access.organiser
def copy(slug: str, kind: str) -> Redirect:
    """Mail it to oneself."""
    with reading() as db:
        wanted = _wanted(own_series(db, slug), kind)
    mail_copy(wanted)
    address = {"language": wanted.language, "whose": wanted.subject_id}
    return redirect(url_for("mail_preview.page", slug=slug, kind=kind, **address), 303)  # type: ignore[arg-type]


def mail_copy(wanted: Wanted) -> Look:
    """Queue a copy for the asker, when there is anything to show and they have an address; say so."""
    asker = known_viewer()
    with writing() as db:
        found = look(db, replace(wanted, is_copy=True))
        if found.shown and asker.email:
            send_copy(db, asker, wanted.series_id, wanted.language, found.shown.content)
    if found.shown and asker.email:
        courier_of(current_app).wake()
        flash(_("A copy is on its way to %(email)s.", email=asker.email), "success")
    return found


def framing(template: str, status: int = 200, **values: object) -> Response:
    """A page with a mail in it."""
    return letting_mail_in(make_response(render_template(template, words=words, **values), status))


def _wanted(series: Found, kind: str) -> Wanted:
    language = request.values.get("language") or series.language
    known = language if language in LANGUAGES else series.language
    return Wanted(kind, series.id, known, chosen(request.values.get("whose")))
