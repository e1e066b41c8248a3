"""Sessions brought into a series from a file, once every row of it has been seen."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions.bring_sessions import bring_sessions
from services.catalogue.actions.change_sessions import SessionChange, change_sessions
from services.catalogue.forms.import_form import ImportForm, carried, fingerprint
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.session_rows import ReadRow, read_rows
from services.catalogue.queries import brought, workspace_series
from services.catalogue.queries.brought import Meets
from services.catalogue.routes.permission import route_to_manage
from services.catalogue.rules.written_rows import CELLS
from shared import clock
from shared.errors import Refusal
from shared.tables.csv_file import as_csv
from shared.tables.spreadsheet import as_xlsx
from shared.web import access
from shared.web.current import reading, writing
from shared.web.dates import local
from shared.web.problems import answer_refusal
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_import", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE_DAYS = 28


class TooLarge(Refusal):
    """More was sent than is taken at a time."""

    status = 413


@blueprint.route("/series/<slug>/sessions/import", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> Answer:
    """Take a file; show its rows; bring those that stay ticked."""
    series = _series(slug)
    with reading() as db:
        form = ImportForm(brought.offerings(db, series.id))
        usual = brought.covering_all(db, series.id)
    if request.method == "GET":
        return _form_page(form, series)
    is_new = bool(form.file.data)
    rows = form.given(series.timezone)
    if is_new or not request.form.get("rows"):
        form.offerings.data = [str(one) for one in usual]
    with reading() as db:
        found = read_rows(rows, series, brought.own(db, series.id, rows))
    if not found or is_new or "look" in request.form or form.seen.data != fingerprint(rows):
        return _form_page(form, series, found)
    return _bring(form, series, found)


@blueprint.get("/series/<slug>/sessions/template.xlsx")
@access.organiser
def template_xlsx(slug: str) -> Response:
    """A spreadsheet to fill in."""
    series = _series(slug)
    return _file(as_xlsx(series.title, *_template(series)), _XLSX, f"{slug}.xlsx")


@blueprint.get("/series/<slug>/sessions/template.csv")
@access.organiser
def template_csv(slug: str) -> Response:
    """The same as text."""
    return _file(as_csv(*_template(_series(slug))), "text/csv", f"{slug}.csv")


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Any:
    """A file beyond what any body may have."""
    sentence = _("The file is larger than 2 megabytes. Copy the rows with sessions into a new one.")
    return answer_refusal(TooLarge("too_large", sentence))


def _series(slug: str) -> Row[Any]:
    with reading() as db:
        route_to_manage(db, slug)
        return workspace_series.series(db, slug)


def _template(series: Row[Any]) -> tuple[list[str], list[list[str]]]:
    """The columns and one row as an example, in the reader's language."""
    cells = words.cell_words()
    day = local(clock.now() + timedelta(days=_TEMPLATE_DAYS), series.timezone).date()
    example = {
        "title": series.title, "day": day.isoformat(), "starts": "14:00", "ends": "16:00",
        "timezone": series.timezone, "mode": words.mode_word("online"), "join_url": "https://meet.example.org/room",
    }  # fmt: skip
    return [cells[cell] for cell in CELLS], [[example.get(cell, "") for cell in CELLS]]


def _file(data: bytes, mimetype: str, name: str) -> Response:
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _bring(form: ImportForm, series: Row[Any], found: list[ReadRow]) -> Answer:
    ticked = set(request.form.getlist("take"))
    chosen = [row.brought for row in found if row.brought and str(row.written.number) in ticked]
    updates = _updates(found)
    if not chosen and not updates:
        return _form_page(form, series, found, is_empty=True)
    made: list[UUID] = []
    try:
        with writing() as db:
            actor = known_viewer().actor
            if chosen:
                made = bring_sessions(db, actor, series.id, chosen, form.chosen_offerings())
            change_sessions(db, actor, series.id, updates, note="")
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, series, found)
    left = _left_out(form)
    _tell(made, updates, len([row for row in found if row.problems and row.written.number not in left]))
    # what can be undone is offered at the top of the page
    anchor = None if updates else f"stop-{(made or [chosen[0].session.id])[0]}"
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor=anchor))


def _updates(found: Sequence[ReadRow]) -> list[SessionChange]:
    """The ticked changes of sessions that are there, each with the version that was shown."""
    ticked = set(request.form.getlist("update"))
    with reading() as db:
        there = brought.there(db, [row.id for row in found])
    return [
        SessionChange(row.id, changes, request.form.get(f"version-{row.written.number}", type=int, default=0))
        for row in found
        if str(row.written.number) in ticked and row.id in there and (changes := row.changes(there[row.id]))
    ]


def _tell(made: Sequence[UUID], updates: Sequence[SessionChange], wrong: int) -> None:
    if made:
        flash(ngettext("One session is added.", "%(num)s sessions are added.", len(made)), "success")
    if updates:
        flash(ngettext("One session is updated.", "%(num)s sessions are updated.", len(updates)), "success")
    if not made and not updates:
        flash(_("All of these sessions were there already."), "info")
    if wrong:
        left_out = ngettext(
            "One row was left out: it wasn't mended.", "%(num)s rows were left out: they weren't mended.", wrong
        )
        flash(left_out, "warning")


def _form_page(form: ImportForm, series: Row[Any], found: Sequence[ReadRow] = (), is_empty: bool = False) -> Answer:
    with reading() as db:
        there = brought.there(db, [row.id for row in found])
        good = [row for row in found if row.brought and row.id not in there]
        meets = brought.oddities(db, series, good, clock.now())
    written = [row.written for row in found]
    form.rows.data, form.seen.data = carried(written), fingerprint(written)
    html = render_template(
        "workspace/import.html",
        form=form,
        series=series,
        found=found,
        there=there,
        changes={row.id: changed for row in found if row.id in there and (changed := row.changes(there[row.id]))},
        updated=set() if form.file.data else set(request.form.getlist("update")),
        meets=meets,
        none=Meets(),
        take=_ticked(form, good, meets),
        left=_left_out(form),
        cells=words.cell_words(),
        words=words,
        is_empty=is_empty,
        # whoever pressed Add after mending a row sees the rows once more before any is added
        none_added=not is_empty and not form.file.data and "seen" in request.form and "look" not in request.form,
        invited=_invited(good) if series.state == "published" else 0,
    )
    return html, 422 if form.errors or form.form_errors or is_empty else 200


def _ticked(form: ImportForm, good: Sequence[ReadRow], meets: Mapping[UUID, Meets]) -> set[int]:
    """Rows that were offered before keep their ticks; of new ones all but the doubtful."""
    before = set() if form.file.data else set(request.form.getlist("offered"))
    still, left = set(request.form.getlist("take")), _left_out(form)
    numbers = [(row.written.number, row.id) for row in good]
    return {
        number
        for number, session_id in numbers
        if (str(number) in still if str(number) in before else number not in left and not meets[session_id].is_doubtful)
    }


def _left_out(form: ImportForm) -> set[int]:
    """Rows with something wrong that are to be left as they are; none of a new file."""
    said = [] if form.file.data else request.form.getlist("leave", type=int)
    return set(said)


def _invited(good: Sequence[ReadRow]) -> int:
    return len({person.email for row in good if row.brought for person in row.brought.presenters})
