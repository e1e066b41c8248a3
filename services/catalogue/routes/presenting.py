"""A presenter's own page, behind the secret link that only their mail holds: all that they present, for whomever."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue.actions.presenters import Reply, record_reply
from services.catalogue.queries import presenting as queries
from services.catalogue.queries import presenting_answers
from services.catalogue.routes.private_pages import keep_private
from shared import clock
from shared.errors import NotThere, Refusal
from shared.rules.rehearsals import rehearsal_of
from shared.schema.base import REPLY_NOTE_LENGTH
from shared.secrets import FEED, PRESENTER_PAGE, subject_of
from shared.web import access
from shared.web.current import reading, service, service_url, writing

blueprint = Blueprint("presenting", __name__)
blueprint.after_request(keep_private)

ANSWERS = ("accepted", "declined")


class Shown(BaseModel):
    """The version of the links that were shown."""

    version: int


class Renewed(BaseModel):
    """The version of the new ones."""

    version: int


@blueprint.get("/presenting/<token>")
@access.own_link
def page(token: str) -> str:
    """What is coming, each with its answer and who comes; then what has been."""
    now = clock.now()
    with reading() as db:
        person = opened(db, token)
        rows = queries.sessions(db, person.email)
        coming = [row for row in rows if row.ends_at > now]
        ids = [row.id for row in coming if row.state == "scheduled"]
        audiences = queries.audiences(db, ids)
        # whoever has declined presents nothing to those who answered
        taken_on = [row.id for row in coming if row.id in ids and row.reply != "declined"]
        chosen = presenting_answers.answers(db, taken_on)
        written = presenting_answers.written(db, taken_on)
        proposed = queries.proposed(db, person.email, ids)
    return render_template(
        "public/presenting.html",
        token=token,
        now=now,
        coming=coming,
        past=[row for row in rows if row.ends_at <= now][::-1],
        audiences=audiences,
        chosen=chosen,
        written=written,
        rehearsals={row.id: rehearsal_of(row) for row in coming},
        nobody=queries.Audience(),
        note_length=REPLY_NOTE_LENGTH,
        proposed=proposed,
        name=rows[-1].name if rows else None,
        feed_url=service_url(
            "notifications", f"/feeds/person/{service().secrets.token(FEED, person.id, person.version)}"
        ),
    )


@blueprint.post("/presenting/<token>/sessions/<uuid:session_id>/answer")
@access.own_link
def answer(token: str, session_id: UUID) -> Response:
    """Accept or decline, as a calendar would; the other answer is as near, so nothing is asked first.

    Whoever declines may say why, or say it later by declining once more.
    """
    said = request.form.get("reply", "")
    # browsers count a line break as one character, and send two
    note = request.form.get("note", "").replace("\r\n", "\n").strip()[:REPLY_NOTE_LENGTH]
    with reading() as db:
        session = presented(db, opened(db, token), session_id)
    seen = request.form.get("revision", type=int)
    if said not in ANSWERS or seen is None:
        raise Refusal("no_such_answer", _("Accept or decline."), "reply")
    # a calendar's clock may be ahead of ours; what is said later counts
    stamp = max(clock.now().replace(microsecond=0), session.reply_at or clock.now().replace(microsecond=0))
    with writing() as db:
        counted = record_reply(db, session.presenter_id, Reply(said, stamp, min(seen, session.revision), note))
    if not counted and (said != session.reply or note != session.reply_note):
        flash(_("The session has another time or place now. Look at it and answer again."), "warning")
        if note:
            flash(_("You wrote: %(words)s", words=note), "warning")
    elif said == "accepted":
        flash(_("Thank you: the organiser sees that you are coming."), "success")
    elif session.reply == "declined":
        # of which a mail has gone already
        flash(_("Saved. The organiser sees your words beside your answer."), "success")
    else:
        flash(_("Noted: you can't come. The organiser is told by mail."), "success")
    return back_to(token, session_id)


@blueprint.post("/presenting/<token>/renew")
@access.own_link
def renew(token: str) -> Response:
    """The older links end at once."""
    with reading() as db:
        person = opened(db, token)
    asked = (
        service().ask("notifications").post(f"/api/v1/feeds/{person.id}/renew", Shown(version=person.version), "person")
    )
    try:
        version = Renewed.model_validate(asked).version
    except ValidationError as other:
        raise NotThere("no_such_link", _("This link opens nothing. Use the one in your newest mail.")) from other
    flash(_("Here is your new link: this page's address. The old ones have ended."), "success")
    return redirect(url_for("presenting.page", token=service().secrets.token(PRESENTER_PAGE, person.id, version)), 303)


def opened(db: Connection, token: str) -> Any:
    """Whose page it is: id, email, version. Raises NotThere for any other text, and for a link that was renewed."""
    subject = subject_of(token)
    person = queries.link(db, subject) if subject is not None else None
    if person is None or not service().secrets.opens(PRESENTER_PAGE, token, person.id, person.version):
        raise NotThere("no_such_link", _("This link opens nothing. Use the one in your newest mail."))
    return person


def presented(db: Connection, person: Any, session_id: UUID) -> Any:
    """A session that they present and that is still to be held. Raises NotThere."""
    row = next((one for one in queries.sessions(db, person.email) if one.id == session_id), None)
    if row is None:
        raise NotThere("not_presenting", _("You no longer present this session."))
    if row.state == "cancelled" or row.ends_at <= clock.now():
        raise NotThere("session_over", _("This session is over or cancelled."))
    return row


def back_to(token: str, session_id: UUID) -> Response:
    """To the page, where the session is."""
    return redirect(url_for("presenting.page", token=token, _anchor=f"session-{session_id}"), 303)
