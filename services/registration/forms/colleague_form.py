"""Who takes over a colleague's place."""

from flask_wtf import FlaskForm

from services.registration.forms.fields import email_field, name_field, unit_field
from services.registration.forms.lazily import lazily as _


class ColleagueForm(FlaskForm):  # type: ignore[misc]
    """Two questions and one that may be left empty."""

    name = name_field(_("Colleague's name"), description=_("As it should stand on the list of participants."))
    email = email_field(
        _("Colleague's e-mail address"), description=_("The confirmation and the calendar entry go here.")
    )
    unit = unit_field(_("Unit"), description=_("Optional."))


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """What may be wrong about somebody who is registered."""

    name = name_field(_("Name"), description=_("As it should stand on the list of participants."))
    unit = unit_field(_("Unit"), description=_("Optional."))
