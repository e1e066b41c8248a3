"""What an organisation is in a series that another one organises, in the reader's language."""

from flask_babel import gettext as _


def partner_role_word(role: str) -> str:
    """The name of a role."""
    return {
        "lead": _("Lead partner"),
        "part-implementer": _("Part-implementer"),
        "partner": _("Partner"),
        "funder": _("Funder"),
        "customer": _("Customer"),
    }[role]


def partner_rights_words(role: str) -> str:
    """What a partner's organisers may do on the series."""
    return {
        "part-implementer": _("changes sessions and presenters, sees who takes part"),
        "partner": _("sees how many take part, and drafts"),
        "funder": _("sees how many take part, but nobody's name"),
        "customer": _("sees how many take part, and its contacts register its staff"),
    }[role]
