"""What a feed holds, as its calendar and its page show it: the same sessions, marked alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.notifications.calendar.event import SessionEvent
from services.notifications.messages.session_event import rehearsal_event, session_event
from services.notifications.queries import own_sessions
from services.notifications.queries.own_sessions import OwnSession
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.routes.feed_answer import FeedState
from shared.web.current import service


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A session in a feed."""

    session: SessionFacts
    event: SessionEvent
    #: held, but not for whom the feed is: they gave it up
    is_given_up: bool = False
    #: of whoever presents it, an entry beside the session's
    rehearsal: SessionEvent | None = None

    @property
    def events(self) -> list[SessionEvent]:
        """All that the calendar holds of it."""
        return [self.event] if self.rehearsal is None else [self.event, self.rehearsal]


def public_entries(sessions: Sequence[SessionFacts]) -> list[FeedEntry]:
    """For everybody: how to join comes to those who register."""
    base = service().settings.catalogue_url
    return [FeedEntry(one, replace(session_event(one, base), join_url=None)) for one in sessions]


def own_entries(db: Connection, own: Sequence[OwnSession], *, with_links: bool) -> list[FeedEntry]:
    """For whom they are, rehearsals in the language spoken now; ``with_links``: with the way to join."""
    rows = {row.id: row for row in own}
    return [_entry(facts, rows[facts.id], with_links=with_links) for facts in own_sessions.facts_of(db, own)]


def own_state(name: str, own: Sequence[OwnSession]) -> FeedState:
    """What such a feed goes by. A session that leaves it changes the text, not always the time of the last change."""
    text = f"{name} {' '.join(row.mark for row in own)}"
    return FeedState(text, own_sessions.last_change(own), False, False)


def _entry(facts: SessionFacts, own: OwnSession, *, with_links: bool) -> FeedEntry:
    # the SEQUENCE of the mails to this person, and above it once moves were undone that the feed has shown
    event = session_event(facts, service().settings.catalogue_url, facts.revision + own.ahead)
    gone = own.gone_at is not None
    event = replace(
        event,
        join_url=event.join_url if with_links and not gone else None,
        status="cancelled" if gone else event.status,
        changed_at=max(event.changed_at, own.last_change),
    )
    title = _("Rehearsal: %(title)s", title=facts.title)
    rehearsal = rehearsal_event(facts, event, title) if own.presents else None
    return FeedEntry(facts, event, gone and not facts.is_cancelled, rehearsal)
