"""The rows of the table of many sessions: made of what was sent, with errors beside the fields that they are about."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy import Row

from services.catalogue.forms.grid_row import GridRow
from services.catalogue.forms.presenter_lines import bare_names, introduced
from services.catalogue.queries import known_presenters, workspace_series
from services.catalogue.routes.workspace import organised_by
from shared.errors import Refusal
from shared.web.current import reading
from shared.web.viewer import known_viewer

#: of so many people the names are looked up in other series
_MOST_NAMES = 500


def rows_of(series: Row[Any]) -> list[GridRow]:
    """One for each session that stands. By name alone one calls who presents here, who stands with an address in
    another row, and who presents elsewhere in one's own series."""
    typed = "\n".join(value for name, value in request.form.items() if name.endswith("-presenters"))
    names = sorted(bare_names(typed))[:_MOST_NAMES]
    with reading() as db:
        sessions = workspace_series.sessions(db, series.id)
        elsewhere = known_presenters.called(db, organised_by(known_viewer()), names)
    formdata = request.form if request.method == "POST" else None
    known: list[Any] = [*elsewhere, *introduced(typed), *(person for one in sessions for person in one.presenters)]
    return [GridRow(one, formdata, known) for one in sessions if one.state == "scheduled"]


def gone(rows: Sequence[GridRow]) -> int:
    """How many sessions the page had that don't stand any more."""
    shown = {name for name in request.form if name.startswith("s-") and name.endswith("-version")}
    return len(shown - {row.version.name for row in rows})


def show(refusal: Refusal, form: FlaskForm, changed: Sequence[GridRow]) -> None:
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


def rows_with(changed: Sequence[GridRow], series: Row[Any]) -> list[GridRow]:
    """All rows, with the errors of those that were to be changed."""
    own = {row.session.id: row for row in changed}
    return [own.get(row.session.id, row) for row in rows_of(series)]
