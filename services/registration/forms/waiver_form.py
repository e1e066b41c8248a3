"""The form that lets named people register without what is required."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from services.registration.actions.waivers import MOST
from services.registration.forms.lazily import lazily as _l
from services.registration.rules.names import tidy
from shared.addresses import BadAddress, normalise


class WaiverForm(FlaskForm):  # type: ignore[misc]
    """Addresses, and why."""

    addresses = TextAreaField(_l("E-mail addresses"), description=_l("One on each line."))
    reason = StringField(
        _l("Why"),
        filters=[lambda written: tidy(written or "")],
        validators=[Length(max=500, message=_l("At most 500 characters."))],
        description=_l("For other organisers and for the person, who may ask to see it. Optional."),
    )

    def validate_addresses(self, field: Any) -> None:
        """At least one, and each can be reached."""
        written = (field.data or "").replace(",", " ").replace(";", " ").split()
        if not written or len(written) > MOST:
            raise ValidationError(_("Write between 1 and %(most)s addresses.", most=MOST))
        self.keys: list[str] = []
        for one in written:
            try:
                self.keys.append(normalise(one))
            except BadAddress:
                raise ValidationError(
                    _("Mail can't reach “%(address)s”. One looks like anna.laine@example.org.", address=one)
                ) from None
