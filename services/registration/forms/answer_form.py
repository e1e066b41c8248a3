"""What goes with the organiser's answer, and with places that are held."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange

from services.registration.forms.lazily import lazily as _l
from shared.schema.base import NAME_LENGTH

#: of why no is said, in characters
LONGEST_REASON = 500
_MOST_PLACES = 100_000


class HoldForm(FlaskForm):  # type: ignore[misc]
    """For whom how many places are to be held."""

    organisation = SelectField(_l("Organisation"), validate_choice=False)
    label = StringField(
        _l("Or a group's name"),
        [Length(max=NAME_LENGTH, message=_l("This name is too long."))],
        description=_l("Such as: nurses of Oulu. You give its places yourself, to people who wait."),
    )
    places = IntegerField(_l("How many places"), [NumberRange(1, _MOST_PLACES, message=_l("Hold at least one place."))])

    def offer(self, organisations: Sequence[Any], nobody: str) -> None:
        """The organisations to choose from, after ``nobody``."""
        self.organisation.choices = [("", nobody), *((str(one.id), one.name) for one in organisations)]
