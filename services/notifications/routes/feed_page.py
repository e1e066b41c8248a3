"""A person's own page about their calendar: how to subscribe to it, and a new link when the old one got about."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications.actions.renew_feed import renew_feed
from services.notifications.routes.own_feed import own_feed
from shared.secrets import FEED
from shared.web import access
from shared.web.current import reading, service, service_url, writing

blueprint = Blueprint("feed_page", __name__)


@blueprint.after_request
def _keep_private(response: Response) -> Response:
    """The address lets somebody in: no cache keeps it, no search engine lists it, no other page hears of it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/feeds/person/<token>")
@access.own_link
def page(token: str) -> str:
    """How each calendar takes the address, and how often it looks."""
    with reading() as db:
        own_feed(db, token)
    address = service_url("notifications", f"/feeds/person/{token}.ics")
    return render_template(
        "feeds/person.html", address=address, webcal=f"webcal://{address.partition('://')[2]}", token=token
    )


@blueprint.post("/feeds/person/<token>/renew")
@access.own_link
def renew(token: str) -> Redirect:
    """The older link ends at once."""
    with writing() as db:
        feed = own_feed(db, token)
        version = renew_feed(db, feed.id, feed.version)
    flash(_("Here is your new link. The old one has ended."), "success")
    return redirect(url_for("feed_page.page", token=service().secrets.token(FEED, feed.id, version)), 303)
