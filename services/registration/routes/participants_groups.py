"""Small groups of an offering: divided by a rule, then arranged by hand."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions.small_groups import Arranged, arrange, divide_anew
from services.registration.queries import assignments, small_groups
from services.registration.routes.participants import organised
from services.registration.routes.private_pages import private_page
from services.registration.rules.alphabet import surname_order
from services.registration.rules.names import tidy
from services.registration.rules.small_groups import HOWS
from services.registration.words import name_word
from shared.errors import Conflict, Refusal
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_groups", __name__)


@blueprint.get("/participants/<uuid:offering_id>/groups")
@access.organiser
def page(offering_id: UUID) -> Response:
    """The groups with their people, and who is in none."""
    return _shown(offering_id)


@blueprint.post("/participants/<uuid:offering_id>/groups/divide")
@access.organiser
def divide(offering_id: UUID) -> Response:
    """Everybody with a place, in place of the groups that there were."""
    organised(offering_id)
    said, how = request.form.get("count", "").strip(), request.form.get("how", "")
    count = int(said) if said.isdecimal() and len(said) < 4 else 0
    try:
        with writing() as db:
            divide_anew(db, offering_id, count, how if how in HOWS else HOWS[0], known_viewer().actor)
    except Refusal as refusal:
        return _shown(offering_id, 422, refusal.sentence)
    flash(_("The groups are made. Move people by hand below, if you like."), "success")
    return _back(offering_id)


@blueprint.post("/participants/<uuid:offering_id>/groups")
@access.organiser
def keep(offering_id: UUID) -> Response:
    """Names, places, and who is where: only what was touched changes."""
    organised(offering_id)
    try:
        with writing() as db:
            arrange(db, offering_id, _arranged(), known_viewer().actor)
    except Conflict as refusal:
        return _shown(offering_id, 409, refusal.sentence)
    flash(_("Saved."), "success")
    return _back(offering_id)


def _arranged() -> Arranged:
    form = request.form
    people = {
        one: (_id(form.get(f"was-{one}", "")), _id(form.get(f"group-{one}", "")))
        for one in filter(None, map(_id, form.getlist("person")))
    }
    groups = {}
    for one in filter(None, map(_id, form.getlist("group"))):
        name = tidy(form.get(f"name-{one}", ""))[:NAME_LENGTH] or form.get(f"was-name-{one}", "")
        place = tidy(form.get(f"place-{one}", ""))[:URL_LENGTH]
        groups[one] = ((form.get(f"was-name-{one}", ""), form.get(f"was-place-{one}", "")), (name, place))
    return Arranged(people, groups)


def _shown(offering_id: UUID, status: int = 200, problem: str = "") -> Response:
    """After a problem with what was typed: nothing of it is lost, beside what is there now."""
    now = organised(offering_id)
    with reading() as db:
        groups = small_groups.of_offering(db, offering_id)
        members = small_groups.members(db, offering_id)
        people = assignments.people(db, offering_id)
    return private_page(
        "participants_groups.html",
        status,
        now=now,
        groups=groups,
        members=members,
        people=sorted(people, key=lambda row: surname_order(row.name or "")),
        problem=problem,
        typed=request.form,
        name_word=name_word,
    )


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _back(offering_id: UUID) -> Response:
    return redirect(url_for("participants_groups.page", offering_id=offering_id), 303)
