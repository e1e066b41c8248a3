"""What goes with the organiser's answer, and with places that are held."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from services.registration.forms.lazily import lazily as _l
from shared.schema.base import NAME_LENGTH
from shared.web.choice_fields import SelectField
from shared.web.whole_number import WholeNumberField

#: of why no is said, in characters
LONGEST_REASON = 500
_MOST_PLACES = 100_000


def _some_places(_form: FlaskForm, field: WholeNumberField) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(_l("Hold at least one place."))


class HoldForm(FlaskForm):  # type: ignore[misc]
    """For whom how many places are to be held."""

    organisation = SelectField(_l("Organisation"), validate_choice=False)
    label = StringField(
        _l("Or a group's name"),
        [Length(max=NAME_LENGTH, message=_l("A name has at most 200 characters."))],
        description=_l("For example: Nurses of Oulu. You give these places yourself, to people who wait."),
    )
    places = WholeNumberField(_l("How many places"), least=1, most=_MOST_PLACES, validators=[_some_places])

    def offer(self, organisations: Sequence[Any], nobody: str) -> None:
        """The organisations to choose from, after ``nobody``."""
        self.organisation.choices = [("", nobody), *((str(one.id), one.name) for one in organisations)]
