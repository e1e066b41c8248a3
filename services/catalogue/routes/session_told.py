"""What an organiser is told once a session is saved: what happened, and what deserves a second look."""

from datetime import datetime
from uuid import UUID

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.queries import deadlines, warnings
from services.catalogue.queries.workspace_series import OwnSession
from shared import clock
from shared.web.current import reading


def cancelled(people: int) -> str:
    """That it is called off, and how many people get a mail because of it."""
    if not people:
        return _("The session is cancelled.")
    return ngettext(
        "The session is cancelled. A mail goes to one person.",
        "The session is cancelled. A mail goes to %(num)s people.",
        people,
    )


def tell(sentence: str, session_id: UUID) -> None:
    """What happened, if that is not said elsewhere, and what about the session deserves a second look."""
    if sentence:
        flash(sentence, "success")
    with reading() as db:
        for odd in warnings.of_session(db, session_id):
            flash(odd, "warning")


def tell_if_past(ends_at: datetime) -> None:
    """That a session was just put where nobody can come any more: allowed, but seldom meant."""
    if ends_at <= clock.now():
        flash(_("This time is already past."), "warning")


def tell_of_deadlines(before: OwnSession, after: SessionChanges) -> None:
    """Which deadlines it comes before now, each with the way to change it."""
    if after["ends_at"] <= clock.now():
        return
    with reading() as db:
        found = deadlines.overtaken(db, before.id, after["starts_at"], after["ends_at"], before.starts_at)
    for one in found:
        address = url_for("workspace_offering.edit", offering_id=one.offering_id)
        link = Markup('<a href="{}">{}</a>').format(address, _("Change the deadline"))
        flash(Markup("{} {}").format(one.sentence, link), "warning")
