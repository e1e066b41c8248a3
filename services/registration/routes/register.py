"""The page on which one person registers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import form_uses, own_link, register
from services.registration.actions.order import Applicant, Order
from services.registration.forms.answer_fields import asking
from services.registration.forms.register_form import RegisterForm
from services.registration.queries import questions
from services.registration.routes import signed
from services.registration.routes.outlines import Situation, open_siblings, situation
from services.registration.rules.batch import ALREADY
from shared import journal
from shared.addresses import normalise
from shared.errors import Refusal
from shared.web import access
from shared.web.current import arrived_at, reading, service, writing
from shared.web.i18n import current_language
from shared.web.viewer import viewer

blueprint = Blueprint("register", __name__)


@blueprint.get("/register/<uuid:offering_id>")
@access.public
def page(offering_id: UUID) -> Response:
    """What one registers for, how it stands, and the form if it is open."""
    asker = viewer()
    now = situation(offering_id)
    form = _form_of(now)(
        language=current_language(),
        name=asker.name if asker and asker.account_id and asker.name != asker.email else "",
        email=asker.email if asker else "",
        attempt=signed.sign_attempt(offering_id),
    )
    return _shown(now, form)


@blueprint.post("/register/<uuid:offering_id>")
@access.public
def send(offering_id: UUID) -> Response:
    """Register; what was typed is kept when it can't be done."""
    now = situation(offering_id)
    form = _form_of(now)()
    with writing() as db:
        wait = form_uses.seconds_to_wait(db, service().secrets, request.remote_addr or "")
    if wait:
        sentence = _(
            "Too many registrations came from your network in a short time. Wait a few minutes, then send this again."
        )
        return _shown(now, form, sentence, 429, wait)
    if not form.validate():
        return _shown(now, form, status=422)
    if meant := form.address_meant():
        return _shown(now, form, status=422, meant=meant)
    attempt = signed.read_attempt(form.attempt.data or "", offering_id)
    try:
        done = _register(now, form, attempt)
    except Refusal as refusal:
        return _shown(situation(offering_id), form, _sentence(refusal), refusal.status)
    return redirect(url_for("done.page", token=signed.sign_done(done)), 303)


def _register(now: Situation, form: Any, attempt: UUID | None) -> signed.Done:
    facts = now.outline.facts
    asker = viewer()
    person = Applicant(
        key=normalise(str(form.email.data)),
        email=str(form.email.data),
        name=str(form.name.data),
        unit=form.unit.data or None,
        language=form.language.data,
        answers=form.given if now.outline.asks else {},
    )
    order = Order(
        offering_id=facts.id,
        people=[person],
        # who stands here and now is asked again, not put down as rejected
        if_full="waitlist" if facts.waitlist else "all-or-nothing",
        actor=asker.actor if asker else "person",
        batch_id=attempt,
        refuses_unprepared=True,
        asked_at=arrived_at(),
    )
    with writing() as db:
        result = register.register(db, order).results[0]
        if result.reason != ALREADY or result.batch_id == attempt:
            return signed.Done("made", result.registration_id)
        subject = journal.Subject(series_id=facts.series_id, offering_id=facts.id, subject_id=result.registration_id)
        own_link.request_link(db, result.registration_id, subject)
    return signed.Done("mailed", facts.id)


def _form_of(now: Situation) -> type[Any]:
    """The form, with the offering's own questions if it has any."""
    it = now.outline
    if not it.asks:
        return RegisterForm
    with reading() as db:
        asked = questions.asked(db, it.facts.id)
    return asking(RegisterForm, asked, it.language, it.organiser_name)


def _sentence(refusal: Refusal) -> str:
    if refusal.code == "not_enough_places":
        return _("The last place was just taken. You were not registered.")
    return refusal.sentence


def _shown(
    now: Situation, form: Any, problem: str = "", status: int = 200, wait: int = 0, meant: str | None = None
) -> Response:
    # who can't register here is shown where they can: each group has a deadline and places of its own
    others = [] if now.word == "open" else open_siblings(now.outline.facts.id)
    html = render_template("register.html", now=now, form=form, problem=problem, meant=meant, open_siblings=others)
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
