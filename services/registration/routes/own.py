"""A person's own page, behind the secret link that only their mail holds."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import cancel, details
from services.registration.forms.register_form import DetailsForm
from services.registration.queries import (
    assignments,
    completions,
    feeds,
    movers,
    moves,
    own_answers,
    registrations,
    sessions_of_one,
    small_groups,
    waiting,
)
from services.registration.routes.outlines import Situation, points_of, situation
from services.registration.routes.own_materials import of_registration
from services.registration.routes.path_points import points_on
from services.registration.routes.private_pages import keep_private, private_page
from services.registration.words import answer_words
from shared import journal
from shared.errors import NotThere
from shared.secrets import FEED, OWN_PAGE, subject_of
from shared.web import access
from shared.web.current import reading, service, service_url, writing
from shared.web.markdown import to_html
from shared.web.numbers import number

blueprint = Blueprint("own", __name__)


@blueprint.get("/own/<token>")
@access.own_link
def page(token: str) -> Response:
    """What one has, and what one can do about it."""
    row = opened(token)
    return _shown(token, row, DetailsForm(name=row.name, unit=row.unit, language=row.language))


@blueprint.post("/own/<token>")
@access.own_link
def correct(token: str) -> Response:
    """Correct the name and the workplace, choose the language."""
    row = opened(token)
    form = DetailsForm()
    if not form.validate_on_submit():
        return _shown(token, row, form, 422)
    subject = journal.Subject(offering_id=row.offering_id, subject_id=row.id)
    with writing() as db:
        said = details.Said(str(form.name.data), form.unit.data or None, str(form.language.data))
        details.correct(db, row.id, said, subject)
    flash(_("Your details are saved."), "success")
    return keep_private(redirect(url_for("own.page", token=token), 303))


@blueprint.get("/own/<token>/cancel")
@access.own_link
def ask(token: str) -> Response:
    """Say what cancelling does before it is done."""
    row = opened(token)
    now = situation_of(row)
    if not can_cancel(row, now):
        return keep_private(redirect(url_for("own.page", token=token)))
    with reading() as db:
        left_out = sessions_of_one.left_out(db, row.id)
    theirs = sum(one.id not in left_out for one in now.coming)
    return private_page("own_cancel.html", token=token, registration=row, now=now, theirs=theirs)


@blueprint.post("/own/<token>/cancel")
@access.own_link
def give_up(token: str) -> Response:
    """Cancel; a second time is the same as once."""
    row = opened(token)
    with writing() as db:
        cancelled = cancel.cancel(db, row.id, "person")
    if cancelled.changed:
        flash(_given_up(row), "success")
    return keep_private(redirect(url_for("own.page", token=token), 303))


def _given_up(row: Any) -> str:
    if row.state != "waitlisted":
        return _("Your registration is cancelled. A mail says so too.")
    if row.awaits_approval:
        return _("Your request is withdrawn. A mail says so too.")
    return _("You have left the waiting list. A mail says so too.")


def can_cancel(row: Any, now: Situation) -> bool:
    """Whether there is something left to give up."""
    return row.state in ("confirmed", "waitlisted") and not now.has_nothing_ahead


def situation_of(row: Any) -> Situation:
    """The offering that somebody is registered for, also when its series is no longer published."""
    return situation(row.offering_id, is_known=True)


def opened(token: str) -> Any:
    """The registration whose link this is. Raises NotThere for any other text, and for a link that was renewed."""
    subject = subject_of(token)
    row = None
    if subject is not None:
        with reading() as db:
            row = registrations.one(db, subject)
    if row is None or not service().secrets.opens(OWN_PAGE, token, row.id, row.link_version):
        raise NotThere(
            "no_such_link",
            _("This link opens nothing. Use the one in your newest mail, or register again to get a new mail."),
        )
    if is_erased(row):
        raise NotThere("erased", _("Your data has been erased, so this link opens nothing any more."))
    return row


def is_erased(row: Any) -> bool:
    """Whether somebody is erased, or wants to be and only the last mail to them is still to be made."""
    return row.erased_at is not None or row.erasure_asked_at is not None


def _shown(token: str, row: Any, form: DetailsForm, status: int = 200) -> Response:
    now = situation_of(row)
    with reading() as db:
        feed = feeds.feed_of(db, row.email_key)
        has_siblings = bool(movers.siblings(db, row.offering_id))
        left_out = sessions_of_one.left_out(db, row.id)
        calendar_says_no = sessions_of_one.declined_in_calendar(db, row.id) if row.state == "confirmed" else set()
        moved_up = row.state == "confirmed" and registrations.has_moved_up(db, row.id)
        moved = moves.moved(db, row.id) if row.state == "cancelled" else None
        position = waiting.position(db, row.id) if row.state == "waitlisted" else None
        done = completions.of_one(db, row.id)
        paths = completions.own_paths(db, row.id, row.offering_id)
        group = small_groups.of_registration(db, row.id)
        tasks = assignments.of_registration(db, row.id)
        theirs = own_answers.of_registration(db, row.id, row.offering_id)
    return private_page(
        "own.html",
        status,
        token=token,
        registration=row,
        now=now,
        form=form,
        position=position,
        can_cancel=can_cancel(row, now),
        left_out=left_out,
        calendar_says_no=calendar_says_no,
        points=points_of(now.outline.sessions, now.now, left_out),
        moved_up=moved_up,
        moved=moved,
        moved_url=_own_url(moved.registration_id) if moved and not moved.has_new_link else None,
        answers=theirs,
        tasks=tasks,
        group=group,
        to_html=to_html,
        materials=of_registration(row),
        done=done,
        number=number,
        paths=[(path, points_on(path)) for path in paths],
        answer_words=answer_words,
        has_siblings=has_siblings,
        feed_url=_feed_url(service().secrets.token(FEED, feed.id, feed.version)) if feed else None,
    )


def _own_url(registration_id: UUID) -> str:
    """The own page of a registration of the same person, whose link was never renewed."""
    return url_for("own.page", token=service().secrets.token(OWN_PAGE, registration_id))


def _feed_url(token: str) -> str:
    return service_url("notifications", f"/feeds/person/{token}")
