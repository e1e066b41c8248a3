"""The form in which an organiser corrects what is said of a participant."""

from flask_wtf import FlaskForm

from services.registration.forms.fields import language_field, name_field, unit_field
from services.registration.forms.lazily import lazily as _


class ParticipantForm(FlaskForm):  # type: ignore[misc]
    """What may be wrong; the address isn't asked for, since mails and calendar entries went to it."""

    name = name_field(_("Name"))
    unit = unit_field(_("Unit"))
    language = language_field(_("Language of the mails"))
