"""A series in the workspace: its page, made, edited, published, put away."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import series as actions
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.series_form import SeriesForm
from services.catalogue.queries import (
    assignments,
    handovers,
    moves,
    proposals,
    public_offerings,
    public_series,
    removable,
    requests,
    terms,
    warnings,
    workspace_people,
    workspace_series,
)
from services.catalogue.routes import sent
from services.catalogue.routes.permission import series_to_follow, series_to_manage
from services.catalogue.routes.route_points import points_of
from services.catalogue.routes.workspace import organised_by
from shared import clock
from shared.errors import NotAllowed, Refusal
from shared.rules.partners import Right
from shared.schema.catalogue import RETENTION_MONTHS
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_series", __name__, url_prefix="/workspace/series")

Answer = str | Response | tuple[str, int]


@blueprint.get("/<slug>")
@access.organiser
def page(slug: str) -> str:
    """The route as the spine: every stop with its people, and what one can register for. Partners do what they may."""
    now = clock.now()
    with reading() as db:
        _found, held = series_to_follow(db, slug)
        series = workspace_series.series(db, slug)
        sessions = workspace_series.sessions(db, series.id)
        may_go = removable.of_series(db, series) if Right.SESSIONS in held else set()
        offers = public_offerings.all_of_series(db, series.id, now)
        asked = requests.requests(db, [one.id for one in offers])
        partners = public_series.partners(db, series.id)
        answers = handovers.responsible(db, series.id)
        odd = warnings.of_series(db, series.id)
        tasks = assignments.of_series(db, series.id)
        proposed = proposals.open_of_series(db, series.id, now)
        undoable = moves.undoable(db, known_viewer().actor, now, series.id)
    return render_template(
        "workspace/series.html",
        series=series,
        sessions=sessions,
        removable=may_go,
        proposed=proposed,
        undoable=undoable,
        by_key={f"stop-{session.id}": session for session in sessions},
        offers=offers,
        requests=asked if Right.MANAGE in held else {},
        may={right.value: right in held for right in Right},
        partners=partners,
        responsible=answers,
        odd=odd,
        points=points_of(sessions, offers, now, series, tasks),
        words=words,
        now=now,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.organiser
def new() -> Answer:
    """A new series, as a draft."""
    with reading() as db:
        organisers = [(row.id, row.name) for row in workspace_people.choosable(db, organised_by(known_viewer()))]
        known = terms.known(db)
    if not organisers:
        return render_template("workspace/no_organisation.html")
    given = {"language": current_language(), "timezone": service().settings.default_timezone, "kind": "tour"}
    kept = {"retention_months": RETENTION_MONTHS}
    only = {"organiser_id": str(organisers[0][0])} if len(organisers) == 1 else {}
    form = SeriesForm(organisers, known, data={**given, **only, **kept})
    if not only:
        form.ask_organiser()
    series_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, None)
    said = form.changes()
    known_viewer().require_organiser(said["organiser_id"])
    try:
        with writing() as db:
            made = actions.create_series(db, known_viewer().actor, actions.NewSeries(**said, id=series_id))
            slug = workspace_series.slug_of(db, made)
    except NotAllowed:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, None)
    flash(_("The series is there as a draft. Add its first session."), "success")
    return redirect(url_for("workspace_series.page", slug=slug))


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@access.organiser
def edit(slug: str) -> Answer:
    """What the series says of itself."""
    with reading() as db:
        series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        organisers = [(row.id, row.name) for row in workspace_people.choosable(db, organised_by(known_viewer()))]
        known, chosen = terms.known(db), terms.of_series(db, [series.id])[series.id]
    now = _typed(series) | _chosen(chosen)
    form = SeriesForm(organisers, known, data=now)
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series)
    said = form.changes()
    known_viewer().require_organiser(said["organiser_id"])
    try:
        with writing() as db:
            actions.edit_series(db, known_viewer().actor, series.id, said, sent.version_of(form.version))
    except Refusal as refusal:
        if refusal.code != "stale":
            show_refusal(form, refusal)
            return _form_page(form, series)
        return _stale_page(form, SeriesForm(organisers, known, formdata=None, data=now), series)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_series.page", slug=slug))


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@access.organiser
def publish(slug: str) -> Answer:
    """Show it to everybody, once the organiser has seen who will get a mail."""
    with reading() as db:
        found = series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        people, invitations = workspace_series.invited_by_publishing(db, found.id, clock.now())
        odd = warnings.before_publishing(db, found.id)
        offers = public_offerings.all_of_series(db, found.id, clock.now())
    takes_people = any(offer.state not in ("closed", "cancelled") for offer in offers)
    if request.method == "GET":
        return render_template(
            "workspace/publish.html",
            series=series,
            people=people,
            invitations=invitations,
            odd=odd,
            offers=offers,
            takes_people=takes_people,
        )
    with writing() as db:
        actions.publish_series(db, known_viewer().actor, found.id)
    flash(_published(people, takes_people), "success")
    return redirect(url_for("workspace_series.page", slug=slug))


@blueprint.route("/<slug>/archive", methods=["GET", "POST"])
@access.organiser
def archive(slug: str) -> Answer:
    """Take it off the lists once it is over."""
    with reading() as db:
        found = series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
    if request.method == "GET":
        return render_template("workspace/archive.html", series=series)
    try:
        with writing() as db:
            actions.archive_series(db, known_viewer().actor, found.id)
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("The series is archived."), "success")
    return redirect(url_for("workspace_series.page", slug=slug))


def _published(people: int, takes_people: bool) -> str:
    """What the publishing did: who sees it, who is written to, and whether anybody can register now."""
    said = [_("It is published.")]
    if people:
        said.append(_("The presenters' invitations are on their way."))
    if not takes_people:
        said.append(_("Nobody can register yet."))
    return " ".join(said)


def _typed(series: Row[Any]) -> dict[str, Any]:
    names = ("title", "kind", "summary", "audience", "description", "language", "credits", "timezone")
    more = ("for_customers", "is_listed_anyway", "retention_months", "entries_days_before", "version")
    return {name: getattr(series, name) for name in names + more} | {"organiser_id": str(series.organiser_id)}


def _chosen(terms_of_it: Iterable[Row[Any]]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {"topics": [], "audiences": []}
    for one in terms_of_it:
        chosen[f"{one.kind}s"].append(str(one.id))
    return chosen


def _form_page(form: SeriesForm, series: Row[Any] | None) -> Answer:
    html = render_template("workspace/series_form.html", form=form, series=series, merged=None)
    return html, 422 if form.errors else 200


def _stale_page(form: SeriesForm, theirs: SeriesForm, series: Row[Any]) -> Answer:
    """Somebody was quicker: join both and show where they collide; sending it again then saves deliberately."""
    merged = merge(theirs, form, form.seen.data)
    form.version.data, form.seen.data = str(series.version), fingerprint(theirs)
    return render_template("workspace/series_form.html", form=form, series=series, merged=merged), 409
