"""What stands against a session, in a sentence in the reader's language."""

from flask_babel import gettext as _

from services.catalogue.rules.double_booked import Clash


def clash_sentence(clash: Clash) -> str:
    """Who or what is booked twice; what others organise is told without its title."""
    if clash.kind == "venue":
        return str(_("“%(title)s” is in the same venue then.", title=clash.title))
    return _in_rehearsal(clash) if clash.during == "rehearsal" else _in_session(clash)


def _in_session(clash: Clash) -> str:
    if not clash.title:
        return str(_("%(name)s is booked elsewhere then.", name=clash.name))
    if clash.other == "rehearsal":
        return str(_("%(name)s rehearses for “%(title)s” at the same time.", name=clash.name, title=clash.title))
    return str(_("%(name)s presents “%(title)s” at the same time.", name=clash.name, title=clash.title))


def _in_rehearsal(clash: Clash) -> str:
    if not clash.title:
        return str(_("%(name)s is booked elsewhere during the rehearsal.", name=clash.name))
    if clash.other == "rehearsal":
        return str(_("%(name)s rehearses for “%(title)s” during the rehearsal.", name=clash.name, title=clash.title))
    return str(_("%(name)s presents “%(title)s” during the rehearsal.", name=clash.name, title=clash.title))
