"""The mail about a preliminary assignment that is due soon."""

from uuid import UUID

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, NothingToSay
from services.notifications.messages.registrations import reason
from services.notifications.messages.secret_links import mark
from services.notifications.queries import due_assignments
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE
from shared.web import dates


def assignment_due(desk: Desk) -> Letter:
    """What is to be done by when; how, stands on the own page."""
    message, registration, series = desk.message, desk.registration(), desk.series()
    assignment_id = UUID(message.once.split(":")[1])
    found = due_assignments.one(desk.db, assignment_id)
    if found is None:
        raise NothingToSay(problems.GONE)
    task, title = found
    if registration.state != "confirmed":
        raise NothingToSay(problems.ENDED)
    if due_assignments.is_done(desk.db, assignment_id, message.subject_id):
        raise NothingToSay(problems.SETTLED)
    if dates.machine(task.due, "UTC") not in message.once:
        raise NothingToSay(problems.MOVED)
    if task.due <= desk.now:
        raise NothingToSay(problems.TOO_LATE)
    by = dates.deadline(task.due, task.zone, message.language)
    session = desk.session().title if task.session_id else ""
    return Letter(
        subject=_("To do beforehand: %(title)s", title=title),
        sender=series.organiser,
        preheader=by,
        paragraphs=[_("The preliminary assignment “%(title)s” is due soon.", title=title)],
        action=Link(_("Read the instructions"), mark(OWN_PAGE)),
        facts=[(_("Due by"), by), (_("Session"), session), (_("In the series"), series.title)],
        why=reason(desk, registration),
    )
