"""What stands against holding a session at another time or place: allowed, but seldom meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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


@dataclass(frozen=True)
class Wanted:
    """A session and what would change of it; without ``presenters`` they stay."""

    session: Any
    changes: SessionChanges
    presenters: Sequence[NewPresenter] | None = None

    @cached_property
    def after(self) -> SimpleNamespace:
        """What of it matters here, as it would be."""
        kept = {name: getattr(self.session, name) for name in _LOOKED_AT}
        said = {name: value for name, value in self.changes.items() if name in kept}
        return SimpleNamespace(**kept | said, presenters=self.presenters)

    @property
    def is_moved(self) -> bool:
        """Whether it would be held at another time."""
        return bool((self.after.starts_at, self.after.ends_at) != (self.session.starts_at, self.session.ends_at))


def found(
    db: Connection, session: Any, changes: SessionChanges, presenters: Sequence[NewPresenter] | None = None
) -> list[Odd]:
    """All of it, the gravest first: who and what is booked twice, holidays, deadlines, times that are past or long."""
    return found_together(db, [Wanted(session, changes, presenters)])[session.id]


def found_together(db: Connection, together: Sequence[Wanted]) -> dict[UUID, list[Odd]]:
    """The same by session, of sessions that change together. As many statements for many as for one."""
    if not together:
        return {}
    booked = clashes(db, organised_by(known_viewer()), [one.after for one in together])
    overtaken = deadlines.overtaken_by(db, [_held(one) for one in together if one.after.ends_at > clock.now()])
    return {
        one.session.id: [
            *_of_time(one.after.starts_at, one.after.ends_at),
            *(Odd(clash.kind, clash_sentence(clash)) for clash in booked[one.session.id]),
            *(
                Odd("holiday", sentence)
                for sentence in holidays_met(one.after.starts_at, one.after.ends_at, one.after.timezone)
            ),
            *(
                Odd("deadline", late.sentence, url_for("workspace_offering.edit", offering_id=late.offering_id))
                for late in overtaken.get(one.session.id, ())
            ),
        ]
        for one in together
    }


def _held(wanted: Wanted) -> deadlines.Held:
    return deadlines.Held(
        wanted.session.id, wanted.after.starts_at, wanted.after.ends_at, was_at=wanted.session.starts_at
    )


def _of_time(starts_at: datetime, ends_at: datetime) -> list[Odd]:
    now = clock.now()
    if ends_at <= now:
        return [Odd("past", _("This time is already past."))]
    odd = [Odd("past", _("It starts in the past."))] if starts_at <= now else []
    if schedule.is_unusually_long(starts_at, ends_at):
        odd.append(Odd("long", _("It lasts over 12 hours. Is the end right?")))
    return odd
