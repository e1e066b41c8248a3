"""The form of somebody who registers several people at once."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField

from services.registration.forms.choices import choice
from services.registration.forms.fields import email_field, name_field, unit_field
from services.registration.forms.lazily import lazily as _
from shared.web.choice_fields import RadioField, SelectField

FIRST_ROWS = 5
MORE_ROWS = 5
MOST_ROWS = 100


def if_full_field() -> RadioField:
    """The one decision to make about a list of people."""
    return RadioField(
        _("If there are not enough places"),
        choices=[
            choice("waitlist", _("Those who fit get a place, the rest go on the waiting list")),
            choice("reject", _("Those who fit get a place, the rest are left out")),
            choice("all-or-nothing", _("Register them only if all of them fit")),
        ],
        default="waitlist",
    )


class PersonRow(Form):
    """One person; a row left empty is nobody."""

    name = name_field(_("Name"), is_marked=False)
    email = email_field(_("E-mail address"), is_marked=False)
    unit = unit_field(_("Unit"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in it."""
        return not any(field.data for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is fine."""
        return self.is_empty or super().validate(extra_validators)


class SeveralForm(FlaskForm):  # type: ignore[misc]
    """People, for whom they are registered, and what if not all fit."""

    organisation = SelectField(_("Organisation"))
    people = FieldList(FormField(PersonRow), min_entries=FIRST_ROWS, max_entries=MOST_ROWS)
    if_full = if_full_field()

    def rows(self) -> list[Any]:
        """The rows in which somebody is named."""
        return [entry.form for entry in self.people if not entry.form.is_empty]

    def add_rows(self) -> None:
        """Room for more people."""
        for _number in range(min(MORE_ROWS, MOST_ROWS - len(self.people.entries))):
            self.people.append_entry()
