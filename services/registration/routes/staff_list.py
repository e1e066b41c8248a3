"""A list of staff before it is sent: who would get a place, what to mend, and one decision. Only its giver sees it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import staff_lists
from services.registration.actions.order import Contact
from services.registration.actions.register_list import Confirmed, Sent, register_list
from services.registration.actions.staff_lists import Mends
from services.registration.forms.staff_form import ConfirmForm
from services.registration.forms.staff_mends import mends_of
from services.registration.queries import staff_lists as lists
from services.registration.queries.staff_lists import Draft
from services.registration.routes.outlines import situation
from services.registration.routes.private_pages import private_page
from services.registration.routes.staff_sheet import sheet_of
from shared.addresses import normalise
from shared.errors import Refusal
from shared.web import access
from shared.web.current import arrived_at, reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("staff_list", __name__, url_prefix="/staff/lists")


@blueprint.get("/<uuid:list_id>")
@access.contact
def page(list_id: UUID) -> Response:
    """Everybody with their verdict, what needs mending first."""
    return _shown(list_id)


@blueprint.post("/<uuid:list_id>")
@access.contact
def send(list_id: UUID) -> Response:
    """Write down what was mended; register them if that was the button, and it said how many as they stand now."""
    asker, mends = known_viewer(), mends_of(request.form)
    with writing() as db:
        is_changed = staff_lists.mend(db, list_id, asker.actor, mends)
    if request.form.get("do") != "register":
        _tell(mends, is_changed=is_changed)
        is_about_units = bool(mends.units) or mends.keeps_units
        return redirect(_here(list_id, "unknown-units" if is_about_units else None), 303)
    form = ConfirmForm()
    if not form.validate():
        return _shown(list_id, form, status=422)
    if is_changed:
        flash(_("Your changes are saved and the list is checked again. Nobody is registered yet."), "info")
        return _shown(list_id, form)
    try:
        sent = _register(list_id, form.if_full.data)
    except Refusal as refusal:
        return _shown(list_id, form, refusal.sentence, refusal.status)
    return _answer(list_id, sent)


@blueprint.get("/<uuid:list_id>/result")
@access.contact
def result(list_id: UUID) -> Response:
    """What became of everybody in each of the chosen offerings."""
    draft = _draft(list_id)
    told = draft.batches or {}
    with reading() as db:
        made = lists.made(db, [UUID(one) for each in told.values() for one in each["batches"]])
    parts = [
        (situation(UUID(offering_id), is_known=True), each["already"], _by_state(made, UUID(offering_id)))
        for offering_id, each in told.items()
    ]
    return private_page("staff_result.html", draft=draft, parts=parts)


def _tell(mends: Mends, *, is_changed: bool) -> None:
    if mends.keeps_units and is_changed:
        flash(_("The units are kept as they are written."), "success")
    for written, becomes in mends.units.items() if is_changed else ():
        if becomes is None:
            flash(_("The unit “%(unit)s” is kept as it is written.", unit=written), "success")
        else:
            flash(_("The unit “%(unit)s” is now “%(new)s”.", unit=written, new=becomes), "success")


def _register(list_id: UUID, if_full: str) -> Sent:
    asker = known_viewer()
    contact = Contact(normalise(asker.email), asker.name, current_language()) if asker.email else None
    with writing() as db:
        return register_list(db, Confirmed(list_id, asker, if_full, contact, arrived_at()))


def _answer(list_id: UUID, sent: Sent) -> Response:
    if not sent.has_result:
        return _shown(
            list_id, problem=_("Nobody on the list can be registered as it is: mend the rows first."), status=422
        )
    if not sent.changed:
        flash(_("Nothing changed: everybody who can be registered was registered already."), "info")
    return redirect(url_for("staff_list.result", list_id=list_id), 303)


def _shown(list_id: UUID, form: ConfirmForm | None = None, problem: str = "", status: int = 200) -> Response:
    draft = _draft(list_id)
    if draft.is_sent and not draft.roster:
        return redirect(url_for("staff_list.result", list_id=list_id), 303)
    with reading() as db:
        look = lists.preview(db, draft, is_approved=known_viewer().may_organise(draft.organiser_id))
    choices = [situation(facts.id, is_known=True) for facts in look.choices]
    sheet = sheet_of(look, request.args.get("edit") == "all", request.args.get("page", 1, int))
    return private_page(
        "staff_list.html",
        status,
        draft=draft,
        look=look,
        sheet=sheet,
        choices=choices,
        form=form or ConfirmForm(formdata=None),
        problem=problem,
        address=_here(list_id),
    )


def _draft(list_id: UUID) -> Draft:
    with reading() as db:
        draft = lists.one(db, list_id, known_viewer().actor)
    if draft is None:
        raise staff_lists.gone()
    return draft


def _here(list_id: UUID, open_part: str | None = None) -> str:
    """This page, showing the part of the list that it shows now, and with a fold of it open."""
    return url_for(
        "staff_list.page",
        list_id=list_id,
        edit=request.args.get("edit"),
        page=request.args.get("page"),
        show=open_part,
        _anchor=open_part,
    )


def _by_state(made: Any, offering_id: UUID) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in made:
        if row.offering_id == offering_id:
            found.setdefault(row.state, []).append(row)
    return found
