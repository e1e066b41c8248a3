"""Sending again all that failed of what the ledger was narrowed to: how many first, then the one button."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.notifications import words
from services.notifications.actions.retry import MOST, retry_all
from services.notifications.courier import courier_of
from services.notifications.queries import ledger
from services.notifications.routes.messages import asked, filter_of
from services.notifications.routes.private_pages import keep_private
from services.notifications.routes.reach import reach
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("messages_retry", __name__)
blueprint.after_request(keep_private)


@blueprint.get("/messages/retry")
@access.organiser
def ask() -> str | Response:
    """Say how many it would be before anything is sent."""
    with reading() as db:
        lost = ledger.lost(db, reach(), filter_of(db, reach(), request.args).wanted())
    count = min(sum(lost.values()), MOST)
    if not count:
        flash(_("Nothing of it has failed, so there is nothing to send again."), "info")
        return redirect(url_for("messages.page", **asked()), 303)
    return render_template(
        "messages/retry.html", lost=lost, count=count, is_more=count == MOST, asked=asked(), words=words
    )


@blueprint.post("/messages/retry")
@access.organiser
def send_again() -> Response:
    """Queue them, unless they have become more or fewer meanwhile."""
    with writing() as db:
        wanted = filter_of(db, reach(), request.form).wanted()
        lost = ledger.lost(db, reach(), wanted)
        if str(min(sum(lost.values()), MOST)) != request.form.get("count"):
            flash(_("It is another number by now, so nothing was sent. Look at it again."), "error")
            return redirect(url_for("messages_retry.ask", **asked()), 303)
        count = retry_all(db, known_viewer().actor, reach(), wanted)
    courier_of(current_app).wake()
    flash(ngettext("One mail is in the queue again.", "%(num)s mails are in the queue again.", count), "success")
    return redirect(url_for("messages.page", **{**asked(), "state": ""}), 303)
