"""Writing to many participants: words first, then how they look and to how many they go, a copy to oneself, and out."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import announce
from services.registration.actions.announce import Said
from services.registration.forms.announcement_form import AnnouncementForm
from services.registration.queries import registrations
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.outlines import Situation
from services.registration.routes.participant_choice import Choice, choice_of
from services.registration.routes.participants import organised, whom
from services.registration.routes.private_pages import private_page
from shared.errors import Conflict
from shared.schema.base import new_id
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_message", __name__)


@blueprint.get("/participants/<uuid:offering_id>/message")
@access.organiser
def page(offering_id: UUID) -> Response:
    """Ask for the words."""
    form = AnnouncementForm(formdata=None, key=str(new_id()))
    return _shown(organised(offering_id), choice_of(offering_id, request.args), form)


@blueprint.post("/participants/<uuid:offering_id>/message")
@access.organiser
def write(offering_id: UUID) -> Response:
    """Show how it looks, mail a copy to its writer, or send it to everybody."""
    now = organised(offering_id)
    choice = choice_of(offering_id, request.form)
    form = AnnouncementForm()
    if not form.validate():
        return _shown(now, choice, form, 422)
    what = request.form.get("do")
    if what == "test":
        return _test(now, choice, form)
    return _send(now, choice, form) if what == "send" else _shown(now, choice, form, is_previewed=True)


def _test(now: Situation, choice: Choice, form: AnnouncementForm) -> Response:
    email = known_viewer().email
    if email:
        with writing() as db:
            announce.send_test(db, now.outline.facts, replace(_said(form), id=new_id()))
        flash(_("A copy is on its way to %(email)s.", email=email), "success")
    return _shown(now, choice, form, is_previewed=True)


def _send(now: Situation, choice: Choice, form: AnnouncementForm) -> Response:
    try:
        with writing() as db:
            ids = registrations.ids(db, choice.chosen, STANDING_STATES)
            _require_as_many_as_said(ids)
            is_new = announce.send(db, now.outline.facts, _said(form), ids)
    except Conflict as refusal:
        flash(refusal.sentence, "error")
        return _shown(now, choice, form, 409, is_previewed=True)
    if is_new:
        flash(
            ngettext(
                "The message is on its way to one person.", "The message is on its way to %(num)s people.", len(ids)
            ),
            "success",
        )
    else:
        flash(_("This message was sent already. Nobody gets it twice."), "info")
    return redirect(url_for("participants.page", offering_id=choice.offering_id, **choice.address), 303)  # type: ignore[arg-type]


def _require_as_many_as_said(ids: list[UUID]) -> None:
    if str(len(ids)) != request.form.get("count"):
        sentence = _("The list changed meanwhile, so nothing was sent. Look at the number again.")
        raise Conflict("list_changed", sentence)


def _said(form: AnnouncementForm) -> Said:
    asker = known_viewer()
    return Said(form.announcement_id, form.subject.data or "", form.text.data or "", asker.email or None, asker.actor)


def _shown(
    now: Situation, choice: Choice, form: AnnouncementForm, status: int = 200, *, is_previewed: bool = False
) -> Response:
    with reading() as db:
        counts = registrations.counts(db, choice.chosen)
        count = sum(counts.get(state, 0) for state in STANDING_STATES)
        about = whom(db, choice.chosen, STANDING_STATES, count)
    if not count:
        flash(_("Nobody who has a place or waits was chosen. Tick people in the list first."), "info")
        return redirect(url_for("participants.page", offering_id=choice.offering_id, **choice.address), 303)  # type: ignore[arg-type]
    return private_page(
        "participants_message.html",
        status,
        now=now,
        choice=choice,
        form=form,
        count=count,
        about=about,
        is_previewed=is_previewed,
        email=known_viewer().email,
    )
