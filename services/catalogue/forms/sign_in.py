"""The form that asks for a sign-in link."""

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField
from wtforms.validators import InputRequired, Length, ValidationError

from services.catalogue.forms.lazily import lazily as _
from services.catalogue.rules.own_addresses import LONGEST
from shared.addresses import BadAddress, normalise
from shared.schema.base import EMAIL_LENGTH


class SignInForm(FlaskForm):  # type: ignore[misc]
    """An address, and where to go afterwards."""

    email = EmailField(
        _("E-mail address"),
        validators=[
            InputRequired(_("Write your e-mail address here.")),
            Length(max=EMAIL_LENGTH, message=_("An e-mail address has at most 254 characters.")),
        ],
    )
    next = HiddenField(validators=[Length(max=LONGEST)])

    def validate_email(self, field: Field) -> None:
        """An address that mail can be sent to."""
        try:
            normalise(field.data)
        except BadAddress:
            raise ValidationError(
                _("This is not an e-mail address that mail can be sent to. One looks like name@example.org.")
            ) from None
