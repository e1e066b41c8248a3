"""Writing to the people of a series, now or at a time, and what is planned and was sent."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration import words
from services.registration.actions import announce
from services.registration.actions.announce import Chosen
from services.registration.forms.announcement_form import AnnouncementForm, SeriesAnnouncementForm, typed
from services.registration.queries import announcements, writers
from services.registration.queries import series as queries
from services.registration.routes.announcing import Desk, handle, new_form_values
from services.registration.routes.private_pages import private_page
from services.registration.words import audience_word
from shared import clock
from shared.audiences import addressees
from shared.errors import Conflict, NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("series_message", __name__)


@blueprint.get("/series/<slug>/message")
@access.organiser
def page(slug: str) -> Response:
    """Ask for the words; below stands what is planned and was sent."""
    series = organised(slug)
    values = {**new_form_values(), **_words_of(series, request.args.get("from", ""))}
    values.setdefault("part", request.args.get("offering") or request.args.get("session", ""))
    return _written(series, _form(series, **values))


@blueprint.post("/series/<slug>/message")
@access.organiser
def write(slug: str) -> Response:
    """Show how it looks, mail a copy to its writer, send it, or keep it until its time."""
    series = organised(slug)
    form = _form(series)
    return handle(form, lambda: _desk(series, form), lambda status: _written(series, form, status))


@blueprint.get("/series/<slug>/message/<uuid:announcement_id>")
@access.organiser
def ask_change(slug: str, announcement_id: UUID) -> Response:
    """What is planned, to be changed."""
    series = organised(slug)
    row = _planned(series, announcement_id)
    form = _form(series, row, **{**new_form_values(), **typed(row, series.timezone)})
    return _changed(series, row, form)


@blueprint.post("/series/<slug>/message/<uuid:announcement_id>")
@access.organiser
def change(slug: str, announcement_id: UUID) -> Response:
    """The same steps as when it was written."""
    series = organised(slug)
    row = _planned(series, announcement_id)
    form = _form(series, row)
    return handle(form, lambda: _desk(series, form, row), lambda status: _changed(series, row, form, status))


@blueprint.post("/series/<slug>/message/<uuid:announcement_id>/withdraw")
@access.organiser
def withdraw(slug: str, announcement_id: UUID) -> Response:
    """Take back what is planned; a second time is the same as once."""
    series = organised(slug)
    _of_series(series, announcement_id)
    try:
        with writing() as db:
            announce.withdraw(db, announcement_id, known_viewer().actor)
    except Conflict as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(_("The message is taken back. Nobody gets it."), "success")
    return redirect(_address(slug), 303)


def organised(slug: str) -> Any:
    """The series, for those who organise it. Raises NotThere or NotAllowed."""
    with reading() as db:
        series = queries.series(db, slug)
    if series is None:
        raise NotThere("no_series", _("There is no such series."))
    known_viewer().require_organiser(series.organiser_id)
    return series


def _form(series: Any, row: Any = None, **values: Any) -> AnnouncementForm:
    """Of those who were ticked nobody else can be chosen afterwards."""
    if row is not None and row.audience == "chosen":
        return AnnouncementForm(series.timezone, **values)
    form = SeriesAnnouncementForm(series.timezone, **values)
    with reading() as db:
        form.offer(queries.offerings(db, series.id), queries.sessions(db, series.id))
    return form


def _desk(series: Any, form: AnnouncementForm, row: Any = None) -> Desk:
    now, slug = clock.now(), series.slug
    action = url_for("series_message.change", slug=slug, announcement_id=row.id) if row else _address(slug)
    planned = row.id if row else None
    if not isinstance(form, SeriesAnnouncementForm):
        to = Chosen(series.id, row.offering_id, ())
        whom = f"{audience_word(row.audience, row.among)}: {row.offering_name}"
        return Desk(series, action, _address(slug), to, announcements.people(row, now), whom, planned=planned)
    audience = form.audience(series.id)
    who = audience_word(audience.kind, audience.among, audience.session_id is not None)
    whom = ": ".join(part for part in (who, form.part_name) if part)
    return Desk(series, action, _address(slug), audience, addressees(audience, now), whom, planned=planned)


def _written(series: Any, form: AnnouncementForm, status: int = 200) -> Response:
    with reading() as db:
        rows = announcements.of_series(db, series.id)
        names = writers.names_of(db, {row.actor for row in rows})
    return private_page(
        "series_message.html", status, series=series, form=form, rows=rows, names=names, words=words,
        action=_address(series.slug),
    )  # fmt: skip


def _changed(series: Any, row: Any, form: AnnouncementForm, status: int = 200) -> Response:
    action = url_for("series_message.change", slug=series.slug, announcement_id=row.id)
    return private_page(
        "series_message_change.html", status, series=series, form=form, planned=row, words=words,
        action=action, back=_address(series.slug),
    )  # fmt: skip


def _of_series(series: Any, announcement_id: UUID) -> Any:
    with reading() as db:
        row = announcements.one(db, announcement_id)
    if row is None or row.series_id != series.id:
        raise NotThere("no_announcement", _("There is no such message."))
    return row


def _planned(series: Any, announcement_id: UUID) -> Any:
    row = _of_series(series, announcement_id)
    if row.sent_at or row.withdrawn_at or row.problem:
        raise Conflict("not_planned", _("It waits no more: it has gone out, or was taken back."))
    return row


def _words_of(series: Any, written: str) -> dict[str, Any]:
    """The words of an earlier one, to be used again; whatever names none is left out."""
    try:
        row = _of_series(series, UUID(written))
    except (ValueError, NotThere):
        return {}
    found = typed(row, series.timezone)
    return {name: found[name] for name in ("subject", "text", "to", "part") if found["to"] or name != "to"}


def _address(slug: str) -> str:
    return url_for("series_message.page", slug=slug)
