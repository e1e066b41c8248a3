"""The mail about a session that will not be held: what goes with it, and what is left."""

from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.messages.calendar_part import calendar_part
from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import how_it_follows, still_coming
from services.notifications.messages.letter import Letter, Link
from services.notifications.messages.session_words import contact_fact, leaf, page_fact, series_fact, when
from services.notifications.messages.sessions import is_presenter, why_participant
from services.notifications.queries import session_facts
from services.notifications.queries.session_facts import SessionFacts
from shared.schema.catalogue import Session


def session_cancelled(desk: Desk) -> Letter:
    """The session will not be held, and perhaps nothing is left of what somebody registered for."""
    session = desk.session()
    subject, said = _what_is_left(desk, session)
    part = calendar_part(desk, session)
    gone = (
        _("We're sorry: this session will not be held. The entry goes from your calendar.")
        if part is not None
        else _("We're sorry: this session will not be held.")
    )
    return Letter(
        subject=subject,
        sender=session.series.organiser,
        preheader=_("%(when)s: this session will not be held.", when=when(desk, session)),
        leaf=leaf(session),
        paragraphs=[gone, "" if part is not None else how_it_follows(desk), said],
        action=Link(_("See the series"), desk.series_url(session.series)),
        facts=[
            series_fact(session),
            page_fact(desk, session),
            *([contact_fact(desk, session)] if is_presenter(desk) else []),
        ],
        why=why_participant(desk, session),
        calendar=part,
    )


def _what_is_left(desk: Desk, session: SessionFacts) -> tuple[str, str]:
    """The subject of a cancellation, and what it means for the rest of what its reader has."""
    subject = _("Cancelled: %(title)s", title=session.title)
    if is_presenter(desk):
        stays = _("The other sessions of the series stay as they are.")
        return subject, stays if _others_stay(desk, session) else ""
    covered = desk.own_sessions_of(desk.message.offering_id)
    left = still_coming(desk, covered)
    if left:
        stay = ngettext(
            "One session is still ahead, and stays as it is.",
            "%(num)s sessions are still ahead, and stay as they are.",
            len(left),
        )
        return subject, stay
    if any(not one.is_cancelled for one in covered):
        gone = _("It was the last one still ahead, so nothing more comes of your registration.")
        whole = _("The rest is cancelled: %(title)s", title=session.series.title)
    elif len(covered) > 1:
        gone = _("With it, every session you registered for is cancelled: nothing of it will take place.")
        whole = _("All of it is cancelled: %(title)s", title=session.series.title)
    else:
        gone = _("It is all you registered for, so nothing of it will take place.")
        whole = subject
    # of several called off together, the last one speaks for all of them
    last = max((one for one in covered if one.is_cancelled), key=lambda one: (one.changed_at, one.id), default=session)
    return whole if last.id == session.id else subject, gone + " " + _("You don't need to do anything.")


def _others_stay(desk: Desk, session: SessionFacts) -> bool:
    of_series = (Session.series_id == session.series.id) & (Session.state == "scheduled")
    return bool(session_facts.sessions(desk.db, of_series & (Session.ends_at > desk.now)))
