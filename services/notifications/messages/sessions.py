"""Mails about one session to whoever has it in their calendar: it comes, moves, or goes."""

from flask_babel import gettext as _

from services.notifications.messages.calendar_part import calendar_part, told_before
from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import how_it_follows
from services.notifications.messages.letter import Letter, Link, Note
from services.notifications.messages.secret_links import FEED_PAGE, mark
from services.notifications.messages.session_words import (
    contact_fact,
    join_fact,
    leaf,
    numbered,
    page_fact,
    presenters_fact,
    rehearsal_fact,
    series_fact,
    session_link,
    when,
)
from services.notifications.queries import session_facts
from services.notifications.queries.session_facts import SessionFacts
from shared.secrets import OWN_PAGE, PRESENTER_PAGE
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
    subject, said = _how_it_changed(desk, session) if part is not None else _changed_without_entry(desk, session)
    if is_presenter(desk):
        said.append(_("Please answer again, on your page or in your calendar: can you make it?"))
    return Letter(
        subject=subject,
        sender=session.series.organiser,
        preheader=_("Now: %(when)s", when=when(desk, session)),
        leaf=leaf(session),
        paragraphs=said,
        action=answer_link() if is_presenter(desk) else session_link(desk, session),
        facts=[
            (_("A word from the organiser"), desk.once(session_facts.note, session.id)),
            *([rehearsal_fact(desk, session)] if is_presenter(desk) else []),
            series_fact(session),
            join_fact(session),
            *([page_fact(desk, session), contact_fact(desk, session)] if is_presenter(desk) else []),
        ],
        notes=own_page_notes(desk),
        why=why_participant(desk, session),
        calendar=part,
    )


def _how_it_changed(desk: Desk, session: SessionFacts) -> tuple[str, list[str]]:
    """The subject and the first sentences, to somebody whose calendar holds the session as it was."""
    before = told_before(desk, session)
    if before is not None and (before.starts_at, before.ends_at) == (session.starts_at, session.ends_at):
        return _("New place: %(title)s", title=session.title), [
            _("This session is held in another place, or is joined by another link. Your calendar follows by itself.")
        ]
    said = [_("This session has a new time. The entry in your calendar moves by itself.")]
    if before is not None:
        was = dates.span(before.starts_at, before.ends_at, session.timezone, desk.message.language)
        said.append(_("Before, it was to be %(when)s.", when=was))
    return _("New time: %(title)s", title=session.title), said


def _changed_without_entry(desk: Desk, session: SessionFacts) -> tuple[str, list[str]]:
    subject = _("New time or place: %(title)s", title=session.title)
    return subject, [_("The session has a new time or place: it is now as above."), how_it_follows(desk)]


def entry_to_feed(desk: Desk) -> Letter:
    """Somebody follows their feed alone from now on: an entry that came by mail goes, the place stays."""
    session = desk.session()
    return Letter(
        subject=_("From your calendar to your feed: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            _("You have chosen to follow your sessions by your calendar feed alone."),
            _("So the entry that came by mail goes from your calendar. The session and your place stay as they are."),
        ],
        action=Link(_("Open your calendar's page"), mark(FEED_PAGE)),
        facts=[series_fact(session), page_fact(desk, session)],
        notes=[Note(_("Changed your mind? On the same page you choose entries by mail again."))],
        why=why_participant(desk, session),
        calendar=calendar_part(desk, session),
    )


def own_page_notes(desk: Desk) -> list[Note]:
    """How to step back, for participants: presenters answer in their calendar."""
    if is_presenter(desk):
        return []
    return [Note(_("Can't come after all?"), Link(_("See or cancel your registration"), mark(OWN_PAGE)))]


def answer_link() -> Link:
    """To a presenter's own page, where one button is an answer."""
    return Link(_("Answer on your page"), mark(PRESENTER_PAGE))


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
