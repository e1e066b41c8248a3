"""The form of an organisation's quota."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm

from services.catalogue.actions.quotas import MOST
from services.catalogue.forms.fields import Needed
from services.catalogue.forms.lazily import lazily as _l
from shared.web.choice_fields import SelectField
from shared.web.whole_number import WholeNumberField


class QuotaForm(FlaskForm):  # type: ignore[misc]
    """How many places somebody's people may take."""

    organisation = SelectField(_l("Organisation"), [Needed()], validate_choice=False)
    places = WholeNumberField(_l("Places at most"), least=0, most=MOST, validators=[Needed()])

    def offer(self, organisations: Sequence[Any]) -> None:
        """The organisations to choose from."""
        self.organisation.choices = [(str(one.id), one.name) for one in organisations]
