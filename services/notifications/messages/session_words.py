"""Parts that several mails share: the leaf of a session, its place, the facts beside it."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Leaf, Link
from services.notifications.queries.series_contact import who_answers
from services.notifications.queries.session_facts import SessionFacts
from shared.web import dates
from shared.web.route import Point, Stop, mark


def when(desk: Desk, session: SessionFacts) -> str:
    """The session's time as a sentence holds it: "ke 2.6.2021 klo 14.00–16.00"."""
    return dates.span(session.starts_at, session.ends_at, session.timezone, desk.message.language)


def place(session: SessionFacts) -> str:
    """Where it is held, in words."""
    if session.mode == "online":
        return _("Online")
    if session.mode == "hybrid":
        return _("%(venue)s and online", venue=session.venue) if session.venue else _("On site and online")
    return session.venue or _("On site")


def leaf(session: SessionFacts, aside: str = "") -> Leaf:
    """The calendar leaf of a session; ``aside`` says what is so for this reader only, as that they don't come."""
    gone = session.is_cancelled
    return Leaf(session.starts_at, session.ends_at, session.timezone, place(session), gone, "" if gone else aside)


def join_fact(session: SessionFacts) -> tuple[str, Any]:
    """How to join, when there is a link; the row is left out when there is none."""
    if not session.join_url:
        return ("", "")
    # addresses of meetings are long: the name of the place is enough where the words are a link
    return (_("Join here"), Link(urlsplit(session.join_url).hostname or session.join_url, session.join_url))


def series_fact(session: SessionFacts) -> tuple[str, Any]:
    """Which series it belongs to, unless that says the same as its own title."""
    return (_("In the series"), session.series.title if session.series.title != session.title else "")


def page_fact(desk: Desk, session: SessionFacts) -> tuple[str, Any]:
    """The session's own page, in mails whose button leads elsewhere."""
    return (_("About the session"), Link(session.title, desk.session_url(session.id)))


def rehearsal_words(desk: Desk, session: SessionFacts) -> str:
    """When its presenters rehearse, as a sentence holds it; empty where they don't."""
    if session.rehearsal is None:
        return ""
    return dates.span(*session.rehearsal, session.timezone, desk.message.language)


def contact_fact(desk: Desk, session: SessionFacts) -> tuple[str, Any]:
    """Whom presenters ask: the mail itself is answered to us, since calendars send their answers there too."""
    found = desk.once(who_answers, session.series.id)
    return (_("Questions"), f"{found.name}, {found.email}" if found else "")


def rehearsal_fact(desk: Desk, session: SessionFacts) -> tuple[str, Any]:
    """When its presenters rehearse: for them alone."""
    return (_("Rehearsal"), rehearsal_words(desk, session))


def presenters_fact(desk: Desk, session: SessionFacts) -> tuple[str, Any]:
    """Who presents."""
    names = desk.presenters(session.id)
    return (_("Presenters") if len(names) > 1 else _("Presenter"), "; ".join(names))


def session_link(desk: Desk, session: SessionFacts) -> Link:
    """To the session's page."""
    return Link(_("See the session"), desk.session_url(session.id))


def numbered(desk: Desk, session: SessionFacts) -> str:
    """The session's number on the reader's route, as "3/8"; empty for what is one session alone.

    It is the one that pages show: among all sessions of what one registered for, those held or cancelled counted too.
    """
    covered = [one.id for one in desk.sessions_of(desk.message.offering_id)] if desk.message.offering_id else []
    return f"{covered.index(session.id) + 1}/{len(covered)}" if len(covered) > 1 and session.id in covered else ""


def route_points(desk: Desk, offering_id: UUID, shown: list[SessionFacts]) -> list[Point]:
    """Several sessions of an offering as a route, numbered as ``numbered`` does; one alone needs none."""
    if len(shown) < 2:
        return []
    ids = {str(session.id) for session in shown}
    points = _points(desk, desk.sessions_of(offering_id))
    return [point for point in points if isinstance(point.stop, Stop) and point.stop.key in ids]


def _points(desk: Desk, sessions: list[SessionFacts]) -> list[Point]:
    stops = [
        Stop(
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=session.timezone,
            href=desk.session_url(session.id),
            cancelled=session.is_cancelled,
            key=str(session.id),
        )
        for session in sessions
    ]
    return mark(stops, desk.now)
