"""The page on which a contact or an organiser registers several people at once."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.actions import register
from services.registration.actions.order import Applicant, Contact, Order, Outcome
from services.registration.forms.choices import choice
from services.registration.forms.several_form import SeveralForm
from services.registration.queries import batches, organisations, waiting
from services.registration.routes.outlines import Situation, situation
from shared.addresses import normalise
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import arrived_at, reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("several", __name__)


@blueprint.get("/register/<uuid:offering_id>/people")
@access.contact
def page(offering_id: UUID) -> Response:
    """The form, if it is open."""
    now = situation(offering_id)
    return _shown(now, _form(now))


@blueprint.post("/register/<uuid:offering_id>/people")
@access.contact
def send(offering_id: UUID) -> Response:
    """Register them; what was typed is kept when it can't be done."""
    now = situation(offering_id)
    form = _form(now)
    if "more" in request.form:
        form.add_rows()
        return _shown(now, form)
    if not form.validate():
        return _shown(now, form, status=422)
    if not form.rows():
        return _shown(now, form, _("Name at least one person."), 422)
    try:
        outcome = _register(now, form)
    except Refusal as refusal:
        return _shown(situation(offering_id), form, refusal.sentence, refusal.status)
    _tell_of_known(outcome)
    told_before = (one.batch_id for one in outcome.results if one.state == "rejected")
    batch_id = outcome.batch_id or next(told_before, None)
    if batch_id is None:
        return redirect(url_for("several.page", offering_id=offering_id), 303)
    return redirect(url_for("several.result", offering_id=offering_id, batch_id=batch_id), 303)


@blueprint.get("/register/<uuid:offering_id>/people/<uuid:batch_id>")
@access.contact
def result(offering_id: UUID, batch_id: UUID) -> str:
    """What became of everybody: for who did it, for the organisers, and for who speaks for the same organisation."""
    now = situation(offering_id, is_known=True)
    with reading() as db:
        act = batches.act(db, batch_id)
        line = waiting.positions(db, offering_id, [row.id for row in act.rows]) if act else {}
    if act is None or act.offering_id != offering_id:
        raise NotThere("no_batch", _("There is no such registration."))
    if act.actor != known_viewer().actor:
        rights.require_sight(known_viewer(), now.outline.facts.organiser_id, act.organisation_id)
    return render_template("several_result.html", now=now, act=act, line=line)


def _register(now: Situation, form: SeveralForm) -> Outcome:
    asker = known_viewer()
    named = UUID(form.organisation.data) if form.organisation.data else None
    people = [
        Applicant(normalise(row.email.data), row.email.data, row.name.data, row.unit.data or None)
        for row in form.rows()
    ]
    with writing() as db:
        order = Order(
            offering_id=now.outline.facts.id,
            people=people,
            if_full=form.if_full.data,
            actor=asker.actor,
            organisation_id=rights.organisation_for(db, asker, now.outline.facts.id, named),
            contact=Contact(normalise(asker.email), asker.name, current_language()) if asker.email else None,
            after_closing=now.lets_in_late,
            is_approved=rights.says_yes(db, asker, now.outline.facts.id),
            asked_at=arrived_at(),
        )
        return register.register(db, order)


def _form(now: Situation) -> SeveralForm:
    form = SeveralForm()
    asker = known_viewer()
    with reading() as db:
        choices = organisations.among(db, rights.speaks_for(asker))
    nobody = [choice("", _("None in particular"))] if asker.may_organise(now.outline.facts.organiser_id) else []
    form.organisation.choices = nobody + [choice(str(row.id), row.name) for row in choices]
    return form


def _tell_of_known(outcome: Outcome) -> None:
    known = sum(result.reason == "already_registered" for result in outcome.results)
    if known:
        flash(
            ngettext(
                "One of them was registered already. Nothing changed for that person.",
                "%(num)s of them were registered already. Nothing changed for them.",
                known,
            ),
            "info",
        )


def _shown(now: Situation, form: SeveralForm, problem: str = "", status: int = 200) -> Response:
    response = make_response(render_template("several.html", now=now, form=form, problem=problem), status)
    response.headers["Cache-Control"] = "no-store"
    return response
