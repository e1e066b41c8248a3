"""What the words of messages, attempts and answers are called, in the reader's language: in one place."""

from flask_babel import gettext as _

from services.notifications.problem_words import problem_sentence, server_said  # noqa: F401  # templates ask here
from services.notifications.rules import answers, came_back, kinds, retries
from services.notifications.rules.erased import ERASED
from services.notifications.transports.maildir import KEPT


def kind_word(kind: str) -> str:
    """What a mail of this kind says."""
    return {
        kinds.SIGN_IN: _("Sign-in link"),
        kinds.PRESENTER_INVITED: _("Invitation to present"),
        kinds.PRESENTER_REMOVED: _("No longer presenting"),
        kinds.PRESENTER_DECLINED: _("A presenter declined"),
        kinds.PRESENTER_UNREACHABLE: _("Mail doesn't reach a presenter"),
        kinds.PRESENTER_PROPOSES: _("A presenter proposes another time"),
        kinds.PROPOSAL_DECLINED: _("No to the proposed time"),
        kinds.PLACE_QUESTION: _("Do you give up your place?"),
        kinds.LETTER_RECEIVED: _("A letter to the organisers"),
        kinds.SESSION_INVITATION: _("Calendar entry"),
        kinds.SESSION_MOVED: _("New time or place"),
        kinds.REHEARSAL_CHANGED: _("New time of the rehearsal"),
        kinds.SESSION_CANCELLED: _("Session cancelled"),
        kinds.SESSION_WITHDRAWN: _("Calendar entry withdrawn"),
        kinds.ENTRY_TO_FEED: _("Calendar entry left to the feed"),
        kinds.REGISTRATION_CONFIRMED: _("Place confirmed"),
        kinds.REGISTRATION_WAITLISTED: _("On the waiting list"),
        kinds.WAITING_ENDED: _("Nothing left to wait for"),
        kinds.REGISTRATION_REQUESTED: _("Request received"),
        kinds.REGISTRATION_DECLINED: _("Request declined"),
        kinds.REQUESTS_ANSWERED: _("Answer to requests, for the contact"),
        kinds.REGISTRATION_PROMOTED: _("A place became free"),
        kinds.REGISTRATION_CANCELLED: _("Registration cancelled"),
        kinds.OWN_LINK: _("Link to the own page"),
        kinds.BATCH_SUMMARY: _("Summary for the contact"),
        kinds.CONTACT_NAMED: _("Named as a contact"),
        kinds.HANDOVER_ASKED: _("Asked to lead a series"),
        kinds.PARTNER_NAMED: _("Named as a partner"),
        kinds.PARTNER_LEFT: _("A partner has left"),
        kinds.REMINDER: _("Reminder"),
        kinds.MATERIAL: _("Material of a session"),
        kinds.FEEDBACK: _("Request for feedback"),
        kinds.ASSIGNMENT: _("Reminder of an assignment"),
        kinds.CONTACT_DIGEST: _("Digest for the contact"),
        kinds.ANNOUNCEMENT: _("From the organiser"),
        kinds.ANNOUNCEMENT_TEST: _("From the organiser, a copy to try"),
        kinds.TEMPLATE_COPY: _("Copy of a mail, to look at"),
    }.get(kind, kind)


def state_badge(state: str, attempts: int = 0) -> tuple[str, str, str]:
    """How a message is getting on: the word, the badge's kind and its shape."""
    if state == "queued" and attempts:
        state = "retrying"
    return {
        "queued": (_("Waiting to be sent"), "plain", "clock"),
        "retrying": (_("Will be tried again"), "attention", "refresh"),
        "sending": (_("Being sent"), "primary", "send"),
        "sent": (_("Sent"), "done", "circle-check"),
        "failed": (_("Failed"), "wrong", "alert-triangle"),
        "bounced": (_("Came back"), "wrong", "alert-circle"),
        "superseded": (_("Not needed any more"), "plain", "ban"),
    }[state]


def attempt_word(outcome: str, answer: str = "") -> str:
    """How one try went; ``answer`` tells a folder on this machine from a mail server."""
    if outcome == "sent" and answer.startswith(KEPT):
        return _("Kept in the folder for mail on this computer")
    return {
        "sent": _("The mail server took it"),
        "bounced": _("It came back"),
        "try-later": _("The mail server asked to try later"),
        "failed": _("The mail server refused it"),
        retries.BROKEN_OFF: _("Sending it broke off, without word whether it went out."),
    }.get(outcome, outcome)


def method_word(method: str) -> str:
    """What a calendar part does in the reader's calendar."""
    return {
        "REQUEST": _("Puts the session into the calendar, or moves it there"),
        "CANCEL": _("Takes the session out of the calendar"),
        "DECLINECOUNTER": _("Says no to the time that was proposed; the entry stays"),
        "PUBLISH": _("A plain entry to keep"),
    }.get(method, method)


def outcome_badge(outcome: str) -> tuple[str, str, str]:
    """What was made of a mail that came back: the word, the badge's kind and its shape."""
    return {
        answers.APPLIED: (_("Noted on the session"), "done", "circle-check"),
        answers.FORWARDED: (_("Passed on to the organisers"), "done", "send"),
        answers.STALE: (_("Too old to count"), "plain", "history"),
        answers.FOREIGN: (_("Not from anyone invited"), "attention", "help-circle"),
        answers.NOTED: (_("For you to read"), "attention", "eye"),
        answers.NOT_A_REPLY: (_("Not an answer"), "plain", "mail"),
    }[outcome]


def came_back_word(kind: str) -> str:
    """What kind of mail came back."""
    return {
        came_back.REPLY: _("Answer to an invitation"),
        came_back.COUNTER: _("Another time proposed"),
        came_back.BOUNCE: _("Undelivered mail"),
        came_back.AUTOMATIC: _("Automatic reply"),
        came_back.LETTER: _("Letter"),
        came_back.OTHER: _("Something else"),
    }.get(kind, kind)


def proposal_badge(proposal: str) -> tuple[str, str, str]:
    """What became of a proposed time: the word, the badge's kind and its shape."""
    return {
        "open": (_("Waits for you"), "attention", "help-circle"),
        "accepted": (_("The session was moved there"), "done", "circle-check"),
        "declined": (_("You declined"), "plain", "ban"),
        "overtaken": (_("Overtaken"), "plain", "history"),
    }[proposal]


def answer_word(answer: str) -> str:
    """What a person's calendar answered."""
    return {
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "tentative": _("Maybe"),
        "delegated": _("Sends somebody else"),
        "needs-action": _("No answer yet"),
    }.get(answer, answer)


def reason_sentence(reason: str) -> str:
    """Why a mail that came back changed nothing."""
    return {
        answers.EARLIER_TIME: _("It answers an earlier time or place of the session."),
        answers.NEWER_ANSWER: _("The same person has given a newer answer."),
        answers.UNKNOWN_SESSION: _("It is about no session of ours."),
        answers.NOT_INVITED: _("Nobody with this address was invited to the session."),
        answers.NO_LONGER_INVITED: _("This person is no longer invited to the session."),
        answers.PARTICIPANT: _("It is from a participant. Their place stays as it is until they give it up."),
        answers.NO_ANSWER: _("The answer is neither yes, no nor maybe."),
        answers.PROPOSAL: _("The person proposes another time. Only you can move the session."),
        answers.PROPOSAL_ANSWERED: _("A participant proposes another time. A mail told them that it stays as it is."),
        answers.ON_OWN_PAGE: _("A presenter proposes another time, on their own page. Only you can move the session."),
        came_back.OWN_MAIL: _("It is from our own address."),
        came_back.UNKNOWN_MAIL: _("It says of no mail of ours that it belongs to it."),
        came_back.NOT_SENT_THERE: _("It is about an address that our mail wasn't sent to, or is known already."),
        came_back.STILL_TRYING: _("The mail server is still trying to deliver our mail."),
        came_back.DELIVERED: _("The mail server says that our mail was delivered."),
        came_back.BY_A_MACHINE: _("A program wrote it, such as an out-of-office reply. Its text isn't kept."),
        came_back.NOBODY_TO_TELL: _("The series has no organiser who could be told."),
        came_back.DEAD_ADDRESS: _("The address doesn't exist any more, so it gets no mail until one is sent again."),
        **_unreadable(),
    }.get(reason, reason)


def _unreadable() -> dict[str, str]:
    """What the reader of answers says of mails that are none."""
    return {
        "The message is larger than an answer to an invitation ever is.": _(
            "The message is larger than an answer to an invitation ever is."
        ),
        "The message is made of too many parts.": _("The message is made of too many parts."),
        "The message is not built as mail is.": _("The message is not built as mail is."),
        "The message does not say whom it is from, or names several.": _(
            "The message does not say whom it is from, or names several."
        ),
        "The message carries no answer to an invitation.": _("The message carries no answer to an invitation."),
        "The calendar entry in the message is larger than an answer ever is.": _(
            "The calendar entry in the message is larger than an answer ever is."
        ),
        "The calendar entry in the message is no answer to an invitation.": _(
            "The calendar entry in the message is no answer to an invitation."
        ),
        "The answer does not say which one session it is about.": _(
            "The answer does not say which one session it is about."
        ),
        "The answer does not say whose answer it is, or names several.": _(
            "The answer does not say whose answer it is, or names several."
        ),
        "The answer is for one address and comes from another.": _(
            "The answer is for one address and comes from another."
        ),
        "The answer says neither yes nor no.": _("The answer says neither yes nor no."),
    }


def address_word(email: str) -> str:
    """A recipient's address; of somebody erased, that they were."""
    return _("Erased") if email == ERASED else email
