"""Mails to those who wait for a place."""

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import still_coming
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.reasons import reason
from services.notifications.messages.registrations import (
    moved,
    offering_facts,
    questions_that_wait,
    title_of,
)
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import leaf, route_points
from services.notifications.queries import registration_facts
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE


def registration_waitlisted(desk: Desk) -> Letter:
    """All places are taken; you're in the line."""
    registration, series = desk.registration(), desk.series()
    if registration.state != "waitlisted":
        raise NothingToSay(problems.WAITS_NO_MORE)
    number = registration_facts.place_in_line(desk.db, registration)
    sessions = desk.sessions_of(registration.offering_id)
    coming = still_coming(desk, sessions)
    return Letter(
        subject=_("You're on the waiting list: %(title)s", title=title_of(desk)),
        sender=series.organiser,
        preheader=_("You're number %(number)s on the waiting list.", number=number),
        leaf=leaf(coming[0]) if len(coming) == 1 else None,
        paragraphs=[
            _("All places are taken, but you're number %(number)s on the waiting list.", number=number),
            _("If a place becomes free, it is yours and we write to you at once. You don't need to do anything."),
            *moved(desk),
            *questions_that_wait(registration),
        ],
        action=Link(_("See your place on the waiting list"), mark(OWN_PAGE)),
        facts=offering_facts(desk, registration),
        points=route_points(desk, registration.offering_id, coming),
        notes=[Note(_("Don't want to wait?"), Link(_("Leave the waiting list"), mark(OWN_PAGE)))],
        why=reason(desk, registration),
    )


def waiting_ended(desk: Desk) -> Letter:
    """What you waited for won't be held."""
    registration, series = desk.registration(), desk.series()
    if registration.state != "waitlisted":
        raise NothingToSay(problems.WAITS_NO_MORE)
    return Letter(
        subject=_("Cancelled: %(title)s", title=series.title),
        sender=series.organiser,
        paragraphs=[
            _("Every session you were waiting for has been cancelled, so your place on the waiting list has ended."),
            _("You don't need to do anything."),
        ],
        action=Link(_("See the series"), desk.series_url(series)),
        facts=offering_facts(desk, registration),
        why=reason(desk, registration),
    )
