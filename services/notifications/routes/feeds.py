"""Calendars to subscribe to: of a series, of one session, of a person."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response
from flask_babel import force_locale
from flask_babel import gettext as _

from services.notifications.calendar.event import SessionEvent
from services.notifications.calendar.feed import feed as calendar
from services.notifications.messages.session_event import session_event
from services.notifications.queries import feed as queries
from services.notifications.queries import session_facts
from services.notifications.queries.feed import OwnSession
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.routes.feed_answer import FeedState, answer
from services.notifications.routes.own_feed import own_feed
from shared.errors import NotThere
from shared.web import access
from shared.web.current import reading, service, service_url

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feeds/series/<slug>.ics")
@access.public
def of_series(slug: str) -> Response:
    """Every session, cancelled ones marked so; how to join comes to those who register."""
    with reading() as db:
        series = queries.series_state(db, slug)
    if series is None:
        raise _no_such_calendar()

    def build() -> bytes:
        with reading() as db:
            sessions = queries.sessions_of_series(db, series.id)
        events = [_public_event(session) for session in sessions]
        return calendar(series.title, events, service_url("catalogue", f"/series/{series.slug}"))

    return answer(FeedState(f"series {series.id} {series.version}", series.changed_at, True, True), build)


@blueprint.get("/feeds/session/<uuid:session_id>.ics")
@access.public
def of_session(session_id: UUID) -> Response:
    """One session, to keep."""
    with reading() as db:
        session = queries.session_state(db, session_id)
    if session is None:
        raise _no_such_calendar()

    def build() -> bytes:
        with reading() as db:
            facts = session_facts.session(db, session_id)
        events = [_public_event(facts)] if facts else []
        return calendar(session.title, events, service_url("catalogue", f"/sessions/{session_id}"))

    return answer(FeedState(f"session {session_id} {session.version}", session.changed_at, True, True), build)


@blueprint.get("/feeds/person/<token>.ics")
@access.own_link
def of_person(token: str) -> Response:
    """What a person registered for and what they present, with the links to join."""
    with reading() as db:
        feed = own_feed(db, token)
        rows = queries.person_state(db, feed.email)
        language = queries.language_of(db, feed.email) or service().settings.default_language
    told = " ".join(f"{row.id}:{row.version}:{row.series_version}:{row.ahead}" for row in rows)
    state = FeedState(f"person {feed.id} {language} {told}", queries.last_change(rows), False, False)
    return answer(state, lambda: _build_person(rows, language))


def _build_person(rows: Sequence[OwnSession], language: str) -> bytes:
    ahead = {row.id: row.ahead for row in rows}
    with reading() as db:
        sessions = queries.sessions_with(db, list(ahead))
    base = service().settings.catalogue_url
    # the same SEQUENCE as in the mails to this person
    events = [session_event(one, base, one.revision + ahead[one.id]) for one in sessions]
    with force_locale(language):
        name = _("My sessions (Kierros)")
    return calendar(name, events, service_url("catalogue"))


def _public_event(session: SessionFacts) -> SessionEvent:
    return replace(session_event(session, service().settings.catalogue_url), join_url=None)


def _no_such_calendar() -> NotThere:
    return NotThere("no_such_calendar", _("There is no such calendar."))
