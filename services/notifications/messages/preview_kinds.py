"""Which kinds of mail can be looked at before they go, and what each is about."""

from typing import Literal

from services.notifications.queries import preview_subjects
from services.notifications.rules import kinds
from services.notifications.rules.reminders import COMING, FEEDBACK, MATERIAL, Says

Thing = Literal["registration", "session", "presenter", "batch", "addressee"]
#: what each kind of mail is about; a new kind that can be looked at belongs here, one about registrations also into
#: ``queries.preview_subjects.FOR``
ABOUT: dict[str, Thing] = {
    **dict.fromkeys(preview_subjects.FOR, "registration"),
    kinds.SESSION_INVITATION: "session",
    kinds.SESSION_MOVED: "session",
    kinds.SESSION_CANCELLED: "session",
    kinds.SESSION_WITHDRAWN: "session",
    kinds.REMINDER: "session",
    kinds.MATERIAL: "session",
    kinds.FEEDBACK: "session",
    kinds.PRESENTER_INVITED: "presenter",
    kinds.PRESENTER_REMOVED: "presenter",
    kinds.BATCH_SUMMARY: "batch",
    kinds.REQUESTS_ANSWERED: "batch",
    kinds.ANNOUNCEMENT: "addressee",
}
#: what is so of the registration of nobody in particular; else it is confirmed
STATE_OF_SAMPLE = {
    kinds.REGISTRATION_WAITLISTED: "waitlisted",
    kinds.WAITING_ENDED: "waitlisted",
    kinds.REGISTRATION_REQUESTED: "waitlisted",
    kinds.REGISTRATION_DECLINED: "rejected",
    kinds.REGISTRATION_CANCELLED: "cancelled",
}
#: what the rule says that calls for a mail
SAYS: dict[str, Says] = {kinds.REMINDER: COMING, kinds.MATERIAL: MATERIAL, kinds.FEEDBACK: FEEDBACK}
