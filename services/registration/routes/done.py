"""The page after registering: what happened and what comes next. It shows, and can change nothing.

Whoever typed an address stands here, and that need not be its owner: cancelling is only for who has the mail.
"""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from services.registration.queries import registrations, waiting
from services.registration.routes import signed
from services.registration.routes.outlines import situation
from services.registration.routes.own import is_erased
from services.registration.routes.private_pages import private_page
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("done", __name__)


@blueprint.get("/done/<token>")
@access.own_link
def page(token: str) -> Response:
    """What is certain, what waits, what arrives by mail."""
    done = signed.read_done(token)
    if done is None:
        return private_page("done_too_old.html", 404)
    if done.kind == "mailed":
        return private_page("done_mailed.html", now=situation(done.subject))
    with reading() as db:
        row = registrations.one(db, done.subject)
        if row is None:
            abort(404)
        if is_erased(row):
            return private_page("done_too_old.html", 404)
        position = waiting.position(db, row.id) if row.state == "waitlisted" else None
    return private_page("done.html", now=situation(row.offering_id, is_known=True), registration=row, position=position)
