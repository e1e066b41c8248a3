"""One message, just as it was sent, and how sending it went."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from services.notifications import words
from services.notifications.actions.retry import retry
from services.notifications.calendar.summary import summarise
from services.notifications.courier import courier_of
from services.notifications.messages.secret_links import without_hidden_links
from services.notifications.messages.shown import ShownMail, shown
from services.notifications.queries import ledger
from services.notifications.routes.mail_file import as_file, written_mail
from services.notifications.routes.private_pages import keep_private
from services.notifications.routes.reach import reach, readable_message
from services.notifications.rules.erased import ERASED
from services.notifications.rules.retries import RETRYABLE
from shared.errors import Conflict
from shared.rules.partners import Right
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.mail_frame import framed
from shared.web.viewer import known_viewer

blueprint = Blueprint("message", __name__)
blueprint.after_request(keep_private)

#: the mail's own styles, and nothing else: no script, no form, no file from anywhere. With nothing in it that can act,
#: being of the same origin serves only the page around it, which measures how high the mail is
MAIL_POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@blueprint.get("/messages/<uuid:message_id>")
@access.organiser
def page(message_id: UUID) -> str:
    """The mail and its calendar part, in words and as sent; every try with the server's answer."""
    with reading() as db:
        row = readable_message(db, message_id)
        mail = shown(db, row, service().settings)
        attempts = ledger.attempts(db, message_id)
        is_own = ledger.one(db, reach(), message_id) is not None
    calendar = mail.content.calendar if mail else None
    return render_template(
        "messages/message.html",
        message=row,
        mail=mail,
        entry=summarise(calendar) if calendar else None,
        raw_calendar=calendar.decode() if calendar else None,
        attempts=attempts,
        may_retry=is_own and row.state in RETRYABLE and row.recipient_email != ERASED,
        zone=service().settings.default_timezone,
        words=words,
    )


@blueprint.get("/messages/<uuid:message_id>/html")
@access.organiser
def html(message_id: UUID) -> Response:
    """The HTML half alone, to be framed: its links open beside it, hidden ones lead nowhere, everything else is off."""
    mail = framed(without_hidden_links(_mail(message_id).content.html))
    response = Response(mail, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@blueprint.get("/messages/<uuid:message_id>.eml")
@access.organiser
def eml(message_id: UUID) -> Response:
    """The whole mail as a file."""
    return as_file(message_id, _mail(message_id))


@blueprint.post("/messages/<uuid:message_id>/retry")
@access.organiser
def send_again(message_id: UUID) -> Redirect:
    """Queue a failed message once more."""
    try:
        with writing() as db:
            readable_message(db, message_id, Right.MANAGE)
            retry(db, known_viewer().actor, message_id)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
    else:
        courier_of(current_app).wake()
        flash(_("It is in the queue again."), "success")
    return redirect(url_for("message.page", message_id=message_id), 303)


def _mail(message_id: UUID) -> ShownMail:
    with reading() as db:
        return written_mail(db, message_id)
