"""What people read for the words that are kept: kinds, states, roles, and what deserves a second look."""

from flask_babel import gettext as _


def series_kind(kind: str) -> str:
    """The name of a kind of series."""
    return {
        "tour": _("Webinar tour"),
        "programme": _("Training programme"),
        "specialisation": _("Specialisation training"),
        "course": _("Course"),
    }[kind]


def series_state(state: str) -> str:
    """The name of a series' state."""
    return {"draft": _("Draft"), "published": _("Published"), "archived": _("Archived")}[state]


def session_mode(mode: str) -> str:
    """How one takes part."""
    return {"online": _("Online"), "onsite": _("On site"), "hybrid": _("On site and online")}[mode]


def session_state(state: str) -> str:
    """The name of a session's state."""
    return {"scheduled": _("As planned"), "cancelled": _("Cancelled")}[state]


def presenter_role(role: str) -> str:
    """What a presenter does in a session."""
    return {"speaker": _("Speaker"), "host": _("Host"), "moderator": _("Moderator")}[role]


def presenter_reply(reply: str) -> str:
    """What a presenter answered to the invitation."""
    return {
        "needs-action": _("No answer yet"),
        "accepted": _("Accepted"),
        "tentative": _("Maybe"),
        "declined": _("Declined"),
    }[reply]


def partner_role(role: str) -> str:
    """What an organisation does in a series."""
    return {
        "lead": _("Lead partner"),
        "part-implementer": _("Part-implementer"),
        "partner": _("Partner"),
        "funder": _("Funder"),
        "customer": _("Customer"),
    }[role]


def member_role(role: str) -> str:
    """What an account or a key may do."""
    return {"administrator": _("Administrator"), "organiser": _("Organiser"), "contact": _("Contact")}[role]


def window(word: str) -> str:
    """Where an offering stands between its opening and its deadline."""
    return {
        "not_published": _("Not published yet"),
        "cancelled": _("Cancelled"),
        "not_open_yet": _("Not open yet"),
        "open": _("Open"),
        "closed": _("Closed"),
    }[word]


def language(code: str) -> str:
    """The name of a language that content is written in."""
    return {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}[code]
