"""Whether everybody has been told, in words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.rules import told
from services.notifications.rules.told import Told


def headline(stands: Told) -> str:
    """The answer in one sentence."""
    if stands.answer == "draft":
        return _("The series is a draft: nobody is told anything before it is published.")
    if stands.answer == "nobody":
        return _("There is nobody to tell yet.")
    if stands.answer == "everybody":
        return _("Everybody has been told.")
    if stands.answer == "on-their-way":
        return ngettext("%(num)s mail is still on its way.", "%(num)s mails are still on their way.", stands.under_way)
    lost = ngettext(
        "%(num)s person doesn't know yet: the mail failed.",
        "%(num)s people don't know yet: their mails failed.",
        stands.lost,
    )
    if not stands.under_way:
        return lost
    more = ngettext("%(num)s more mail is on its way.", "%(num)s more mails are on their way.", stands.under_way)
    return f"{lost} {more}"


def answer_badge(stands: Told) -> tuple[str, str]:
    """The kind of the answer's badge, and its shape."""
    return {
        "draft": ("plain", "pencil"),
        "nobody": ("plain", "circle"),
        "everybody": ("done", "circle-check"),
        "on-their-way": ("primary", "send"),
        "some-do-not-know": ("wrong", "alert-triangle"),
    }[stands.answer]


def status_badge(status: str) -> tuple[str, str, str]:
    """How it stands with one person: the word, the badge's kind and its shape."""
    return {
        told.SENT: (_("Told"), "done", "circle-check"),
        told.WAITING: (_("Waiting to be sent"), "plain", "clock"),
        told.RETRYING: (_("Will be tried again"), "attention", "refresh"),
        told.FAILED: (_("Failed"), "wrong", "alert-triangle"),
        told.BOUNCED: (_("Came back"), "wrong", "alert-circle"),
        told.FEED: (_("Sees it in the feed"), "plain", "rss"),
        told.LATER: (_("Knows of it; the entry comes later"), "plain", "hourglass"),
        told.UNNEEDED: (_("Nothing to tell"), "plain", "ban"),
    }[status]
