"""The API's calls about lists of staff: looked over and mended first, then registered in several offerings at once."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import staff_lists
from services.registration.actions.order import Contact
from services.registration.actions.register_list import Confirmed, register_list
from services.registration.actions.staff_lists import Given
from services.registration.forms.person_in import ContactIn
from services.registration.forms.staff_list_in import ConfirmListIn, MendsIn, StaffListIn
from services.registration.queries import offering
from services.registration.queries import staff_lists as lists
from services.registration.routes.staff_list_shapes import StaffListOut, staff_list_out
from services.registration.routes.summaries import contact_named, contact_of
from services.registration.words import why_not
from shared import clock
from shared.errors import Conflict, NotThere, Refusal
from shared.rules import window
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import arrived_at
from shared.web.viewer import known_viewer

api = Api("registration_staff_lists")


@api.writes(
    "POST",
    "/series/<slug>/staff-lists",
    Access.CONTACT,
    "Give a list of staff for one or several offerings of a series; nobody is registered by this",
    Shape(body=StaffListIn, answer=StaffListOut, status=201),
)
def give_list(db: Connection, slug: str, body: StaffListIn) -> StaffListOut:
    """The answer says of every row what would become of it."""
    asker, series, chosen = known_viewer(), _series(db, slug), list(dict.fromkeys(body.offering_ids))
    _require_open(db, series.id, chosen)
    given = Given(
        series_id=series.id,
        organisation_id=rights.organisation_for(db, asker, chosen[0], body.organisation_id),
        offering_ids=chosen,
        roster=body.roster(),
        actor=asker.actor,
    )
    return _shown(db, staff_lists.give(db, given))


@api.reads(
    "/staff-lists/<uuid:list_id>",
    Access.CONTACT,
    "A list as it stands now, with what became of those who were registered",
    Shape(answer=StaffListOut),
)
def get_list(db: Connection, list_id: UUID) -> StaffListOut:
    """Only to who gave it, and for a day."""
    return _shown(db, list_id)


@api.writes(
    "PATCH",
    "/staff-lists/<uuid:list_id>",
    Access.CONTACT,
    "Mend rows of a list, take some off, settle units",
    Shape(body=MendsIn, answer=StaffListOut),
)
def mend_list(db: Connection, list_id: UUID, body: MendsIn) -> StaffListOut:
    """Only what is sent changes, and all of it: refused for rows and units that are not there, and where no offering
    would be left."""
    actor = known_viewer().actor
    staff_lists.require_fitting(db, list_id, actor, body.mends)
    staff_lists.mend(db, list_id, actor, body.mends)
    return _shown(db, list_id)


@api.writes(
    "POST",
    "/staff-lists/<uuid:list_id>/register",
    Access.CONTACT,
    "Register everybody on a list who can be, in every chosen offering: all of it or nothing",
    Shape(body=ConfirmListIn, answer=StaffListOut),
)
def register_staff(db: Connection, list_id: UUID, body: ConfirmListIn) -> StaffListOut:
    """Who is registered leaves the list, so a second time changes nothing; who can't be stays on it."""
    confirmed = Confirmed(list_id, known_viewer(), body.if_full, _contact(db, list_id, body.contact), arrived_at())
    if not register_list(db, confirmed).has_result:
        sentence = _("Nobody on the list can be registered as it is: mend the rows first.")
        raise Refusal("nobody_ready", sentence)
    return _shown(db, list_id)


def _series(db: Connection, slug: str) -> Any:
    series = lists.series(db, slug)
    hidden = series is not None and series.published_at is None and not known_viewer().may_organise(series.organiser_id)
    if series is None or hidden:
        raise NotThere("no_series", _("There is no such series. It may have been taken off the list."))
    return series


def _require_open(db: Connection, series_id: UUID, chosen: list[UUID]) -> None:
    now = clock.now()
    for one in chosen:
        facts = offering.facts(db, one)
        if facts is None or facts.series_id != series_id:
            raise NotThere("no_offering", _("There is no such way to register."))
        word = window.standing(facts.window, now)
        if word != "open":
            raise Conflict(word, f"{facts.name}: {why_not(word)}", "offering_ids")


def _contact(db: Connection, list_id: UUID, said: ContactIn | None) -> Contact | None:
    """Who gets the summary: whoever is named, else whoever asks where they have an address."""
    draft = lists.one(db, list_id, known_viewer().actor)
    if draft is None:
        raise staff_lists.gone()
    return contact_named(said, draft.language) if said else contact_of(known_viewer(), draft.language)


def _shown(db: Connection, list_id: UUID) -> StaffListOut:
    draft = lists.one(db, list_id, known_viewer().actor)
    if draft is None:
        raise staff_lists.gone()
    look = lists.preview(db, draft, is_approved=known_viewer().may_organise(draft.organiser_id))
    return staff_list_out(db, draft, look)
