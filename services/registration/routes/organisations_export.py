"""An organisation's people to take along, as a spreadsheet."""

from uuid import UUID

from flask import Blueprint, make_response
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.exports import organisation_people as table
from services.registration.exports.answers import labels_of
from services.registration.queries import organisation_offerings, organisation_people, writers
from services.registration.queries.organisation_people import Staff
from services.registration.routes.organisations import answers_of, filter_of, line_of
from services.registration.routes.private_pages import keep_private
from shared import clock
from shared.errors import NotThere
from shared.tables.spreadsheet import as_xlsx
from shared.web import access
from shared.web.current import reading
from shared.web.viewer import known_viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("organisations_export", __name__)


@blueprint.get("/organisations/<uuid:organisation_id>/people.xlsx")
@access.contact
def spreadsheet(organisation_id: UUID) -> Response:
    """Everybody who fits the page's filter, past ones too; instants as clocks show them where the series is held."""
    rights.require_speaker(known_viewer(), organisation_id)
    with reading() as db:
        name = organisation_offerings.name_of(db, organisation_id)
        if name is None:
            raise NotThere("no_organisation", _("There is no such organisation."))
        counts = organisation_people.counts(db, Staff(organisation_id))
        heads = organisation_offerings.heads(db, counts, clock.now())
        form = filter_of(db, organisation_id, heads)
        offerings = [form.offering_id] if form.offering_id else None
        people = organisation_people.all_people(
            db, Staff(organisation_id, offerings, form.unit_name, text=form.text or "")
        )
        line = line_of(db, people)
        answers = answers_of(db, people)
        names = writers.names_of(db, {row.actor for row in people})
    rows = table.rows(people, {one.id: one for one in heads}, line, names, answers)
    zone = heads[0].timezone if heads else "UTC"
    response = make_response(as_xlsx(name, table.columns(labels_of(answers)), rows, zone))
    response.headers["Content-Type"] = XLSX
    response.headers.set("Content-Disposition", "attachment", filename=_("people") + ".xlsx")
    return keep_private(response)
