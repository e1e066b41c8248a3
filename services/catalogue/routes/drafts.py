"""A draft and its sessions, for whoever has the secret link that its organisers made."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue.queries import belonging, drafts
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes import series as series_page
from services.catalogue.routes import session as session_page
from services.catalogue.routes.private_pages import keep_private
from shared.errors import NotThere
from shared.secrets import DRAFT, subject_of
from shared.web import access
from shared.web.current import reading, service, service_url

blueprint = Blueprint("drafts", __name__)
blueprint.after_request(keep_private)


@blueprint.get("/drafts/<token>")
@access.own_link
def series(token: str) -> str | Response:
    """The series as its page will be; once it is published, that page."""
    with reading() as db:
        found = _opened(db, token)
    if belonging.is_public(found):
        return redirect(url_for("series.page", slug=found.slug))
    return series_page.shown(found.slug, token).html


@blueprint.get("/drafts/<token>/sessions/<uuid:session_id>")
@access.own_link
def session(token: str, session_id: UUID) -> str | Response:
    """One of its sessions."""
    with reading() as db:
        found = _opened(db, token)
        if not drafts.is_of(db, found.id, session_id):
            raise NotThere("no_such_session", _("There is no such session. It may have been taken off the list."))
    if belonging.is_public(found):
        return redirect(url_for("session.page", session_id=session_id))
    return session_page.shown(session_id, token).html


def link_to(draft: Any) -> str | None:
    """The link under which others see a draft; None when there is none."""
    if not draft.is_shared:
        return None
    return service_url("catalogue", f"/drafts/{service().secrets.token(DRAFT, draft.id, draft.shared_version)}")


def _opened(db: Connection, token: str) -> AnyRow:
    """The series of a link that counts. Raises NotThere, whatever is the matter with it."""
    series_id = subject_of(token)
    found = drafts.draft(db, series_id) if series_id is not None else None
    if found is None or not found.is_shared or not _fits(token, found):
        raise NotThere("no_such_link", _("This link opens nothing. Ask whoever sent it to you for a new one."))
    return found


def _fits(token: str, draft: AnyRow) -> bool:
    return service().secrets.opens(DRAFT, token, draft.id, draft.shared_version)
