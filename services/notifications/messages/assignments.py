"""The mail about a preliminary assignment that is due soon, and assignments in other mails."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, NothingToSay, Section
from services.notifications.messages.reasons import reason
from services.notifications.messages.secret_links import mark
from services.notifications.queries import due_assignments
from services.notifications.queries.due_assignments import Named
from services.notifications.rules import problems
from services.notifications.rules.assignment_reminders import DueAssignment
from shared.secrets import OWN_PAGE
from shared.web import dates

_IN_A_WEEK = timedelta(days=7)


def assignment_due(desk: Desk) -> Letter:
    """What is to be done by when; how, stands on the own page."""
    registration, series = desk.registration(), desk.series()
    if registration.state != "confirmed":
        raise NothingToSay(problems.ENDED)
    asked, by = asked_for(desk), due_words(desk)
    return Letter(
        subject=_("To do beforehand: %(title)s", title=asked.title),
        sender=series.organiser,
        preheader=by,
        paragraphs=[_("The preliminary assignment “%(title)s” is due soon.", title=asked.title)],
        action=Link(_("Read the instructions"), mark(OWN_PAGE)),
        facts=[(_("Due by"), by), (_("Session"), asked.session_title), (_("In the series"), series.title)],
        why=reason(desk, registration),
    )


def asked_for(desk: Desk) -> Named:
    """The assignment that a mail is about, as it is now. Raises NothingToSay when nothing is to be done any more."""
    if desk.is_preview:
        return _sample(desk)
    message = desk.message
    assignment_id = UUID(message.once.split(":")[1])
    found = due_assignments.one(desk.db, assignment_id)
    if found is None:
        raise NothingToSay(problems.GONE)
    if due_assignments.is_done(desk.db, assignment_id, message.subject_id):
        raise NothingToSay(problems.SETTLED)
    if dates.machine(found.task.due, "UTC") not in message.once:
        raise NothingToSay(problems.MOVED)
    if found.task.due <= desk.now:
        raise NothingToSay(problems.TOO_LATE)
    return found


def due_words(desk: Desk) -> str:
    """By when that assignment is due."""
    return _by(desk, asked_for(desk))


def beforehand(desk: Desk, offering_id: UUID) -> list[Section]:
    """What somebody with a place in an offering still has time to do beforehand, each with its day."""
    away = desk.left_out_of(offering_id, desk.message.subject_id)
    entries = [
        (one.title, _("Due by %(when)s", when=_by(desk, one)), None)
        for one in desk.once(due_assignments.of_offering, offering_id)
        if one.task.due > desk.now and one.task.session_id not in away
    ]
    return [Section(_("To do beforehand"), list(entries))] if entries else []


def _by(desk: Desk, asked: Named) -> str:
    return dates.deadline(asked.task.due, asked.task.zone, desk.message.language)


def _sample(desk: Desk) -> Named:
    """The next one of those whom the mail is looked at for, or one as there could be."""
    offering_id, series = desk.registration().offering_id, desk.series()
    coming = [one for one in due_assignments.of_offering(desk.db, offering_id) if one.task.due > desk.now]
    if coming:
        return coming[0]
    task = DueAssignment(uuid4(), series.id, None, None, desk.now + _IN_A_WEEK, series.timezone, 0)
    return Named(task, _("Read the guide"), "")
