"""When a rehearsal is and how long it lasts, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

#: minutes before the session, as the form offers them: from the last quarter of an hour to a week
OFFERED_BEFORE = (15, 30, 45, 60, 90, 120, 24 * 60, 2 * 24 * 60, 7 * 24 * 60)
OFFERED_MINUTES = (10, 15, 20, 30, 45, 60, 90)
_HOUR, _DAY = 60, 24 * 60


def before_words(minutes: int) -> str:
    """How long before the session it begins."""
    if minutes % _DAY == 0:
        return ngettext("The day before, at the same time", "%(num)s days before, at the same time", minutes // _DAY)
    if minutes % _HOUR == 0:
        return ngettext("One hour before", "%(num)s hours before", minutes // _HOUR)
    return ngettext("One minute before", "%(num)s minutes before", minutes)


def before_choices(now: int | None) -> list[tuple[str, str]]:
    """What can be chosen, with what stands there now though no form offers it."""
    offered = sorted({*OFFERED_BEFORE, *([now] if now else [])})
    return [("", _("No rehearsal")), *((str(one), before_words(one)) for one in offered)]


def lasting_words(minutes: int) -> str:
    """How long it lasts."""
    return ngettext("One minute", "%(num)s minutes", minutes)


def lasting_choices(now: int | None) -> list[tuple[str, str]]:
    """What can be chosen, with what stands there now though no form offers it."""
    offered = sorted({*OFFERED_MINUTES, *([now] if now else [])})
    return [(str(one), lasting_words(one)) for one in offered]
