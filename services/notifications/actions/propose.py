"""Another time that a presenter proposes on their own page: kept and told as one that came by mail."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.actions.kept_mail import Made, keep
from services.notifications.actions.proposals import tell_proposed
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers, came_back
from shared import clock
from shared.database import Database
from shared.errors import Conflict, NotThere


@dataclass(frozen=True)
class Wish:
    """When somebody would rather present, and what they write beside it."""

    starts_at: datetime
    ends_at: datetime
    comment: str


def propose(database: Database, presenter_id: UUID, wish: Wish) -> bool:
    """Keep it for the organisers, who hear of it. Returns False for the very one that they know already.

    Raises NotThere for who presents nothing any more, Conflict once the session is over or cancelled.
    """
    with database.reading() as db:
        session = queries.presented(db, presenter_id)
        copy = queries.copy(db, session.id, session.email) if session else None
    if session is None:
        raise NotThere("not_presenting", _("You no longer present this session."))
    if session.state == "cancelled" or session.ends_at <= clock.now():
        raise Conflict("session_over", _("This session is over or cancelled."))
    sequence = copy.sequence if copy else session.revision
    said = f"{presenter_id}:{sequence}:{wish.starts_at.isoformat()}:{wish.ends_at.isoformat()}:{wish.comment}"

    def decide(db: Connection, identifier: UUID) -> Made:
        tell_proposed(db, identifier, session, sequence, session.email, f"presenter:{presenter_id}")
        return _made(session, wish)

    return keep(database, hashlib.sha256(said.encode()).hexdigest(), decide) is not None


def _made(session: Row[Any], wish: Wish) -> Made:
    return Made(
        kind=came_back.COUNTER,
        outcome=answers.NOTED,
        reason=answers.ON_OWN_PAGE,
        session_id=session.id,
        series_id=session.series_id,
        sender=session.email,
        comment=wish.comment or None,
        proposed_starts_at=wish.starts_at,
        proposed_ends_at=wish.ends_at,
        proposal="open",
    )
