"""Calendars to subscribe to: of a series, of one session, of what an organisation runs, of a person, of its people."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.notifications.calendar.feed import feed as calendar
from services.notifications.queries import feed as queries
from services.notifications.queries import own_sessions, session_facts
from services.notifications.queries.own_sessions import OwnSession
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.routes.feed_answer import FeedState, answer
from services.notifications.routes.feed_entries import own_entries, own_state, public_entries
from services.notifications.routes.own_feed import own_feed, staff_feed
from shared import clock
from shared.errors import NotThere
from shared.web import access
from shared.web.current import reading, service, service_url

blueprint = Blueprint("feeds", __name__)

PRESENTING = "presenting"
Found = TypeVar("Found")


@blueprint.get("/feeds/series/<slug>.ics")
@access.public
def of_series(slug: str) -> Response:
    """Every session, cancelled ones marked so; how to join comes to those who register."""
    series = _state(queries.series_state, slug)
    if series is None:
        raise no_such_calendar()

    def build() -> bytes:
        with reading() as db:
            sessions = queries.sessions_of_series(db, series.id)
        return _public(series.title, sessions, service_url("catalogue", f"/series/{series.slug}"))

    return answer(FeedState(f"series {series.id} {series.version}", series.changed_at, True, True), build)


@blueprint.get("/feeds/session/<uuid:session_id>.ics")
@access.public
def of_session(session_id: UUID) -> Response:
    """One session, to keep."""
    session = _state(queries.session_state, session_id)
    if session is None:
        raise no_such_calendar()

    def build() -> bytes:
        with reading() as db:
            facts = session_facts.session(db, session_id)
        return _public(session.title, [facts] if facts else [], service_url("catalogue", f"/sessions/{session_id}"))

    return answer(FeedState(f"session {session_id} {session.version}", session.changed_at, True, True), build)


@blueprint.get("/feeds/organisations/<uuid:organisation_id>.ics")
@access.public
def of_organisation(organisation_id: UUID) -> Response:
    """All that an organisation runs; of one that was merged, all that its successor runs."""
    organisation = _state(queries.organisation, organisation_id)
    if organisation is None:
        raise no_such_calendar()
    series = _state(queries.organised, organisation.id)

    def build() -> bytes:
        with reading() as db:
            sessions = queries.sessions_of_series(db, *(one.id for one in series))
        return _public(
            organisation.name, sessions, service_url("notifications", f"/feeds/organisations/{organisation.id}")
        )

    told = " ".join(f"{one.id}:{one.version}" for one in series)
    changed_at = max((one.changed_at for one in series), default=None)
    # a series that leaves it may be the one that changed last
    return answer(
        FeedState(f"organisation {organisation.id} {organisation.name} {told}", changed_at, False, True), build
    )


@blueprint.get("/feeds/person/<token>.ics")
@access.own_link
def of_person(token: str) -> Response:
    """What a person registered for and what they present, or that alone (``?only=presenting``), with the links."""
    only_presenting = request.args.get("only") == PRESENTING
    with reading() as db:
        feed = own_feed(db, token)
        rows = own_sessions.of_person(db, feed.email, clock.now(), only_presenting=only_presenting)
        language = queries.language_of(db, feed.email) or service().settings.default_language
    with force_locale(language):
        name = _("What I present (Kierros)") if only_presenting else _("My sessions (Kierros)")
    return answer(
        own_state(f"person {feed.id} {language} {only_presenting}", rows),
        lambda: _own(name, rows, service_url("catalogue"), language),
    )


@blueprint.get("/feeds/staff/<token>.ics")
@access.own_link
def of_staff(token: str) -> Response:
    """What an organisation's people take part in, without saying who: for its contacts."""
    with reading() as db:
        feed = staff_feed(db, token)
        rows = own_sessions.of_organisation(db, feed.organisation_id, clock.now())
    with force_locale(service().settings.default_language):
        name = _("Our people's sessions: %(organisation)s (Kierros)", organisation=feed.name)
    return answer(
        own_state(f"staff {feed.id} {name}", rows),
        lambda: _own(name, rows, service_url("registration", f"/organisations/{feed.organisation_id}")),
    )


def _state(look_up: Callable[[Connection, Any], Found], identifier: Hashable) -> Found:
    """What a public feed goes by; a database that counts its commits is asked once between two of them."""

    def ask() -> Found:
        with reading() as db:
            return look_up(db, identifier)

    return service().database.until_changed((look_up, identifier), ask)


def _public(name: str, sessions: Sequence[SessionFacts], url: str) -> bytes:
    return calendar(name, [entry.event for entry in public_entries(sessions)], url)


def _own(name: str, rows: Sequence[OwnSession], url: str, language: str = "") -> bytes:
    """With the links where it is one person's, whose language it then is."""
    with reading() as db, force_locale(language or service().settings.default_language):
        entries = own_entries(db, rows, with_links=bool(language))
    return calendar(name, [event for entry in entries for event in entry.events], url)


def no_such_calendar() -> NotThere:
    """The same for a feed that never was and for one that ended."""
    return NotThere("no_such_calendar", _("There is no such calendar."))
