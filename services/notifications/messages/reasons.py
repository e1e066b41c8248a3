"""Why people get a mail, in the line at its end."""

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.queries.registration_facts import RegistrationFacts
from shared.web import dates


def reason(desk: Desk, registration: RegistrationFacts) -> str:
    """Who registered them, and when."""
    day = dates.date(registration.created_at, desk.series().timezone, desk.message.language)
    if registration.registered_by:
        return _("You get this because %(who)s registered you on %(day)s.", who=registration.registered_by, day=day)
    return _("You get this because you registered on %(day)s.", day=day)
