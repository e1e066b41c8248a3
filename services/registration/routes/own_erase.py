"""Having one's own data erased, behind the link that only the person's mail holds."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from services.registration.actions.erase_oneself import erase_oneself
from services.registration.queries import erasure
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.outlines import situation
from services.registration.routes.own import opened, situation_of
from services.registration.routes.private_pages import keep_private, private_page
from shared.web import access
from shared.web.current import reading, writing

blueprint = Blueprint("own_erase", __name__)


@blueprint.get("/own/<token>/erase")
@access.own_link
def ask(token: str) -> Response:
    """Say what happens, and to which registrations, before it is done."""
    row = opened(token)
    with reading() as db:
        theirs = erasure.registrations_of(db, erasure.person_of(db, row.id))
    standing = [one for one in theirs if one.state in STANDING_STATES]
    coming = [one for one in standing if not situation(one.offering_id, is_known=True).has_nothing_ahead]
    others = [one for one in theirs if one.offering_id != row.offering_id]
    return private_page("own_erase.html", token=token, now=situation_of(row), coming=coming, others=others)


@blueprint.post("/own/<token>/erase")
@access.own_link
def erase(token: str) -> Response:
    """Do it. The page after it has another address: this one opens nothing any more."""
    row = opened(token)
    with writing() as db:
        erase_oneself(db, erasure.person_of(db, row.id), "person")
    return keep_private(redirect(url_for("own_erase.done"), 303))


@blueprint.get("/erased")
@access.public
def done() -> Response:
    """What was done, to nobody in particular."""
    return private_page("own_erased.html")
