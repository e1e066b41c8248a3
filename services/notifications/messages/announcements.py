"""What an organiser writes to participants, in the frame of the series."""

from typing import Any

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, NothingToSay
from services.notifications.messages.registrations import offering_facts
from services.notifications.messages.secret_links import mark
from services.notifications.queries.announcement import announcement
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE


def announced(desk: Desk) -> Letter:
    """To somebody who has a place or waits; whoever no longer does is left alone."""
    registration, series = desk.registration(), desk.series()
    if registration.state not in ("confirmed", "waitlisted"):
        raise NothingToSay(problems.ENDED)
    said = _said(desk)
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        paragraphs=_paragraphs(said.text),
        action=Link(_("See your registration"), mark(OWN_PAGE)),
        facts=offering_facts(desk, registration),
        why=_("You get this because you registered. %(organiser)s wrote it.", organiser=series.organiser),
    )


def announced_to_writer(desk: Desk) -> Letter:
    """The copy that its writer asked for."""
    series, said = desk.series(), _said(desk)
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        paragraphs=_paragraphs(said.text),
        action=Link(_("See the series"), desk.series_url(series)),
        facts=[(_("In the series"), series.title)],
        why=_("This is a copy for you alone. In the mail to participants the button leads to their own page."),
    )


def _said(desk: Desk) -> Any:
    found = announcement(desk.db, desk.message.journal_id)
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
