"""Mails about one session to whoever has it in their calendar: it comes, moves, goes, or is tomorrow."""

from flask_babel import gettext as _

from services.notifications.messages.calendar_part import calendar_part, told_before
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import (
    join_fact,
    leaf,
    numbered,
    page_fact,
    presenters_fact,
    series_fact,
    session_link,
    when,
)
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE
from shared.web import dates


def session_invitation(desk: Desk) -> Letter:
    """One session of several that a person is registered for: short, for the calendar."""
    session = desk.session()
    number = numbered(desk, session)
    return Letter(
        # several arrive at once, and are told apart by their numbers
        subject=f"{number} {session.title}" if number else _("For your calendar: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[_("This session belongs to your registration. This mail brings it into your calendar.")],
        action=session_link(desk, session),
        facts=[series_fact(session), join_fact(session), presenters_fact(desk, session)],
        notes=own_page_notes(desk),
        why=why_participant(desk, session),
        calendar=calendar_part(desk, session),
    )


def session_withdrawn(desk: Desk) -> Letter:
    """A session that a person's registration covers no more."""
    session = desk.session()
    return Letter(
        subject=_("Off your calendar: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session, aside=_("You are not taking part")),
        paragraphs=[
            _("You're no longer registered for this session, so its entry goes from your calendar."),
        ],
        facts=[series_fact(session), page_fact(desk, session)],
        why=_("You get this because you were registered for this session."),
        calendar=calendar_part(desk, session),
    )


def session_moved(desk: Desk) -> Letter:
    """A new time or a new place; the entry in the calendar moves by itself."""
    session = desk.session()
    part = calendar_part(desk, session)
    before = told_before(desk, session)
    language, zone = desk.message.language, session.timezone
    new_time = before is None or (before.starts_at, before.ends_at) != (session.starts_at, session.ends_at)
    subject = (
        _("New time: %(title)s", title=session.title) if new_time else _("New place: %(title)s", title=session.title)
    )
    said = [
        _("This session has a new time. The entry in your calendar moves by itself.")
        if new_time
        else _("This session is held in another place, or is joined by another link. Your calendar follows by itself.")
    ]
    if before is not None and new_time:
        was = dates.span(before.starts_at, before.ends_at, zone, language)
        said.append(_("Before, it was to be %(when)s.", when=was))
    if is_presenter(desk):
        said.append(_("Please answer again in your calendar: can you make it?"))
    return Letter(
        subject=subject,
        sender=session.series.organiser,
        preheader=_("Now: %(when)s", when=when(desk, session)),
        leaf=leaf(session),
        paragraphs=said,
        action=session_link(desk, session),
        facts=[series_fact(session), join_fact(session)],
        notes=own_page_notes(desk),
        why=why_participant(desk, session),
        calendar=part,
    )


def reminder(desk: Desk) -> Letter:
    """Soon: when, where, how to join."""
    session = desk.session()
    if session.is_cancelled or session.starts_at <= desk.now:
        raise NothingToSay(problems.TOO_LATE)
    if str(dates.machine(session.starts_at, "UTC")) not in desk.message.once:
        raise NothingToSay(problems.MOVED)
    language, zone = desk.message.language, session.timezone
    day = dates.relative_day(session.starts_at, desk.now, zone, language)
    clock = dates.clock(session.starts_at, zone, language)
    subject = _("Coming up %(day)s, %(clock)s: %(title)s", day=day, clock=clock, title=session.title)
    join = Link(_("Join the session"), session.join_url) if session.join_url else session_link(desk, session)
    return Letter(
        subject=subject,
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            _("You're presenting. See you there.") if is_presenter(desk) else _("We look forward to having you there.")
        ],
        action=join,
        facts=[series_fact(session), join_fact(session), presenters_fact(desk, session)],
        notes=own_page_notes(desk),
        why=why_participant(desk, session),
    )


def own_page_notes(desk: Desk) -> list[Note]:
    """How to step back, for participants: presenters answer in their calendar."""
    if is_presenter(desk):
        return []
    return [Note(_("Can't come after all?"), Link(_("See or cancel your registration"), mark(OWN_PAGE)))]


def why_participant(desk: Desk, session: SessionFacts) -> str:
    """Why this reader gets a mail about a session."""
    if is_presenter(desk):
        return _("You get this because %(organiser)s named you as a presenter.", organiser=session.series.organiser)
    return _(
        "You get this because you're registered. The series is run by %(organiser)s.",
        organiser=session.series.organiser,
    )


def is_presenter(desk: Desk) -> bool:
    """Whether it goes to somebody who presents rather than takes part."""
    return desk.message.offering_id is None
