"""What a contact does about one of the organisation's people: give the place to a colleague, or cancel."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.actions import cancel
from services.registration.actions.order import Applicant, Contact
from services.registration.actions.substitute import Swap, substitute
from services.registration.forms.colleague_form import ColleagueForm
from services.registration.queries import organisation_offerings, registrations
from services.registration.routes.outlines import Situation, situation
from services.registration.routes.private_pages import private_page
from shared.addresses import normalise
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import Viewer, known_viewer

blueprint = Blueprint(
    "colleagues", __name__, url_prefix="/organisations/<uuid:organisation_id>/people/<uuid:registration_id>"
)


@blueprint.get("/colleague")
@access.contact
def ask_who(organisation_id: UUID, registration_id: UUID) -> Response:
    """Who is to have the place."""
    row = one_of_ours(organisation_id, registration_id)
    now = situation_of(row)
    if not can_change(row, now):
        return back(row)
    return _asked(now, row, ColleagueForm(data={"unit": row.unit}))


@blueprint.post("/colleague")
@access.contact
def give(organisation_id: UUID, registration_id: UUID) -> Response:
    """Give it; what was typed is kept when it can't be done."""
    row = one_of_ours(organisation_id, registration_id)
    form = ColleagueForm()
    if not form.validate():
        return _asked(situation_of(row), row, form, status=422)
    email, asker = str(form.email.data), known_viewer()
    colleague = Applicant(normalise(email), email, str(form.name.data), form.unit.data or None)
    try:
        with writing() as db:
            is_approved = asker.may_organise(row.organiser_id)
            done = substitute(db, Swap(registration_id, colleague, asker.actor, _contact(asker), is_approved))
    except Refusal as refusal:
        if refusal.field != "email":
            return _asked(situation_of(row), row, form, refusal.sentence, refusal.status)
        form.email.errors = [refusal.sentence]
        return _asked(situation_of(row), row, form, status=refusal.status)
    if done.changed:
        flash(_("%(name)s has the place now. Both get a mail.", name=form.name.data), "success")
    else:
        flash(_("%(name)s has the place already.", name=form.name.data), "info")
    return back(row, email)


@blueprint.get("/cancel")
@access.contact
def ask(organisation_id: UUID, registration_id: UUID) -> Response:
    """Say what cancelling somebody does before it is done."""
    row = one_of_ours(organisation_id, registration_id)
    now = situation_of(row)
    if not can_change(row, now):
        return back(row)
    return private_page("colleague_cancel.html", now=now, registration=row, name=_name_of(organisation_id))


@blueprint.post("/cancel")
@access.contact
def remove(organisation_id: UUID, registration_id: UUID) -> Response:
    """Cancel; a second time is the same as once."""
    row = one_of_ours(organisation_id, registration_id)
    try:
        with writing() as db:
            cancelled = cancel.cancel(db, registration_id, known_viewer().actor)
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return back(row)
    if cancelled.changed and row.state == "waitlisted":
        flash(_("%(name)s is off the waiting list.", name=row.name), "success")
    elif cancelled.changed:
        flash(_("The registration of %(name)s is cancelled.", name=row.name), "success")
    return back(row)


def one_of_ours(organisation_id: UUID, registration_id: UUID) -> Any:
    """The registration. Raises NotThere unless it is this organisation's, for which the asker speaks."""
    rights.require_speaker(known_viewer(), organisation_id)
    with reading() as db:
        row = registrations.one(db, registration_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotThere("no_registration", _("There is no such registration."))
    return row


def situation_of(row: Any) -> Situation:
    """The offering that somebody of the organisation is registered for."""
    return situation(row.offering_id, is_known=True)


def can_change(row: Any, now: Situation) -> bool:
    """Whether it stands, and something of it is still to be held."""
    return row.state in ("confirmed", "waitlisted") and not now.has_nothing_ahead


def _contact(asker: Viewer) -> Contact | None:
    return Contact(normalise(asker.email), asker.name, current_language()) if asker.email else None


def _name_of(organisation_id: UUID) -> str | None:
    with reading() as db:
        return organisation_offerings.name_of(db, organisation_id)


def _asked(now: Situation, row: Any, form: ColleagueForm, problem: str = "", status: int = 200) -> Response:
    name = _name_of(row.organisation_id)
    return private_page("colleague.html", status, now=now, registration=row, form=form, problem=problem, name=name)


def back(row: Any, email: str | None = None) -> Response:
    """To where the person is seen, or who has the place instead."""
    organisation_id, who = row.organisation_id, email or row.email
    address = url_for("organisations.page", organisation_id=organisation_id, offering=row.offering_id, q=who)
    return redirect(address, 303)
