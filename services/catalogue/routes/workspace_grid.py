"""Many sessions of a series changed in one table, saved at once."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions.change_sessions import SessionChange, change_sessions
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.clash_words import clash_sentence
from services.catalogue.forms.grid_row import GridRow
from services.catalogue.forms.move_form import NoteForm
from services.catalogue.queries import deadlines, workspace_series
from services.catalogue.queries.workspace_series import OwnSession, Told
from services.catalogue.routes import move_warnings, sent
from services.catalogue.routes.move_warnings import Odd
from services.catalogue.routes.permission import route_to_manage
from services.catalogue.rules import schedule
from services.catalogue.time_words import holidays_met
from shared import clock
from shared.errors import Refusal
from shared.web import access
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


@blueprint.route("/series/<slug>/sessions/edit", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> Answer:
    """One row for each session that stands; only those that were touched are written."""
    with reading() as db:
        route_to_manage(db, slug)
        series = workspace_series.series(db, slug)
    rows = _rows(series)
    form = GridForm()
    if request.method == "GET" or sent.comes_back():
        return _grid_page(form, series, rows)
    good = [row.validate() for row in rows]
    if not form.validate() or not all(good):
        return _grid_page(form, series, rows, 422)
    touched = [row for row in rows if row.is_touched]
    if any(row.is_stale for row in touched) or _gone(rows):
        return _stale_page(form, series, rows)
    changed = [row for row in touched if row.differs]
    moves = _moves(series, changed)
    note = NoteForm()
    if moves and not (sent.is_confirmed() and note.validate()):
        return _confirm_page(series, moves, changed, note)
    return _save(form, series, changed, {one.session.id for one in moves}, note)


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


def _rows(series: Row[Any]) -> list[GridRow]:
    with reading() as db:
        sessions = workspace_series.sessions(db, series.id)
    formdata = request.form if request.method == "POST" else None
    known = [person for one in sessions for person in one.presenters]
    return [GridRow(one, formdata, known) for one in sessions if one.state == "scheduled"]


def _gone(rows: Sequence[GridRow]) -> int:
    """How many sessions the page had that don't stand any more."""
    shown = {name for name in request.form if name.startswith("s-") and name.endswith("-version")}
    return len(shown - {row.version.name for row in rows})


def _moves(series: Row[Any], changed: Sequence[GridRow]) -> list[Move]:
    """Those of which somebody hears; of a draft nobody does."""
    if series.state != "published":
        return []
    found = []
    together = _together(changed)
    with reading() as db:
        booked = move_warnings.booked_twice(db, together) if together else {}
        for row in changed:
            after, before = row.changes(), row.session
            told = workspace_series.told_of_session(db, before.id)
            if schedule.raises_revision(after) and told.people:
                found.append(Move(before, after, told, move_warnings.found(db, before, after, booked)))
    return found


def _together(changed: Sequence[GridRow]) -> list[Any]:
    return [move_warnings.after(row.session, row.changes(), row.named) for row in changed]


def _save(form: GridForm, series: Row[Any], changed: Sequence[GridRow], looked_at: Set[UUID], note: NoteForm) -> Answer:
    """``looked_at``: those of which what stands against them was shown before."""
    wanted = [SessionChange(row.session.id, row.changes(), sent.version_of(row.version), row.named) for row in changed]
    try:
        with writing() as db:
            is_undoable = change_sessions(db, known_viewer().actor, series.id, wanted, note.note.data or "")
    except Refusal as refusal:
        if refusal.code == "stale":
            return _stale_page(form, series, _rows(series))
        _show(refusal, form, changed)
        return _grid_page(form, series, _rows_with(changed, series), 422)
    changes = ngettext("One session is changed.", "%(num)s sessions are changed.", len(changed))
    flash(changes if changed else _("Nothing was changed."), "success")
    _tell_what_is_odd(changed, looked_at)
    # what can be undone is offered at the top of the page
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor=None if is_undoable else "the-route"))


def _tell_what_is_odd(changed: Sequence[GridRow], looked_at: Set[UUID]) -> None:
    """Of those that nobody was asked about: in drafts, or where only those who present are others."""
    together = _together(changed)
    with reading() as db:
        booked = move_warnings.booked_twice(db, together) if together else {}
        overtaken = [one for row in changed if row.session.id not in looked_at for one in _overtaken(db, row)]
    for row, now in zip(changed, together, strict=True):
        is_moved = (now.starts_at, now.ends_at) != (row.session.starts_at, row.session.ends_at)
        if now.id in looked_at or not (is_moved or row.named):
            continue
        holidays = holidays_met(now.starts_at, now.ends_at, now.timezone) if is_moved else ()
        for sentence in [*holidays, *map(clash_sentence, booked[now.id])]:
            flash(f"{now.title}: {sentence}", "warning")
    for sentence in dict.fromkeys(overtaken):
        flash(sentence, "warning")


def _overtaken(db: Connection, row: GridRow) -> list[str]:
    before, now = row.session, move_warnings.after(row.session, row.changes())
    if (now.starts_at, now.ends_at) == (before.starts_at, before.ends_at):
        return []
    return [one.sentence for one in deadlines.overtaken(db, now.id, now.starts_at, now.ends_at, before.starts_at)]


def _show(refusal: Refusal, form: GridForm, changed: Sequence[GridRow]) -> None:
    """Beside the field that it is about, or above them all."""
    names = {"starts_at": "starts", "ends_at": "ends"}
    parts = (refusal.field or "").split(".", 2)
    place, name = parts[1:] if len(parts) == len(("sessions", "place", "name")) else ("", "")
    name = name.split(".")[0]
    row = changed[int(place)] if place.isdecimal() and int(place) < len(changed) else None
    field = row[names.get(name, name)] if row is not None and names.get(name, name) in row else None
    if field is None:
        form.form_errors.append(refusal.sentence)
    else:
        field.errors = [*field.errors, refusal.sentence]


def _rows_with(changed: Sequence[GridRow], series: Row[Any]) -> list[GridRow]:
    """All rows, with the errors of those that were to be changed."""
    own = {row.session.id: row for row in changed}
    return [own.get(row.session.id, row) for row in _rows(series)]


def _stale_page(form: GridForm, series: Row[Any], rows: Sequence[GridRow]) -> Answer:
    """Somebody was quicker with some: these show both; the others stay as they are typed."""
    for row in rows:
        if row.is_stale:
            row.join_theirs()
    return _grid_page(form, series, rows, 409)


def _grid_page(form: GridForm, series: Row[Any], rows: Sequence[GridRow], status: int = 200) -> Answer:
    wrong = [
        (field.id, f"{row.session.title}, {field.label.text}: {' '.join(map(str, field.errors))}")
        for row in rows
        for field in row
        if field.errors
    ]
    html = render_template(
        "workspace/grid.html", form=form, series=series, rows=rows, wrong=wrong, gone=_gone(rows), words=words
    )
    return html, status
