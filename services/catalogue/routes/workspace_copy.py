"""A series copied into another season, once its new dates have been seen."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue.actions.copy_series import copy_series
from services.catalogue.forms.copy_form import NAMES, CopyForm, typed, year_later
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import workspace_series
from services.catalogue.queries.season import Season, season
from services.catalogue.routes import sent
from services.catalogue.routes.permission import series_to_manage
from services.catalogue.time_words import odd_moment, odd_times
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_copy", __name__, url_prefix="/workspace/series")

Answer = str | Response | tuple[str, int]


@blueprint.route("/<slug>/copy", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> Answer:
    """Show every date as it would be; make the copy only with the dates that were shown."""
    with reading() as db:
        series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        stops = workspace_series.stops(db, series.id)
    if not stops:
        flash(_("There are no sessions yet, so there is nothing to copy."), "warning")
        return redirect(url_for("workspace_series.page", slug=slug))
    form = CopyForm(stops, data=typed(series.title, stops))
    copy_id = sent.id_of(form.new_id)
    is_sent = request.method == "POST"
    # what is only looked at needs no title yet
    is_good = is_sent and (form.first_day.validate(form) if "look" in request.form else form.validate())
    shown = _season(form, series, stops)
    is_seen = shown is not None and form.weeks.data == str(shown.weeks)
    if not (is_good and shown and is_seen and "look" not in request.form):
        return _form_page(form, series, stops, shown, is_news=is_sent and not is_seen)
    try:
        with writing() as db:
            made = copy_series(db, known_viewer().actor, series.id, form.wanted(copy_id))
            new_slug = workspace_series.slug_of(db, made)
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, stops, shown)
    flash(_("The copy is there as a draft. Go through its sessions here; publish it when it is ready."), "success")
    return redirect(url_for("workspace_grid.page", slug=new_slug))


def _season(form: CopyForm, series: Row[Any], stops: Any) -> Season | None:
    """How it would be; None, said beside the field, when nothing is taken along."""
    day = form.first_day.data or year_later(stops)
    try:
        with reading() as db:
            return season(db, series.id, day, form.chosen())
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return None


def _form_page(form: CopyForm, series: Row[Any], stops: Any, shown: Season | None, *, is_news: bool = False) -> Answer:
    form.weeks.data = str(shown.weeks) if shown else ""
    sessions = shown.sessions if shown else []
    now = clock.now()
    odd = {one.row.id: (one, odd_times(one.times, one.row.timezone, now)) for one in sessions}
    html = render_template(
        "workspace/copy.html",
        form=form,
        series=series,
        stops=stops,
        ticked=set(form.chosen()),
        moved={one.row.id: one for one in sessions},
        first=sessions[0] if sessions else None,
        last=sessions[-1] if sessions else None,
        odd={known_by: told for known_by, told in odd.items() if told[1]},
        offerings=shown.offerings if shown else [],
        is_news=is_news and not form.errors,
        odd_deadline=lambda at, traps: odd_moment(at, traps, now),
    )
    return html, 422 if form.errors else 200
