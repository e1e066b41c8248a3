"""What stands against holding a session at another time or place: allowed, but seldom meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Literal
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.clash_words import clash_sentence
from services.catalogue.queries import deadlines
from services.catalogue.queries.clashes import clashes
from services.catalogue.routes.workspace import organised_by
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Clash
from services.catalogue.time_words import holidays_met
from shared import clock
from shared.web.viewer import known_viewer

#: what of a session matters here
_LOOKED_AT = (
    *("id", "title", "starts_at", "ends_at", "timezone", "mode", "venue"),
    *("rehearsal_before", "rehearsal_minutes"),
)

Kind = Literal["presenter", "venue", "holiday", "deadline", "past", "long"]


@dataclass(frozen=True)
class Odd:
    """What is odd, in one sentence, and where it can be mended."""

    kind: Kind
    sentence: str
    mend: str | None = None


def after(session: Any, changes: SessionChanges, presenters: Sequence[NewPresenter] | None = None) -> SimpleNamespace:
    """What of the session matters here, as it would be; without ``presenters`` they stay."""
    kept = {name: getattr(session, name) for name in _LOOKED_AT}
    said = {name: value for name, value in changes.items() if name in kept}
    return SimpleNamespace(**kept | said, presenters=presenters)


def booked_twice(db: Connection, wanted: Sequence[Any]) -> dict[UUID, list[Clash]]:
    """By session: who and what would be booked twice, of sessions that change together, as ``after`` makes them."""
    return clashes(db, organised_by(known_viewer()), wanted)


def found(
    db: Connection, session: Any, changes: SessionChanges, booked: Mapping[UUID, Sequence[Clash]] | None = None
) -> list[Odd]:
    """All of it, the gravest first: who and what is booked twice, holidays, deadlines, times that are past or long.

    ``booked``: what was found for all that are changed together with it, or with whoever is to present it.
    """
    wanted = after(session, changes)
    starts_at, ends_at = wanted.starts_at, wanted.ends_at
    twice = booked_twice(db, [wanted]) if booked is None else booked
    return [
        *_of_time(starts_at, ends_at),
        *(Odd(one.kind, clash_sentence(one)) for one in twice[session.id]),
        *(Odd("holiday", sentence) for sentence in holidays_met(starts_at, ends_at, wanted.timezone)),
        *_deadlines(db, session, starts_at, ends_at),
    ]


def _of_time(starts_at: datetime, ends_at: datetime) -> list[Odd]:
    now = clock.now()
    if ends_at <= now:
        return [Odd("past", _("This time is already past."))]
    odd = [Odd("past", _("It starts in the past."))] if starts_at <= now else []
    if schedule.is_unusually_long(starts_at, ends_at):
        odd.append(Odd("long", _("It lasts over 12 hours. Is the end right?")))
    return odd


def _deadlines(db: Connection, session: Any, starts_at: datetime, ends_at: datetime) -> list[Odd]:
    if ends_at <= clock.now():
        return []
    return [
        Odd("deadline", one.sentence, url_for("workspace_offering.edit", offering_id=one.offering_id))
        for one in deadlines.overtaken(db, session.id, starts_at, ends_at, session.starts_at)
    ]
