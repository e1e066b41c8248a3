"""What changed of a series' reminders, and of its own words for mails, in the reader's language."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from babel.dates import format_timedelta
from flask_babel import gettext as _

from services.catalogue.words import language_word
from shared.web.date_filters import language as reader_language

_HOUR, _DAY = 60, 24 * 60


def reminder_sentence(detail: Mapping[str, Any]) -> str:
    """What became of which reminder; of old lines it isn't known which."""
    what = _reminder(detail)
    if what is None:
        return {
            "copied": _("The reminders were copied from the earlier series."),
            "back": _("The usual reminders of this installation hold again."),
        }.get(detail.get("what", ""), _("The reminders were changed."))
    if detail["what"] == "changed" and not detail.get("is_on", True):
        return _("A reminder was changed, and is switched off: %(what)s.", what=what)
    return {
        "added": _("A reminder was added: %(what)s.", what=what),
        "removed": _("A reminder was removed: %(what)s.", what=what),
    }.get(detail["what"], _("A reminder was changed: %(what)s.", what=what))


def _reminder(detail: Mapping[str, Any]) -> str | None:
    """What it is for, and when."""
    if "says" not in detail:
        return None
    minutes = detail["offset_minutes"]
    span = _span(abs(minutes))
    if minutes == 0:
        when = _("at the same time")
    elif minutes > 0:
        when = _("%(span)s after the session", span=span)
    elif detail["says"] == "closing":
        when = _("%(span)s before the deadline", span=span)
    else:
        when = _("%(span)s before the session", span=span)
    said = {
        "coming": _("Reminder of the session"),
        "material": _("Material of a session"),
        "feedback": _("Request for feedback"),
        "closing": _("Registration closes soon"),
    }[detail["says"]]
    return f"{said}, {when}"


def _span(minutes: int) -> str:
    """In its largest whole unit; a day is 24 hours, as people say before a session."""
    unit, amount = "minute", minutes
    if minutes % _DAY == 0 and minutes > _DAY:
        unit, amount = "day", minutes // _DAY
    elif minutes % _HOUR == 0:
        unit, amount = "hour", minutes // _HOUR
    span = timedelta(**{f"{unit}s": amount})
    return format_timedelta(span, granularity=unit, threshold=100_000, locale=reader_language())  # type: ignore[arg-type]


def words_sentence(detail: Mapping[str, Any]) -> str:
    """Which mail's own words were changed, and in which language."""
    mail = _mail(detail.get("kind", ""))
    if mail is None or detail.get("language") not in ("fi", "sv", "en"):
        return _("The words of a mail were changed.")
    language = language_word(detail["language"])
    return _("The words of the mail “%(mail)s” were changed (%(language)s).", mail=mail, language=language)


def _mail(kind: str) -> str | None:
    """What a mail of this kind is called, of those that may have words of their own."""
    return {
        "registration-confirmed": _("Place confirmed"),
        "registration-waitlisted": _("On the waiting list"),
        "registration-promoted": _("A place became free"),
        "registration-requested": _("Request received"),
        "registration-declined": _("Request declined"),
        "registration-cancelled": _("Registration cancelled"),
        "presenter-invited": _("Invitation to present"),
        "session-moved": _("New time or place"),
        "session-cancelled": _("Session cancelled"),
        "reminder": _("Reminder"),
        "material": _("Material of a session"),
        "feedback": _("Request for feedback"),
        "assignment": _("Reminder of an assignment"),
    }.get(kind)
