"""When the people of a series are reminded: the rules as sentences, what goes out next, and changing them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from services.notifications import rule_words
from services.notifications.actions import reminder_rules as actions
from services.notifications.actions.reminder_rules import WantedRule, no_rule
from services.notifications.forms.rule_form import RuleForm
from services.notifications.queries import reminder_rules as queries
from services.notifications.queries.coming_reminders import coming
from services.notifications.routes.organised import organised
from services.notifications.routes.private_pages import keep_private
from services.notifications.rules.quiet_hours import QuietHours
from services.notifications.rules.reminders import ANCHORS, COMING, Rule, Says
from shared import clock
from shared.errors import Conflict, Refusal
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("reminders", __name__, url_prefix="/messages/series/<slug>/reminders")
blueprint.after_request(keep_private)

Answer = str | Response | tuple[str, int]
Series = Row[*tuple[Any, ...]]


@blueprint.get("")
@access.organiser
def page(slug: str) -> str:
    """All rules, those that are off too; the next moments with how many each is for."""
    quiet = QuietHours.of(service().settings.quiet_hours)
    with reading() as db:
        series = organised(db, slug)
        of_series = queries.of_series(db, series.id)
        names = {row.id: row.name for row in queries.offerings(db, series.id)}
        following = coming(db, series, of_series.rules, clock.now(), quiet)
    return render_template(
        "messages/reminders.html",
        series=series,
        of_series=of_series,
        names=names,
        coming=following,
        quiet=quiet,
        says=list(ANCHORS),
        words=rule_words,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.organiser
def new(slug: str) -> Answer:
    """One more; what it says is in the address."""
    asked = request.args.get("says", COMING)
    says: Says = asked if asked in ANCHORS else COMING
    with reading() as db:
        series = organised(db, slug)
        form = RuleForm(says, queries.offerings(db, series.id))
    return _filled(form, series, None, lambda db, wanted: actions.add(db, known_viewer().actor, series.id, wanted))


@blueprint.route("/<uuid:rule_id>", methods=["GET", "POST"])
@access.organiser
def edit(slug: str, rule_id: UUID) -> Answer:
    """Another time or other words."""
    with reading() as db:
        series = organised(db, slug)
        rule = _rule(db, series, rule_id)
        form = RuleForm(rule.says, queries.offerings(db, series.id), rule)
    actor = known_viewer().actor
    return _filled(form, series, rule, lambda db, wanted: actions.change(db, actor, series.id, rule_id, wanted))


@blueprint.post("/<uuid:rule_id>/switch")
@access.organiser
def switch(slug: str, rule_id: UUID) -> Response:
    """Off, or on again."""
    with writing() as db:
        series = organised(db, slug)
        rule = replace(_rule(db, series, rule_id), is_on=request.form.get("to") == "on")
        actions.change(db, known_viewer().actor, series.id, rule_id, wanted_as(rule))
    flash(_("Switched on.") if rule.is_on else _("Switched off. It stays in the list."), "success")
    return _back(slug)


@blueprint.route("/<uuid:rule_id>/remove", methods=["GET", "POST"])
@access.organiser
def remove(slug: str, rule_id: UUID) -> str | Response:
    """Away for good, once the organiser has seen which one."""
    if request.method == "GET":
        with reading() as db:
            series = organised(db, slug)
            rule = _rule(db, series, rule_id)
        return render_template("messages/reminder_remove.html", series=series, rule=rule, words=rule_words)
    try:
        with writing() as db:
            actions.remove(db, known_viewer().actor, organised(db, slug).id, rule_id)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("Removed."), "success")
    return _back(slug)


@blueprint.route("/usual", methods=["GET", "POST"])
@access.organiser
def usual(slug: str) -> str | Response:
    """Back to the installation's rules, once the organiser has seen what goes."""
    with reading() as db:
        series = organised(db, slug)
        usual_ones = queries.of_installation(db)
    if request.method == "GET":
        return render_template("messages/reminders_usual.html", series=series, usual=usual_ones, words=rule_words)
    with writing() as db:
        actions.go_back(db, known_viewer().actor, series.id)
    flash(_("The usual reminders hold again."), "success")
    return _back(slug)


def wanted_as(rule: Rule) -> WantedRule:
    """A rule as it is, to be changed in a part."""
    return WantedRule(
        says=rule.says,
        anchor=rule.anchor,
        offset_minutes=rule.offset_minutes,
        offering_id=rule.offering_id,
        text=rule.text,
        link=rule.link,
        is_on=rule.is_on,
    )


def _rule(db: Connection, series: Series, rule_id: UUID) -> Rule:
    """One that holds for the series; the installation's, when the series had its first change since, is its copy."""
    for rule in queries.of_series(db, series.id).rules:
        if rule_id in (rule.id, rule.told_as):
            return rule
    raise no_rule()


def _filled(form: RuleForm, series: Series, rule: Rule | None, act: Callable[[Connection, WantedRule], UUID]) -> Answer:
    status = 200
    if request.method == "POST" and form.validate():
        try:
            with writing() as db:
                act(db, form.wanted(is_on=rule.is_on if rule else True))
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("Saved."), "success")
            return _back(series.slug)
    if request.method == "POST":
        status = 422
    shown = render_template("messages/reminder_form.html", form=form, series=series, rule=rule, words=rule_words)
    return shown, status


def _back(slug: str) -> Response:
    return redirect(url_for("reminders.page", slug=slug), 303)
