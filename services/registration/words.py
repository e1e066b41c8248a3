"""The domain's words in the reader's language, in one place."""

from flask_babel import gettext as _


def why_not(standing: str) -> str:
    """Why one can't register, for a word of the window."""
    return {
        "not_published": _("There is no such choice."),
        "not_open_yet": _("Registration has not opened yet."),
        "closed": _("Registration has closed. Ask the organiser if you still want to come."),
        "cancelled": _("This has been cancelled, so nobody can register."),
    }[standing]
