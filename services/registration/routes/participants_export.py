"""What a list of participants shows, to take along: a spreadsheet, CSV, and a list to tick at the door."""

import re
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from services.registration.exports import participants as table
from services.registration.exports.answers import labels_of
from services.registration.queries import own_answers, registrations, small_groups, waiting, writers
from services.registration.routes.outlines import Situation
from services.registration.routes.participant_choice import choice_of
from services.registration.routes.participants import followed
from services.registration.routes.private_pages import keep_private, private_page
from services.registration.rules.alphabet import surname_order
from services.registration.words import name_word
from shared.tables.cells import Row
from shared.tables.csv_file import as_csv
from shared.tables.spreadsheet import as_xlsx
from shared.web import access
from shared.web.current import reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Write = Callable[[Sequence[str], Iterable[Row]], bytes]

blueprint = Blueprint("participants_export", __name__)


@blueprint.get("/participants/<uuid:offering_id>/participants.xlsx")
@access.organiser
def spreadsheet(offering_id: UUID) -> Response:
    """For Excel and its kin."""
    now = followed(offering_id)
    it = now.outline
    return _file(now, XLSX, "xlsx", lambda columns, rows: as_xlsx(it.facts.name, columns, rows, it.timezone))


@blueprint.get("/participants/<uuid:offering_id>/participants.csv")
@access.organiser
def csv(offering_id: UUID) -> Response:
    """For programs."""
    now = followed(offering_id)
    return _file(now, CSV, "csv", lambda columns, rows: as_csv(columns, rows, now.outline.timezone))


@blueprint.get("/participants/<uuid:offering_id>/print")
@access.organiser
def door(offering_id: UUID) -> Response:
    """By name, each with a box to tick: those who have a place, unless another state is asked for."""
    now = followed(offering_id)
    choice = choice_of(offering_id, request.args)
    shown = choice if choice.state else choice.in_state("confirmed")
    with reading() as db:
        rows, _more = registrations.page(db, shown.filter())
    rows = sorted(rows, key=lambda row: surname_order(row.name or ""))
    return private_page("participants_print.html", now=now, choice=choice, rows=rows, name_word=name_word)


def file_name(now: Situation) -> str:
    """The series and the offering, in letters that every system takes in the name of a file."""
    return "-".join(re.findall(r"\w+", f"{now.outline.slug} {now.outline.facts.name}"))


def _file(now: Situation, media_type: str, ending: str, write: Write) -> Response:
    offering_id = now.outline.facts.id
    wanted = choice_of(offering_id, request.args).filter()
    with reading() as db:
        rows, _more = registrations.page(db, wanted)
        line = waiting.positions(db, offering_id, [row.id for row in rows if row.state == "waitlisted"])
        names = writers.names_of(db, {row.actor for row in rows})
        groups = small_groups.names(db, offering_id, [row.id for row in rows])
        found = own_answers.of_registrations(db, {row.id: offering_id for row in rows})
    answers = {one: theirs.plain for one, theirs in found.items()}
    columns = table.columns(labels_of(answers), in_groups=bool(groups))
    response = make_response(write(columns, table.rows(rows, line, names, answers, groups)))
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(now)}.{ending}")
    return keep_private(response)
