"""What organisers put down of those who completed the series: with how many credits; and taking that back."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.registration.actions import completion
from services.registration.queries import completions, registrations
from services.registration.routes.participant_choice import Choice, choice_of
from services.registration.routes.participants import organised, whom
from services.registration.routes.private_pages import private_page
from services.registration.rules.credits import credits_of
from shared.errors import Conflict, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.numbers import number
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_completion", __name__)

HAD_A_PLACE = ("confirmed",)


@blueprint.get("/participants/<uuid:offering_id>/completion")
@access.organiser
def ask(offering_id: UUID) -> Response:
    """Say whom it is about, and ask for the credits."""
    organised(offering_id)
    choice = choice_of(offering_id, request.args)
    return _shown(choice)


@blueprint.post("/participants/<uuid:offering_id>/completion")
@access.organiser
def keep(offering_id: UUID) -> Response:
    """Put it down, or take it back, if they are still as many as was said."""
    organised(offering_id)
    choice = choice_of(offering_id, request.form)
    actor = known_viewer().actor
    takes_back = request.form.get("do") == "take-back"
    try:
        with writing() as db:
            ids = _as_many_as_said(db, choice)
            if takes_back:
                ids = completion.take_back(db, offering_id, ids, actor)
            else:
                completion.mark_completed(db, offering_id, ids, _credits(), actor)
    except Conflict as refusal:
        flash(refusal.sentence, "error")
        return _back(choice)
    except Refusal as refusal:
        return _shown(choice, refusal.sentence)
    if takes_back:
        said = ngettext("One completion is taken back.", "%(num)s completions are taken back.", len(ids))
    else:
        said = ngettext("One person has completed it.", "%(num)s people have completed it.", len(ids))
    flash(said, "success")
    return _back(choice)


def _credits() -> Decimal:
    found = credits_of(request.form.get("credits", ""))
    if found is None:
        raise Refusal("bad_credits", _("Credits are a number between 0 and 999.9, such as 5 or 2.5."), "credits")
    return found


def _as_many_as_said(db: Connection, choice: Choice) -> list[UUID]:
    ids = registrations.ids(db, choice.chosen, HAD_A_PLACE)
    if str(len(ids)) != request.form.get("count"):
        raise Conflict("list_changed", _("The list changed meanwhile, so nothing was done. Look at it again."))
    return ids


def _shown(choice: Choice, problem: str = "") -> Response:
    now = organised(choice.offering_id)
    with reading() as db:
        counts = registrations.counts(db, choice.chosen)
        count = sum(counts.get(state, 0) for state in HAD_A_PLACE)
        about = whom(db, choice.chosen, HAD_A_PLACE, count)
        done = completions.count(db, choice.chosen)
        usual = completions.credits_of_series(db, choice.offering_id)
    if not count:
        flash(_("Nobody who has a place was chosen. Tick people in the list first."), "info")
        return _back(choice)
    written = request.form.get("credits", number(usual) if usual else "")
    return private_page(
        "participants_completion.html",
        422 if problem else 200,
        now=now,
        choice=choice,
        count=count,
        about=about,
        done=done,
        written=written,
        problem=problem,
    )


def _back(choice: Choice) -> Response:
    return redirect(url_for("participants.page", offering_id=choice.offering_id, **choice.address), 303)  # type: ignore[arg-type]
