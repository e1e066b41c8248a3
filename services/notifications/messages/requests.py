"""Mails to those who wait for the organiser's yes."""

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import still_coming
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.reasons import reason
from services.notifications.messages.registrations import offering_facts, title_of
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import route_points
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE


def registration_requested(desk: Desk) -> Letter:
    """We have your request; the organiser decides."""
    registration, series = desk.registration(), desk.series()
    if registration.state != "waitlisted" or not registration.awaits_approval:
        raise NothingToSay(problems.WAITS_NO_MORE)
    sessions = desk.sessions_of(registration.offering_id)
    return Letter(
        subject=_("We have your request: %(title)s", title=title_of(desk)),
        sender=series.organiser,
        paragraphs=[
            _("The organiser confirms each registration. As soon as they have looked at yours, we write to you."),
            _("You don't have a place yet. You don't need to do anything."),
        ],
        action=Link(_("See your request"), mark(OWN_PAGE)),
        facts=offering_facts(desk, registration),
        points=route_points(desk, registration.offering_id, still_coming(desk, sessions)),
        notes=[Note(_("Changed your mind?"), Link(_("Withdraw the request"), mark(OWN_PAGE)))],
        why=reason(desk, registration),
    )


def registration_declined(desk: Desk) -> Letter:
    """The organiser said no."""
    registration, series = desk.registration(), desk.series()
    if registration.state != "rejected":
        raise NothingToSay(problems.WAITS_NO_MORE)
    said = [_("The organiser could not give you a place in %(title)s.", title=title_of(desk))]
    if registration.told_reason:
        said.append(_("%(who)s writes: %(reason)s", who=series.organiser, reason=registration.told_reason))
    return Letter(
        subject=_("No place this time: %(title)s", title=title_of(desk)),
        sender=series.organiser,
        paragraphs=said,
        action=Link(_("See the series"), desk.series_url(series)),
        facts=offering_facts(desk, registration),
        why=reason(desk, registration),
    )
