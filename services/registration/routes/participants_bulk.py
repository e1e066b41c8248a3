"""What organisers do with many participants at once: it is said first, with how many it touches, and then done."""

from typing import cast
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.registration.actions import cancel_many, move
from services.registration.actions.move import Move, Plan
from services.registration.queries import movers, moving_up, registrations
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.outlines import Situation, situation
from services.registration.routes.participant_choice import Choice, choice_of
from services.registration.routes.participants import organised, whom
from services.registration.routes.private_pages import private_page
from services.registration.rules.moving import IfFull
from shared.errors import Conflict
from shared.web import access
from shared.web.current import arrived_at, reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_bulk", __name__)


@blueprint.get("/participants/<uuid:offering_id>/cancel")
@access.organiser
def ask_cancel(offering_id: UUID) -> Response:
    """Say what cancelling all these does before it is done."""
    now = organised(offering_id)
    choice = choice_of(offering_id, request.args)
    with reading() as db:
        counts = registrations.counts(db, choice.chosen)
        standing = sum(counts.get(state, 0) for state in STANDING_STATES)
        asks = sum(registrations.counts(db, choice.chosen.asking).values()) if counts.get("waitlisted") else 0
        about = whom(db, choice.chosen, STANDING_STATES, standing)
        leaving = registrations.ids(db, choice.chosen, STANDING_STATES)
        promoted = moving_up.would_move_up(db, now.outline.facts, leaving, now.now)
    if not standing:
        return _nobody(choice)
    return private_page(
        "participants_cancel.html",
        now=now,
        choice=choice,
        counts=counts,
        standing=standing,
        asks=asks,
        about=about,
        promoted=promoted,
        others=sum(counts.values()) - standing,
    )


@blueprint.post("/participants/<uuid:offering_id>/cancel")
@access.organiser
def cancel_all(offering_id: UUID) -> Response:
    """Cancel them, if they are still as many as was said."""
    organised(offering_id)
    choice = choice_of(offering_id, request.form)
    try:
        with writing() as db:
            ids = _as_many_as_said(db, choice)
            done = cancel_many.cancel_many(db, offering_id, ids, known_viewer().actor)
    except Conflict as refusal:
        return _refused("participants_bulk.ask_cancel", choice, refusal)
    count = len(done.states)
    flash(ngettext("One registration is cancelled.", "%(num)s registrations are cancelled.", count), "success")
    if done.promoted:
        count = len(done.promoted)
        flash(
            ngettext("One person who waited got a place.", "%(num)s people who waited got a place.", count), "success"
        )
    return _back(choice)


@blueprint.get("/participants/<uuid:offering_id>/move")
@access.organiser
def ask_move(offering_id: UUID) -> Response:
    """Ask where to, then say what becomes of everybody."""
    now = organised(offering_id)
    choice = choice_of(offering_id, request.args)
    to_id, if_full = _target(request.args.get("to", "")), _if_full(request.args.get("if_full", ""))
    planned, problem = None, None
    with reading() as db:
        ids = registrations.ids(db, choice.chosen, STANDING_STATES)
        about = whom(db, choice.chosen, STANDING_STATES, len(ids))
        siblings = movers.siblings(db, offering_id)
        if to_id is not None:
            try:
                planned = move.plan(db, _move(offering_id, to_id, ids, if_full))
            except Conflict as refusal:
                problem = refusal.sentence
    if not ids:
        return _nobody(choice)
    others = [situation(one, is_known=True) for one in siblings]
    return private_page(
        "participants_move.html",
        now=now,
        choice=choice,
        count=len(ids),
        about=about,
        targets=[one for one in others if _can_be_moved_to(one)],
        not_open=[one for one in others if not _can_be_moved_to(one)],
        to=next((one for one in others if one.outline.facts.id == to_id), None),
        if_full=if_full,
        planned=planned,
        problem=problem,
    )


@blueprint.post("/participants/<uuid:offering_id>/move")
@access.organiser
def move_all(offering_id: UUID) -> Response:
    """Move them, if that still means what was said."""
    organised(offering_id)
    choice = choice_of(offering_id, request.form)
    to_id, if_full = _target(request.form.get("to", "")), _if_full(request.form.get("if_full", ""))
    if to_id is None:
        return _back(choice)
    try:
        with writing() as db:
            ids = _as_many_as_said(db, choice)
            done = move.move(db, _move(offering_id, to_id, ids, if_full))
            if str(len(done.those("moves"))) != request.form.get("moving"):
                raise _changed()
    except Conflict as refusal:
        return _refused("participants_bulk.ask_move", choice, refusal, to=to_id, if_full=if_full)
    _tell(done, situation(to_id, is_known=True))
    return _back(choice)


def _move(from_id: UUID, to_id: UUID, ids: list[UUID], if_full: IfFull) -> Move:
    """As organisers move people: also when the other's deadline has passed."""
    return Move(from_id, to_id, ids, if_full, known_viewer().actor, after_closing=True, asked_at=arrived_at())


def _can_be_moved_to(one: Situation) -> bool:
    return one.takes_people or one.word == "full" or one.lets_in_late


def _as_many_as_said(db: Connection, choice: Choice) -> list[UUID]:
    """Those chosen who stand. Raises Conflict when they aren't as many as the page said."""
    ids = registrations.ids(db, choice.chosen, STANDING_STATES)
    if str(len(ids)) != request.form.get("count"):
        raise _changed()
    return ids


def _changed() -> Conflict:
    return Conflict("list_changed", _("The list changed meanwhile, so nothing was done. Look at it again."))


def _tell(done: Plan, to: Situation) -> None:
    name = to.outline.facts.name
    moved, waits, stays = (len(done.those(word)) for word in ("moves", "waits", "stays"))
    already = len(done.those("already"))
    if moved:
        flash(
            ngettext("One person moved to %(name)s.", "%(num)s people moved to %(name)s.", moved, name=name), "success"
        )
    if waits:
        sentence = ngettext("One person waits in %(name)s.", "%(num)s people wait in %(name)s.", waits, name=name)
        flash(sentence, "success")
    if stays:
        flash(
            ngettext("One person stays: no place was free.", "%(num)s people stay: no place was free.", stays), "info"
        )
    if already:
        sentence = ngettext(
            "One person stays, being registered there already.",
            "%(num)s people stay, being registered there already.",
            already,
        )
        flash(sentence, "info")


def _target(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _if_full(written: str) -> IfFull:
    return cast("IfFull", written) if written in ("wait", "all-or-nothing") else "stay"


def _nobody(choice: Choice) -> Response:
    flash(_("Nobody who has a place or waits was chosen. Tick people in the list first."), "info")
    return _back(choice)


def _refused(endpoint: str, choice: Choice, refusal: Conflict, **more: object) -> Response:
    flash(refusal.sentence, "error")
    fields: dict[str, object] = {"offering_id": choice.offering_id, **choice.address, **more}
    fields |= {"all": "1"} if choice.takes_all else {"id": [str(one) for one in choice.ticked]}
    return redirect(url_for(endpoint, **fields), 303)  # type: ignore[arg-type]


def _back(choice: Choice) -> Response:
    return redirect(url_for("participants.page", offering_id=choice.offering_id, **choice.address), 303)  # type: ignore[arg-type]
