"""The organiser's yes and no to many at once: looked at first, then done."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import answer_requests
from services.registration.actions.answer_requests import Declining
from services.registration.forms.answer_form import LONGEST_REASON
from services.registration.queries import holds, registrations
from services.registration.routes.participant_choice import Choice, choice_of
from services.registration.routes.participants import organised, whom
from services.registration.routes.private_pages import private_page
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_answer", __name__)


@blueprint.get("/participants/<uuid:offering_id>/confirm")
@access.organiser
def ask_confirm(offering_id: UUID) -> Response:
    """Say who gets a place before they do."""
    now = organised(offering_id)
    choice = choice_of(offering_id, request.args)
    with reading() as db:
        waits = len(registrations.ids(db, choice.chosen, ("waitlisted",)))
        asks = len(registrations.ids(db, choice.chosen.asking, ("waitlisted",)))
        about = whom(db, choice.chosen, ("waitlisted",), waits)
        groups = [one for one in holds.of_offering(db, offering_id) if one.organisation_id is None and one.left]
    if not waits:
        return _nobody(choice)
    return private_page(
        "participants_confirm.html", now=now, choice=choice, waits=waits, asks=asks, groups=groups, about=about
    )


@blueprint.post("/participants/<uuid:offering_id>/confirm")
@access.organiser
def confirm(offering_id: UUID) -> Response:
    """Give them places, as far as there are any."""
    organised(offering_id)
    choice = choice_of(offering_id, request.form)
    try:
        with writing() as db:
            ids = registrations.ids(db, choice.chosen, ("waitlisted",))
            done = answer_requests.confirm(db, offering_id, ids, known_viewer().actor, _hold())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return _back(choice)
    placed, stays = len(done.placed), len(ids) - len(done.placed)
    if placed:
        flash(ngettext("One person has a place now.", "%(num)s people have places now.", placed), "success")
    if stays:
        sentence = ngettext(
            "One person waits in the line: there was no place.",
            "%(num)s people wait in the line: there was no place.",
            stays,
        )
        flash(sentence, "info")
    return _back(choice)


@blueprint.get("/participants/<uuid:offering_id>/decline")
@access.organiser
def ask_decline(offering_id: UUID) -> Response:
    """Ask why, before no is said."""
    now = organised(offering_id)
    choice = choice_of(offering_id, request.args)
    with reading() as db:
        asks = len(registrations.ids(db, choice.chosen.asking, ("waitlisted",)))
        about = whom(db, choice.chosen.asking, ("waitlisted",), asks)
    if not asks:
        return _nobody(choice)
    return private_page(
        "participants_decline.html", now=now, choice=choice, asks=asks, longest=LONGEST_REASON, about=about
    )


@blueprint.post("/participants/<uuid:offering_id>/decline")
@access.organiser
def decline(offering_id: UUID) -> Response:
    """Say no to them; each is told by mail."""
    organised(offering_id)
    choice = choice_of(offering_id, request.form)
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    try:
        with writing() as db:
            ids = registrations.ids(db, choice.chosen.asking, ("waitlisted",))
            gone = len(answer_requests.decline(db, offering_id, Declining(ids, reason), known_viewer().actor))
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return _back(choice)
    flash(ngettext("One request is declined.", "%(num)s requests are declined.", gone), "success")
    return _back(choice)


def _hold() -> UUID | None:
    try:
        return UUID(request.form.get("hold", ""))
    except ValueError:
        return None


def _nobody(choice: Choice) -> Response:
    flash(_("Nobody who waits was chosen. Tick people in the list first."), "info")
    return _back(choice)


def _back(choice: Choice) -> Response:
    return redirect(url_for("participants.page", offering_id=choice.offering_id, **choice.address), 303)  # type: ignore[arg-type]
