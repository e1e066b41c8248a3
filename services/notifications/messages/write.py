"""From a queued message to its letter: each kind has its writer."""

from collections.abc import Callable
from dataclasses import replace

from services.notifications.messages.announcements import announced, announced_to_writer
from services.notifications.messages.assignments import assignment_due
from services.notifications.messages.batches import batch_summary, requests_answered
from services.notifications.messages.called_off import session_cancelled
from services.notifications.messages.came_back import (
    letter_received,
    place_question,
    presenter_proposes,
    proposal_declined,
)
from services.notifications.messages.copies import copied
from services.notifications.messages.desk import Desk
from services.notifications.messages.digests import contact_digest
from services.notifications.messages.handovers import handover_asked
from services.notifications.messages.letter import Letter
from services.notifications.messages.members import contact_named
from services.notifications.messages.own_words import in_own_words
from services.notifications.messages.partners import partner_left, partner_named
from services.notifications.messages.presenters import (
    presenter_declined,
    presenter_invited,
    presenter_removed,
    presenter_unreachable,
    rehearsal_changed,
)
from services.notifications.messages.registrations import (
    own_link,
    registration_cancelled,
    registration_confirmed,
    registration_promoted,
)
from services.notifications.messages.reminders import feedback, material, reminder
from services.notifications.messages.requests import registration_declined, registration_requested
from services.notifications.messages.sessions import (
    entry_to_feed,
    session_invitation,
    session_moved,
    session_withdrawn,
)
from services.notifications.messages.sign_in import sign_in
from services.notifications.messages.unsubscribing import stop_if_unwanted, with_way_out
from services.notifications.messages.waiting import registration_waitlisted, waiting_ended
from services.notifications.rules import kinds

WRITERS: dict[str, Callable[[Desk], Letter]] = {
    kinds.SIGN_IN: sign_in,
    kinds.PRESENTER_INVITED: presenter_invited,
    kinds.PRESENTER_REMOVED: presenter_removed,
    kinds.PRESENTER_DECLINED: presenter_declined,
    kinds.PRESENTER_UNREACHABLE: presenter_unreachable,
    kinds.PRESENTER_PROPOSES: presenter_proposes,
    kinds.PROPOSAL_DECLINED: proposal_declined,
    kinds.PLACE_QUESTION: place_question,
    kinds.LETTER_RECEIVED: letter_received,
    kinds.SESSION_INVITATION: session_invitation,
    kinds.SESSION_MOVED: session_moved,
    kinds.REHEARSAL_CHANGED: rehearsal_changed,
    kinds.SESSION_CANCELLED: session_cancelled,
    kinds.SESSION_WITHDRAWN: session_withdrawn,
    kinds.ENTRY_TO_FEED: entry_to_feed,
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
    kinds.HANDOVER_ASKED: handover_asked,
    kinds.PARTNER_NAMED: partner_named,
    kinds.PARTNER_LEFT: partner_left,
    kinds.REMINDER: reminder,
    kinds.MATERIAL: material,
    kinds.FEEDBACK: feedback,
    kinds.ASSIGNMENT: assignment_due,
    kinds.CONTACT_DIGEST: contact_digest,
    kinds.ANNOUNCEMENT: announced,
    kinds.ANNOUNCEMENT_TEST: announced_to_writer,
    kinds.TEMPLATE_COPY: copied,
}


def write(desk: Desk) -> Letter:
    """What a message says now. Raises NothingToSay when it has been overtaken; runs in the reader's language."""
    stop_if_unwanted(desk)
    letter = with_way_out(desk, in_own_words(desk, WRITERS[desk.message.kind](desk)))
    return replace(letter, colour=desk.colour())
