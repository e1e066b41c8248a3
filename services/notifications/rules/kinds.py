"""The kinds of mail, and what each does in its reader's calendar."""

from typing import Literal

SIGN_IN = "sign-in"
PRESENTER_INVITED = "presenter-invited"
PRESENTER_REMOVED = "presenter-removed"
PRESENTER_DECLINED = "presenter-declined"
PRESENTER_UNREACHABLE = "presenter-unreachable"
PRESENTER_PROPOSES = "presenter-proposes"
PROPOSAL_DECLINED = "proposal-declined"
SESSION_INVITATION = "session-invitation"
SESSION_MOVED = "session-moved"
REHEARSAL_CHANGED = "rehearsal-changed"
SESSION_CANCELLED = "session-cancelled"
SESSION_WITHDRAWN = "session-withdrawn"
ENTRY_TO_FEED = "entry-to-feed"
REGISTRATION_CONFIRMED = "registration-confirmed"
REGISTRATION_WAITLISTED = "registration-waitlisted"
REGISTRATION_PROMOTED = "registration-promoted"
REGISTRATION_CANCELLED = "registration-cancelled"
WAITING_ENDED = "waiting-ended"
REGISTRATION_REQUESTED = "registration-requested"
REGISTRATION_DECLINED = "registration-declined"
REQUESTS_ANSWERED = "requests-answered"
OWN_LINK = "own-link"
BATCH_SUMMARY = "batch-summary"
CONTACT_NAMED = "contact-named"
HANDOVER_ASKED = "handover-asked"
PARTNER_NAMED = "partner-named"
PARTNER_LEFT = "partner-left"
REMINDER = "reminder"
MATERIAL = "material"
FEEDBACK = "feedback"
ASSIGNMENT = "assignment"
CONTACT_DIGEST = "contact-digest"
PLACE_QUESTION = "place-question"
LETTER_RECEIVED = "letter-received"
ANNOUNCEMENT = "announcement"
ANNOUNCEMENT_TEST = "announcement-test"
TEMPLATE_COPY = "template-copy"

#: mails that can be the first to bring a session into a calendar
INVITING = (PRESENTER_INVITED, SESSION_INVITATION, REGISTRATION_CONFIRMED, REGISTRATION_PROMOTED)
#: mails whose calendar part, when they have one, is a REQUEST (RFC 5546 section 3.2.2) or a CANCEL (section 3.2.5)
REQUESTING = (*INVITING, SESSION_MOVED, REHEARSAL_CHANGED)
CANCELLING = (PRESENTER_REMOVED, SESSION_CANCELLED, SESSION_WITHDRAWN, REGISTRATION_CANCELLED)
#: mails that say no to another time (section 3.2.8)
DECLINING = (PROPOSAL_DECLINED,)
#: mails to organisers about a mail that came back; they are answered to whoever wrote that one
ABOUT_INBOUND = (PRESENTER_PROPOSES, LETTER_RECEIVED)
#: mails that tell organisers what somebody wrote to them alone
CONFIDING = (PRESENTER_DECLINED, *ABOUT_INBOUND)
#: mails with news of their own: sent, without a calendar part, even when that part has been overtaken
NEWS = (REGISTRATION_CONFIRMED, REGISTRATION_PROMOTED, REGISTRATION_CANCELLED)
#: mails that say all there is to say about a registration; the short ones about its sessions hang under them
LEADING = NEWS

#: how ``once`` begins of a mail about a session whose reader's calendar holds no entry of it
PLAIN = "plain"

#: mails that aren't strictly needed: whoever gets them can unsubscribe (RFC 8058)
UNSUBSCRIBABLE = (REMINDER, MATERIAL, FEEDBACK, ASSIGNMENT, ANNOUNCEMENT, CONTACT_DIGEST)

#: mails that somebody has just asked for: they go out even where an earlier mail came back
ASKED_FOR = (SIGN_IN, OWN_LINK, REGISTRATION_CONFIRMED)

#: 0 goes first: somebody waits for it before the screen
PRIORITIES = {
    SIGN_IN: 0,
    OWN_LINK: 1,
    REGISTRATION_CONFIRMED: 2,
    REGISTRATION_WAITLISTED: 2,
    REGISTRATION_PROMOTED: 2,
    REGISTRATION_CANCELLED: 2,
    WAITING_ENDED: 3,
    REGISTRATION_REQUESTED: 2,
    REGISTRATION_DECLINED: 2,
    REQUESTS_ANSWERED: 3,
    PRESENTER_INVITED: 3,
    PRESENTER_REMOVED: 3,
    SESSION_MOVED: 3,
    REHEARSAL_CHANGED: 3,
    SESSION_CANCELLED: 3,
    BATCH_SUMMARY: 3,
    CONTACT_NAMED: 2,
    HANDOVER_ASKED: 4,
    PARTNER_NAMED: 4,
    PARTNER_LEFT: 4,
    PRESENTER_DECLINED: 4,
    PRESENTER_UNREACHABLE: 4,
    PRESENTER_PROPOSES: 4,
    PROPOSAL_DECLINED: 3,
    PLACE_QUESTION: 3,
    LETTER_RECEIVED: 4,
    ANNOUNCEMENT_TEST: 1,
    TEMPLATE_COPY: 1,
    ANNOUNCEMENT: 6,
    SESSION_INVITATION: 5,
    SESSION_WITHDRAWN: 5,
    ENTRY_TO_FEED: 5,
    REMINDER: 6,
    MATERIAL: 7,
    FEEDBACK: 7,
    ASSIGNMENT: 6,
    CONTACT_DIGEST: 6,
}
#: up to here somebody waits before the screen
URGENT = 1
LEAST_URGENT = 9


def method_of(kind: str) -> Literal["REQUEST", "CANCEL", "DECLINECOUNTER"] | None:
    """What the calendar part of such a mail asks the calendar to do; None for mails that never carry one."""
    if kind in REQUESTING:
        return "REQUEST"
    if kind in DECLINING:
        return "DECLINECOUNTER"
    return "CANCEL" if kind in (*CANCELLING, ENTRY_TO_FEED) else None
