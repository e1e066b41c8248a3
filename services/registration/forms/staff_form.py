"""The form in which somebody gives a list of staff."""

from functools import reduce
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from services.registration.forms.lazily import lazily as _
from services.registration.forms.several_form import if_full_field
from services.registration.forms.staff_roster import roster_of_file, roster_of_text
from services.registration.rules.roster import Roster, joined
from shared.errors import Refusal
from shared.web.choice_fields import SelectField, SelectMultipleField


class StaffForm(FlaskForm):  # type: ignore[misc]
    """For whom, for what, and who."""

    organisation = SelectField(_("Organisation"))
    offerings = SelectMultipleField(
        _("Register them for"),
        validators=[InputRequired(_("Choose at least one."))],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    pasted = TextAreaField(_("Paste the people here"))
    file = FileField(_("Or give a file"))

    def validate_offerings(self, field: Any) -> None:
        """One may have closed while the page was open."""
        still = {one.value for one in field.choices}
        if not still.issuperset(field.data):
            field.data = [one for one in field.data if one in still]
            raise ValidationError(_("One of them takes nobody any more. Look at what is left and choose again."))

    def roster(self) -> Roster | None:
        """The people in what was pasted and in the file; None, with the fields' errors, when there are none to read."""
        found: list[Roster] = []
        given = self.file.data.read() if self.file.data else b""
        try:
            if self.pasted.data and self.pasted.data.strip():
                found.append(roster_of_text(self.pasted.data))
            if given or self.file.data:
                found.append(roster_of_file(given, self.file.data.filename or ""))
        except Refusal as refusal:
            self[refusal.field or "pasted"].errors = [refusal.sentence]
            return None
        if not found:
            self.pasted.errors = [_("Paste the people, or choose a file.")]
            return None
        return reduce(joined, found)


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """What if not all of them fit."""

    if_full = if_full_field()
