"""The page on which a contact or an organiser gives a list of staff for a series."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.actions import staff_lists
from services.registration.actions.staff_lists import Given
from services.registration.forms.choices import choice
from services.registration.forms.staff_form import StaffForm
from services.registration.queries import organisations
from services.registration.queries import staff_lists as lists
from services.registration.routes.outlines import Situation, situation
from services.registration.routes.private_pages import keep_private, private_page
from services.registration.rules.roster import Roster
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.problems import answer_refusal
from shared.web.viewer import Viewer, known_viewer

blueprint = Blueprint("staff", __name__)


class TooLarge(Refusal):
    """More was sent than is taken at a time."""

    status = 413


@blueprint.get("/staff/<slug>")
@access.contact
def page(slug: str) -> Response:
    """The form, with what can be chosen now."""
    series = _series(slug)
    choices = _choices(series)
    form = _form(series, choices)
    if not form.offerings.data:
        named = request.args.get("offering", "")
        ids = [str(one.outline.facts.id) for one in choices if one.takes_people]
        form.offerings.data = [one for one in ids if len(ids) == 1 or one == named]
    return private_page("staff.html", series=series, choices=choices, form=form)


@blueprint.post("/staff/<slug>")
@access.contact
def give(slug: str) -> Response:
    """Read the list and show it; what was typed is kept when it can't be read."""
    series = _series(slug)
    choices = _choices(series)
    form = _form(series, choices)
    is_valid = form.validate()
    roster = form.roster()
    if not is_valid or roster is None:
        return private_page("staff.html", 422, series=series, choices=choices, form=form)
    list_id = _keep(series, form, roster)
    return redirect(url_for("staff_list.page", list_id=list_id), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """A file beyond what any body may have."""
    sentence = _(
        "The file is larger than 2 megabytes. Copy the rows with people into a new spreadsheet, or save it as .csv."
    )
    return keep_private(answer_refusal(TooLarge("too_large", sentence)))


def _keep(series: Any, form: StaffForm, roster: Roster) -> UUID:
    asker = known_viewer()
    chosen = [UUID(one) for one in form.offerings.data or ()]
    named = UUID(form.organisation.data) if form.organisation.data else None
    with writing() as db:
        given = Given(
            series_id=series.id,
            organisation_id=rights.organisation_for(db, asker, chosen[0], named),
            offering_ids=chosen,
            roster=roster,
            actor=asker.actor,
        )
        return staff_lists.give(db, given)


def _series(slug: str) -> Any:
    with reading() as db:
        series = lists.series(db, slug)
    hidden = series is not None and series.published_at is None and not known_viewer().may_organise(series.organiser_id)
    if series is None or hidden:
        raise NotThere("no_series", _("There is no such series. It may have been taken off the list."))
    return series


def _choices(series: Any) -> list[Situation]:
    """The series' offerings, those first that take people; one that is reserved is its customer's contacts' alone."""
    asker = known_viewer()
    with reading() as db:
        ids = lists.offerings(db, series.id)
    found = (situation(one, is_known=True) for one in ids)
    theirs = [one for one in found if one.may_organise or _is_theirs(one.outline.facts.customer_id, asker)]
    return sorted(theirs, key=lambda one: not one.takes_people)


def _is_theirs(customer_id: UUID | None, asker: Viewer) -> bool:
    speaks_for = rights.speaks_for(asker)
    return customer_id is None or speaks_for is None or customer_id in speaks_for


def _form(series: Any, choices: list[Situation]) -> StaffForm:
    form = StaffForm()
    asker = known_viewer()
    with reading() as db:
        among = organisations.among(db, rights.speaks_for(asker))
    nobody = [choice("", _("None in particular"))] if asker.may_organise(series.organiser_id) else []
    form.organisation.choices = nobody + [choice(str(row.id), row.name) for row in among]
    form.offerings.choices = [
        choice(str(one.outline.facts.id), one.outline.facts.name) for one in choices if one.takes_people
    ]
    return form
