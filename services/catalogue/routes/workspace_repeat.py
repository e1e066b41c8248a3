"""A session repeated by a rule, once every day of it has been seen."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue.actions.repeat_session import Repeats, repeat_session
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.repeat_form import RepeatForm
from services.catalogue.queries import workspace_series
from services.catalogue.queries.repeated import Repeated, covering, repeated
from services.catalogue.queries.workspace_series import OwnSession
from services.catalogue.routes import sent
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.rules.repetition import Frequency
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.dates import local
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_repeat", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.route("/sessions/<uuid:session_id>/repeat", methods=["GET", "POST"])
@access.organiser
def page(session_id: UUID) -> Answer:
    """Show the days of the rule; add those that stay ticked."""
    with reading() as db:
        series = session_to_manage(db, session_id)
        session = workspace_series.session(db, session_id)
    form = RepeatForm(data=_typed(session))
    new_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, session)
    found = _found(form, session)
    seen = _fingerprint(form)
    ticked = set(request.form.getlist("days"))
    days = [one.day for one in found if one.day.isoformat() in ticked]
    if "look" in request.form or form.seen.data != seen or not days:
        return _form_page(form, series, session, found)
    wanted = Repeats(days, *form.clocks, form.covered.data, form.links.data, new_id)
    try:
        with writing() as db:
            made = repeat_session(db, known_viewer().actor, session_id, wanted)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, series, session, found)
    flash(ngettext("One session is added.", "%(num)s sessions are added.", len(made)), "success")
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor=f"stop-{made[0]}"))


def _typed(session: OwnSession) -> dict[str, Any]:
    """What stands in the form at first: every week as this session, from the day after it."""
    start, end = local(session.starts_at, session.timezone), local(session.ends_at, session.timezone)
    return {
        "frequency": Frequency.WEEKLY,
        "interval": 1,
        "place": -1 if start.day > 28 else (start.day - 1) // 7 + 1,
        "weekday": start.weekday(),
        "starts": start.time(),
        "ends": end.time() if end.date() == start.date() else None,
        "first_day": start.date() + timedelta(days=1),
        "covered": True,
    }


def _found(form: RepeatForm, session: OwnSession) -> list[Repeated]:
    with reading() as db:
        return repeated(db, session.row, form.days, form.clocks, clock.now())


def _fingerprint(form: RepeatForm) -> str:
    """The days and times that a page shows: only those are added."""
    days = ",".join(day.isoformat() for day in form.days)
    starts, ends = form.clocks
    return f"{starts:%H:%M:%S}-{ends:%H:%M:%S} {days}"


def _form_page(form: RepeatForm, series: Row[Any], session: OwnSession, found: Sequence[Repeated] = ()) -> Answer:
    """Days that were shown before keep their ticks; of new ones all but those on which something is held already."""
    shown_before = form.seen.data
    was_seen = bool(found) and form.seen.data == _fingerprint(form)
    ticked = set(request.form.getlist("days"))
    free = {one.day for one in found if (one.day.isoformat() in ticked if was_seen else not one.is_taken)}
    if found:
        form.seen.data = _fingerprint(form)
    with reading() as db:
        told = workspace_series.told_of_session(db, session.id)
        offers = covering(db, session.id)
    html = render_template(
        "workspace/repeat.html",
        form=form,
        series=series,
        session=session,
        found=found,
        ticked=free,
        told=told,
        offers=offers,
        is_empty=was_seen and not ticked and "look" not in request.form,
        is_news=bool(shown_before and found) and not was_seen and "look" not in request.form,
    )
    return html, 422 if form.errors else 200
