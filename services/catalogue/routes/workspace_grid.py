"""Many sessions of a series changed in one table, saved at once."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions.change_sessions import SessionChange, change_sessions
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.forms.grid_fill import Filled, FillLine
from services.catalogue.forms.grid_row import GridRow
from services.catalogue.forms.move_form import NoteForm
from services.catalogue.queries import workspace_series
from services.catalogue.queries.workspace_series import OwnSession, Told
from services.catalogue.routes import grid_warnings, move_warnings, sent
from services.catalogue.routes.grid_rows import gone, rows_of, rows_with, show
from services.catalogue.routes.move_warnings import Odd
from services.catalogue.routes.permission import route_to_manage
from services.catalogue.rules import schedule
from shared import clock
from shared.errors import Refusal
from shared.rules.partners import Right
from shared.web import access, rights
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_grid", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


class GridForm(FlaskForm):  # type: ignore[misc]
    """Only its token: each row is a form of its own."""


@dataclass(frozen=True)
class Move:
    """A change of time or place that people are told of."""

    session: OwnSession
    after: SessionChanges
    told: Told
    odd: Sequence[Odd]

    @property
    def is_over(self) -> bool:
        """Whether it is put where nobody is told any more."""
        return bool(self.after.get("ends_at", self.session.ends_at) <= clock.now())


@dataclass(frozen=True)
class Table:
    """What the page shows: the series, the line for all rows, the rows, and whether one may publish the series."""

    series: Row[Any]
    form: GridForm
    line: FillLine
    rows: Sequence[GridRow]
    leads_on: bool
    filled: Filled | None = None


@blueprint.route("/series/<slug>/sessions/edit", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> Answer:
    """One row for each session that stands; only those that were touched are written."""
    with reading() as db:
        found = route_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        may = rights.rights(db, known_viewer(), series.id, found.organiser_id)
    leads_on = series.state == "draft" and not series.is_template and Right.MANAGE in may
    table = Table(series, GridForm(), FillLine(request.form), rows_of(series), leads_on)
    return _grid_page(table) if request.method == "GET" else _sent(table)


def _sent(table: Table) -> Answer:
    rows, line = table.rows, table.line
    filled = line.fill(rows) if line.validate() and line.is_written else None
    good = [row.validate() for row in rows]
    is_good = table.form.validate() and all(good) and not line.errors
    # what is filled in is looked at before it is saved, whichever button was pressed
    if "fill" in request.form or (filled and filled.rows) or sent.comes_back() or not is_good:
        return _grid_page(replace(table, filled=filled), 200 if is_good else 422)
    touched = [row for row in rows if row.is_touched]
    if any(row.is_stale for row in touched) or gone(rows):
        return _stale_page(table)
    changed = [row for row in touched if row.differs]
    moves = _moves(table.series, changed)
    note = NoteForm()
    if moves and not (sent.is_confirmed() and note.validate()):
        return _confirm_page(table.series, moves, changed, note)
    return _save(table, changed, {one.session.id for one in moves}, note)


def _confirm_page(series: Row[Any], moves: Sequence[Move], changed: Sequence[GridRow], note: NoteForm) -> Answer:
    html = render_template(
        "workspace/grid_confirm.html",
        series=series,
        moves=moves,
        changed=changed,
        mails=sum(one.told.people for one in moves if not one.is_over),
        note=note,
        words=words,
        fields=sent.everything(),
    )
    return html, 422 if note.errors else 200


def _moves(series: Row[Any], changed: Sequence[GridRow]) -> list[Move]:
    """Those of which somebody hears; of a draft nobody does."""
    if series.state != "published":
        return []
    wanted = [move_warnings.Wanted(row.session, row.changes(), row.named) for row in changed]
    with reading() as db:
        told = workspace_series.told_of_sessions(db, [one.session.id for one in wanted])
        odd = move_warnings.found_together(db, wanted)
    return [
        Move(one.session, one.changes, told[one.session.id], odd[one.session.id])
        for one in wanted
        if schedule.raises_revision(one.changes) and told[one.session.id].people
    ]


def _save(table: Table, changed: Sequence[GridRow], looked_at: Set[UUID], note: NoteForm) -> Answer:
    """``looked_at``: those of which what stands against them was shown before."""
    series = table.series
    wanted = [SessionChange(row.session.id, row.changes(), sent.version_of(row.version), row.named) for row in changed]
    try:
        with writing() as db:
            is_undoable = change_sessions(db, known_viewer().actor, series.id, wanted, note.note.data or "")
    except Refusal as refusal:
        if refusal.code == "stale":
            return _stale_page(replace(table, rows=rows_of(series)))
        show(refusal, table.form, changed)
        return _grid_page(replace(table, rows=rows_with(changed, series)), 422)
    changes = ngettext("One session is changed.", "%(num)s sessions are changed.", len(changed))
    flash(changes if changed else _("Nothing was changed."), "success")
    for sentence in grid_warnings.unasked(changed, looked_at):
        flash(sentence, "warning")
    if table.leads_on and "onward" in request.form:
        return redirect(url_for("workspace_series.publish", slug=series.slug))
    # what can be undone is offered at the top of the page
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor=None if is_undoable else "the-route"))


def _stale_page(table: Table) -> Answer:
    """Somebody was quicker with some: these show both; the others stay as they are typed."""
    for row in table.rows:
        if row.is_stale:
            row.join_theirs()
    return _grid_page(table, 409)


def _grid_page(table: Table, status: int = 200) -> Answer:
    of_all = _("For all rows")
    wrong = [(field.id, f"{of_all}, {_told(field)}") for field in table.line if field.errors]
    wrong += [(field.id, f"{row.session.title}, {_told(field)}") for row in table.rows for field in row if field.errors]
    html = render_template(
        "workspace/grid.html",
        table=table,
        form=table.form,
        series=table.series,
        rows=table.rows,
        wrong=wrong,
        gone=gone(table.rows),
        odd=grid_warnings.of_rows(table.rows),
        words=words,
    )
    return html, status


def _told(field: Any) -> str:
    return f"{field.label.text}: {' '.join(map(str, field.errors))}"
