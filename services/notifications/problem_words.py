"""Why a message was not sent, in the reader's language."""

from flask_babel import gettext as _

from services.notifications.rules import problems
from services.notifications.rules.server_answers import Meaning, means


def problem_sentence(problem: str) -> str:
    """Why a message was not sent. What a mail server answered is said in plain words; `server_said` has its own."""
    known = {
        problems.OVERTAKEN: _("A newer mail about the same thing took its place before it was sent."),
        problems.GONE: _("What it was about is no longer there."),
        problems.LINK_EXPIRED: _("The link had expired before the mail could be sent."),
        problems.ENDED: _("The registration had ended before the mail could be sent."),
        problems.WAITS_NO_MORE: _("The person no longer waits."),
        problems.ANSWER_CHANGED: _("The presenter has changed their answer or left the session."),
        problems.SETTLED: _("It was settled before the mail could be sent."),
        problems.TOO_LATE: _("The session had begun or was cancelled before the reminder could be sent."),
        problems.RULE_GONE: _("The reminder was changed or switched off before it could be sent."),
        problems.NOTHING_LEFT: _("All that it would have told had been settled before it could be sent."),
        problems.UNSUBSCRIBED: _("The person has unsubscribed from this mail."),
        problems.MOVED: _("The session was moved; its new time has a reminder of its own."),
        problems.SUPPRESSED: _("This address takes no mail: an earlier one came back."),
        problems.UNWRITABLE: _("The mail could not be written. Those who run the service find the reason in its log."),
        problems.BY_FEED: _("This person follows the sessions by their calendar feed alone."),
        problems.BROKEN_OFF: _("Sending it broke off, without word whether it went out."),
        problems.UNSENDABLE: _(
            "The mail could not be handed over. Those who run the service find the reason in its log."
        ),
    }
    if problem in known:
        return known[problem]
    if problem.startswith(problems.TRIED_TOO_LONG):
        why = problem.removeprefix(problems.TRIED_TOO_LONG).strip()
        return " ".join(filter(None, [_("Tried for 48 hours without success."), problem_sentence(why) if why else ""]))
    if problem.startswith(problems.BROKE):
        return _("The connection to the mail server broke.")
    if problem.startswith(problems.TROUBLE):
        return _("The mail server takes no mail just now. Those who run the service find the reason in its log.")
    meaning = means(problem)
    return _meanings()[meaning] if meaning else problem


def server_said(problem: str) -> str:
    """What a mail server answered, as it said it; empty where it was none."""
    said = problem.removeprefix(problems.TRIED_TOO_LONG).strip()
    for begins in (problems.BROKE, problems.TROUBLE):
        if said.startswith(begins):
            return said.removeprefix(begins).strip()
    return said if means(said) else ""


def _meanings() -> dict[Meaning, str]:
    return {
        Meaning.NO_SUCH_ADDRESS: _("There is no such e-mail address. Check it with the person, and correct it."),
        Meaning.MAILBOX_FULL: _("The reader's mailbox is full. Tell them by other means, and send it again later."),
        Meaning.MAILBOX_CLOSED: _("The reader's mailbox is closed. Ask them for another address."),
        Meaning.TOO_LARGE: _("The mail is too large for the reader's mailbox."),
        Meaning.NOT_WANTED: _(
            "The reader's mail server took it for unwanted mail. If others there get none either, tell those who run"
            " the service."
        ),
        Meaning.NOT_REACHED: _("The reader's mail server could not be reached. Is the part after @ right?"),
        Meaning.LATER: _("The reader's mail server asked to try again later."),
        Meaning.OURS: _("The mail server would not take the mail. Tell those who run the service."),
        Meaning.REFUSED: _("The reader's mail server did not take it. Reach the person by other means."),
    }
