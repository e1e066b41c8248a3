"""Sensitive answers, on a page of their own for the organisers of the series: counted, by person, and taken along."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from services.registration.exports import sensitive as table
from services.registration.queries import sensitive
from services.registration.routes.participants import organised
from services.registration.routes.participants_export import CSV, XLSX, file_name
from services.registration.routes.private_pages import keep_private, private_page
from services.registration.words import answer_words
from shared.rules.questions import SENSITIVE_DAYS
from shared.tables.cells import Row
from shared.tables.csv_file import as_csv
from shared.tables.spreadsheet import as_xlsx
from shared.web import access
from shared.web.current import reading

#: people shown; the files hold all of them
MOST_SHOWN = 500

blueprint = Blueprint("participants_sensitive", __name__)


@blueprint.get("/participants/<uuid:offering_id>/sensitive")
@access.organiser
def page(offering_id: UUID) -> Response:
    """How many need what, then who."""
    now = organised(offering_id)
    with reading() as db:
        found = sensitive.of_offering(db, offering_id)
        erased, erased_at = sensitive.erased(db, offering_id)
    return private_page(
        "participants_sensitive.html",
        now=now,
        found=found,
        people=found.people[:MOST_SHOWN],
        erased=erased,
        erased_at=erased_at,
        sensitive_days=SENSITIVE_DAYS,
        answer_words=answer_words,
    )


@blueprint.get("/participants/<uuid:offering_id>/sensitive.xlsx")
@access.organiser
def spreadsheet(offering_id: UUID) -> Response:
    """For Excel and its kin."""
    it = organised(offering_id).outline
    return _file(offering_id, XLSX, "xlsx", lambda columns, rows: as_xlsx(it.facts.name, columns, rows, it.timezone))


@blueprint.get("/participants/<uuid:offering_id>/sensitive.csv")
@access.organiser
def csv(offering_id: UUID) -> Response:
    """For programs."""
    it = organised(offering_id).outline
    return _file(offering_id, CSV, "csv", lambda columns, rows: as_csv(columns, rows, it.timezone))


def _file(
    offering_id: UUID, media_type: str, ending: str, write: Callable[[Sequence[str], Iterable[Row]], bytes]
) -> Response:
    now = organised(offering_id)
    with reading() as db:
        found = sensitive.of_offering(db, offering_id)
    response = make_response(write(table.columns(found), table.rows(found)))
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(now)}-sensitive.{ending}")
    return keep_private(response)
