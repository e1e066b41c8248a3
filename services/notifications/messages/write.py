"""From a queued message to its letter: each kind has its writer."""

from collections.abc import Callable

from services.notifications.messages.announcements import announced, announced_to_writer
from services.notifications.messages.batches import batch_summary, requests_answered
from services.notifications.messages.called_off import session_cancelled
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter
from services.notifications.messages.members import contact_named
from services.notifications.messages.presenters import presenter_declined, presenter_invited, presenter_removed
from services.notifications.messages.registrations import (
    own_link,
    registration_cancelled,
    registration_confirmed,
    registration_promoted,
)
from services.notifications.messages.requests import registration_declined, registration_requested
from services.notifications.messages.sessions import (
    reminder,
    session_invitation,
    session_moved,
    session_withdrawn,
)
from services.notifications.messages.sign_in import sign_in
from services.notifications.messages.waiting import registration_waitlisted, waiting_ended
from services.notifications.rules import kinds

WRITERS: dict[str, Callable[[Desk], Letter]] = {
    kinds.SIGN_IN: sign_in,
    kinds.PRESENTER_INVITED: presenter_invited,
    kinds.PRESENTER_REMOVED: presenter_removed,
    kinds.PRESENTER_DECLINED: presenter_declined,
    kinds.SESSION_INVITATION: session_invitation,
    kinds.SESSION_MOVED: session_moved,
    kinds.SESSION_CANCELLED: session_cancelled,
    kinds.SESSION_WITHDRAWN: session_withdrawn,
    kinds.REGISTRATION_CONFIRMED: registration_confirmed,
    kinds.REGISTRATION_WAITLISTED: registration_waitlisted,
    kinds.REGISTRATION_PROMOTED: registration_promoted,
    kinds.REGISTRATION_CANCELLED: registration_cancelled,
    kinds.WAITING_ENDED: waiting_ended,
    kinds.REGISTRATION_REQUESTED: registration_requested,
    kinds.REGISTRATION_DECLINED: registration_declined,
    kinds.REQUESTS_ANSWERED: requests_answered,
    kinds.OWN_LINK: own_link,
    kinds.BATCH_SUMMARY: batch_summary,
    kinds.CONTACT_NAMED: contact_named,
    kinds.REMINDER: reminder,
    kinds.ANNOUNCEMENT: announced,
    kinds.ANNOUNCEMENT_TEST: announced_to_writer,
}


def write(desk: Desk) -> Letter:
    """What a message says now. Raises NothingToSay when it has been overtaken; runs in the reader's language."""
    return WRITERS[desk.message.kind](desk)
