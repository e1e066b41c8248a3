"""Places of an offering that are held for somebody, for the organisers of its series."""

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import holds as actions
from services.registration.actions.holds import Holding
from services.registration.forms.answer_form import HoldForm
from services.registration.queries import holds, organisations
from services.registration.routes.participants import organised
from services.registration.routes.private_pages import private_page
from services.registration.rules.names import tidy
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("holds", __name__)


@blueprint.get("/participants/<uuid:offering_id>/holds")
@access.organiser
def page(offering_id: UUID) -> Response:
    """What is held, and room to hold more."""
    return _shown(offering_id, HoldForm(formdata=None))


@blueprint.post("/participants/<uuid:offering_id>/holds")
@access.organiser
def hold(offering_id: UUID) -> Response:
    """Hold places, if so many are free."""
    organised(offering_id)
    form = HoldForm()
    if not form.validate():
        return _shown(offering_id, form, status=422)
    wanted = Holding(form.places.data or 0, _id(form.organisation.data), tidy(form.label.data or ""))
    if form.organisation.data and wanted.label:
        form.label.errors = [_("Choose an organisation or write a group's name, not both.")]
        return _shown(offering_id, form, status=422)
    try:
        with writing() as db:
            actions.hold(db, offering_id, wanted, known_viewer().actor)
    except Refusal as refusal:
        return _shown(offering_id, form, refusal.sentence, refusal.status)
    flash(ngettext("One place is held.", "%(num)s places are held.", wanted.places), "success")
    return redirect(url_for("holds.page", offering_id=offering_id), 303)


@blueprint.post("/participants/<uuid:offering_id>/holds/release")
@access.organiser
def release(offering_id: UUID) -> Response:
    """Give held places to everybody, the first who wait first."""
    organised(offering_id)
    hold_id = _id(request.form.get("hold"))
    try:
        with writing() as db:
            found = holds.one(db, hold_id) if hold_id else None
            if found is None or found.offering_id != offering_id:
                raise NotThere("no_hold", _("These places are not held any more."))
            moved = actions.release(db, found.id, _some(request.form.get("places"), found.left), known_viewer().actor)
    except Refusal as refusal:
        return _shown(offering_id, HoldForm(formdata=None), refusal.sentence, refusal.status)
    flash(_("The places are released."), "success")
    if moved:
        sentence = ngettext("One person who waited got a place.", "%(num)s people who waited got a place.", len(moved))
        flash(sentence, "success")
    return redirect(url_for("holds.page", offering_id=offering_id), 303)


def _shown(offering_id: UUID, form: HoldForm, problem: str = "", status: int = 200) -> Response:
    now = organised(offering_id)
    with reading() as db:
        rows = holds.of_offering(db, offering_id)
        form.offer(organisations.among(db, None), _("None"))
    return private_page("holds.html", status, now=now, holds=rows, form=form, problem=problem)


def _id(written: object) -> UUID | None:
    try:
        return UUID(str(written or ""))
    except ValueError:
        return None


def _some(written: str | None, left: int) -> int | None:
    """How many of the places ``left`` to release, None for all; what can't be meant must not release them."""
    said = (written or "").strip()
    if not said:
        return None
    if not re.fullmatch("[0-9]{1,9}", said) or not 1 <= int(said) <= left:
        raise Refusal("out_of_range", _("A whole number between %(least)s and %(most)s.", least=1, most=left), "places")
    return int(said) if int(said) < left else None
