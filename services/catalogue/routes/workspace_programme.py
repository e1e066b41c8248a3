"""A programme at a glance: who comes to what, study days, preliminary assignments, credits and their hours."""

from datetime import datetime

from flask import Blueprint, render_template

from services.catalogue import words
from services.catalogue.queries import assignments, public_offerings, public_series, workspace_series
from services.catalogue.routes.cohort_facts import Cohort, cohort_of
from services.catalogue.routes.permission import series_to_follow
from services.catalogue.rules.cohorts import shared_with
from shared import clock
from shared.rules.partners import Right
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("workspace_programme", __name__, url_prefix="/workspace/series")


@blueprint.get("/<slug>/programme")
@access.organiser
def page(slug: str) -> str:
    """Sessions by cohorts, own and shared, and what each cohort's work comes to."""
    now: datetime = clock.now()
    with reading() as db:
        _series, held = series_to_follow(db, slug)
        series = workspace_series.series(db, slug)
        sessions = public_series.sessions(db, series.id)
        offers = public_offerings.all_of_series(db, series.id, now)
        tasks = assignments.of_series(db, series.id)
    by_id = {session.id: session for session in sessions}
    cohorts: list[Cohort] = [cohort_of(offer, by_id, series.credits, tasks) for offer in offers]
    return render_template(
        "workspace/programme.html",
        series=series,
        sessions=sessions,
        offers=offers,
        who={session.id: {offer.id for offer in shared_with(session.id, offers)} for session in sessions},
        cohorts=cohorts,
        may={right.value: right in held for right in Right},
        tasks=tasks,
        concerned={task.id: [offer for offer in offers if task.concerns(offer)] for task in tasks},
        now=now,
        words=words,
    )
