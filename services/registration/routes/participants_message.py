"""Writing to those who were ticked in an offering's list, or whom its filter finds."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions.announce import Chosen
from services.registration.forms.announcement_form import AnnouncementForm
from services.registration.queries import registrations
from services.registration.queries import series as queries
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.announcing import Desk, handle, new_form_values
from services.registration.routes.outlines import Situation
from services.registration.routes.participant_choice import Choice, choice_of
from services.registration.routes.participants import organised, whom
from services.registration.routes.private_pages import private_page
from shared.audiences import people_of
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("participants_message", __name__)


@blueprint.get("/participants/<uuid:offering_id>/message")
@access.organiser
def page(offering_id: UUID) -> Response:
    """Ask for the words."""
    now = organised(offering_id)
    form = AnnouncementForm(now.outline.timezone, **new_form_values())
    return _shown(now, choice_of(offering_id, request.args), form)


@blueprint.post("/participants/<uuid:offering_id>/message")
@access.organiser
def write(offering_id: UUID) -> Response:
    """Show how it looks, mail a copy to its writer, send it, or keep it until its time."""
    now, choice = organised(offering_id), choice_of(offering_id, request.form)
    form = AnnouncementForm(now.outline.timezone)
    with reading() as db:
        series = queries.series(db, now.outline.slug)
        ids = registrations.ids(db, choice.chosen, STANDING_STATES)
        names = whom(db, choice.chosen, STANDING_STATES, len(ids))
    if not ids:
        return _nobody(choice)
    desk = Desk(
        series=series,
        action=url_for("participants_message.write", offering_id=offering_id),
        back=_list(choice),
        to=Chosen(now.outline.facts.series_id, offering_id, ids),
        people=people_of(registrations.meant(choice.chosen, STANDING_STATES)),
        whom=ngettext("One person of %(name)s", "%(num)s people of %(name)s", len(ids), name=now.outline.facts.name),
        names=names,
    )
    return handle(form, lambda: desk, lambda status: _shown(now, choice, form, status))


def _shown(now: Situation, choice: Choice, form: AnnouncementForm, status: int = 200) -> Response:
    with reading() as db:
        counts = registrations.counts(db, choice.chosen)
        count = sum(counts.get(state, 0) for state in STANDING_STATES)
        about = whom(db, choice.chosen, STANDING_STATES, count)
    if not count:
        return _nobody(choice)
    return private_page(
        "participants_message.html",
        status,
        now=now,
        choice=choice,
        form=form,
        count=count,
        about=about,
        back=_list(choice),
    )


def _nobody(choice: Choice) -> Response:
    flash(_("Nobody who has a place or waits was chosen. Tick people in the list first."), "info")
    return redirect(_list(choice), 303)


def _list(choice: Choice) -> str:
    return url_for("participants.page", offering_id=choice.offering_id, **choice.address)  # type: ignore[arg-type]
