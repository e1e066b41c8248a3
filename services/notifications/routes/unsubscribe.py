"""Unsubscribing: a page with one button, and the same by a mail program's own (RFC 8058). No cookie, no sign-in.

Looking at the page changes nothing, since programs that check links look at it too.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import refresh

from services.notifications.actions.unsubscribe import subscribe_again, unsubscribe
from services.notifications.queries import session_facts
from services.notifications.queries.session_facts import SeriesFacts
from services.notifications.queries.unsubscribed import DIGEST, has_unsubscribed, language_of
from services.notifications.routes.private_pages import keep_private
from shared.errors import NotThere
from shared.secrets import UNSUBSCRIBE
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.i18n import COOKIE

blueprint = Blueprint("unsubscribe", __name__)
blueprint.after_request(keep_private)


@dataclass(frozen=True)
class _Asked:
    """Whose link it is, and out of what it leads; ``series`` is None for digests."""

    email: str
    scope: str
    series: SeriesFacts | None
    has_left: bool


@blueprint.get("/unsubscribe/<token>")
@access.own_link
def page(token: str) -> Response:
    """What stops, what still comes, and the button."""
    return _shown(token, _asked(token))


@blueprint.post("/unsubscribe/<token>")
@access.own_link
def leave(token: str) -> Response:
    """By the button or by a mail program: done at once, answered without leading anywhere; or undone."""
    asked, is_back = _asked(token), "undo" in request.form
    with writing() as db:
        (subscribe_again if is_back else unsubscribe)(db, asked.email, asked.scope)
    return _shown(token, _asked(token), is_back)


def _asked(token: str) -> _Asked:
    """What the link says, in the language that its person reads unless another was chosen. Raises NotThere."""
    said = service().secrets.text_of(UNSUBSCRIBE, token)
    if said is None:
        raise NotThere("no_such_link", _("This link leads nowhere. Use the one in the newest mail you got."))
    scope, _space, email = said.partition(" ")
    with reading() as db:
        series = None if scope == DIGEST else session_facts.series(db, UUID(scope.partition(":")[2]))
        language = language_of(db, email)
        has_left = has_unsubscribed(db, email, scope)
    if language and "lang" not in request.args and COOKIE not in request.cookies:
        g.language = language
        refresh()  # type: ignore[no-untyped-call]
    return _Asked(email, scope, series, has_left)


def _shown(token: str, asked: _Asked, is_back: bool = False) -> Response:
    return make_response(render_template("unsubscribe.html", asked=asked, token=token, is_back=is_back))
