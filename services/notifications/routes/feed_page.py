"""A person's own page about their calendar: what is in it, how to subscribe, how entries come, and a new link."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications.actions.choose_calendar import choose
from services.notifications.actions.renew_feed import renew_feed
from services.notifications.courier import courier_of
from services.notifications.queries import choices, own_sessions
from services.notifications.routes.calendar_links import calendar_links
from services.notifications.routes.feed_entries import own_entries
from services.notifications.routes.own_feed import own_feed
from services.notifications.routes.private_pages import keep_private
from shared import clock
from shared.errors import Refusal
from shared.schema.mail_choices import DELIVERIES
from shared.secrets import FEED
from shared.web import access
from shared.web.current import reading, service, service_url, writing

blueprint = Blueprint("feed_page", __name__)
blueprint.after_request(keep_private)


@blueprint.get("/feeds/person/<token>")
@access.own_link
def page(token: str) -> str:
    """The sessions that the calendar holds, how each calendar takes it, and how often it looks."""
    now = clock.now()
    with reading() as db:
        feed = own_feed(db, token)
        entries = own_entries(db, own_sessions.of_person(db, feed.email, now), with_links=True)
        is_by_feed = choices.is_by_feed(db, feed.email)
        presents = own_sessions.presents(db, feed.email)
    path = f"/feeds/person/{token}.ics"
    return render_template(
        "feeds/person.html",
        links=calendar_links(path, _("My sessions (Kierros)")),
        presenting=service_url("notifications", f"{path}?only=presenting") if presents else None,
        entries=entries,
        now=now,
        is_by_feed=is_by_feed,
        token=token,
    )


@blueprint.post("/feeds/person/<token>/choice")
@access.own_link
def choice(token: str) -> Redirect:
    """By mail, or by the feed alone."""
    delivery = request.form.get("delivery", "")
    if delivery not in DELIVERIES:
        raise Refusal("no_such_choice", _("Choose one of the two ways."), "delivery")
    with writing() as db:
        feed = own_feed(db, token)
        is_new = choose(db, feed.id, feed.email, delivery)
    if is_new:
        courier_of(current_app).wake()
    flash(
        _("Noted: entries come by the feed alone. Those that came by mail go from your calendar.")
        if delivery == choices.FEED_ALONE
        else _("Noted: entries come by mail again."),
        "success",
    )
    return redirect(url_for("feed_page.page", token=token), 303)


@blueprint.post("/feeds/person/<token>/renew")
@access.own_link
def renew(token: str) -> Redirect:
    """The older link ends at once."""
    with writing() as db:
        feed = own_feed(db, token)
        version = renew_feed(db, feed.id, feed.version)
    flash(_("Here is your new link. The old one has ended."), "success")
    return redirect(url_for("feed_page.page", token=service().secrets.token(FEED, feed.id, version)), 303)
