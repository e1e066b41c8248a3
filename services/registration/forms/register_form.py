"""The form of a person who registers, and the one for correcting what was said."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Length

from services.registration.forms.fields import email_field, language_field, name_field, unit_field
from services.registration.forms.lazily import lazily as _
from services.registration.rules import mail_slips


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """Three questions and one that may be left empty."""

    name = name_field(_("Your name"), description=_("As it should stand on the list of participants."))
    email = email_field(_("Your e-mail address"), description=_("The confirmation and the calendar entry go here."))
    unit = unit_field(_("Workplace or school"), description=_("Optional."))
    language = language_field(_("Language of the mails"))
    #: signed by us: the same one sent twice is one act
    attempt = HiddenField(validators=[Length(max=200)])
    #: the address of which was asked whether it is meant
    asked_address = HiddenField()

    def address_meant(self) -> str | None:
        """The address that may have been meant. It is asked once: who sends the same again means it."""
        if self.asked_address.data == self.email.data:
            return None
        self.asked_address.data = self.email.data
        return mail_slips.meant(str(self.email.data))


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """What a person may correct on their own page."""

    name = name_field(_("Your name"))
    unit = unit_field(_("Workplace or school"), description=_("Optional."))
    language = language_field(_("Language of the mails"))
