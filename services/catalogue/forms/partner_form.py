"""The form of a partner of a series."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from services.catalogue.forms.fields import Needed
from services.catalogue.forms.lazily import lazily as _l
from shared.rules.partners import ROLES
from shared.web.choice_fields import RadioField, SelectField
from shared.web.partner_words import partner_rights_words, partner_role_word


class PartnerForm(FlaskForm):  # type: ignore[misc]
    """Which organisation, and as what."""

    organisation = SelectField(_l("Organisation"), [Needed()], validate_choice=False)
    role = RadioField(_l("Its role"), [Needed()])
    #: the role that it was shown in; empty: it was no partner
    seen = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = [(role, f"{partner_role_word(role)}: {partner_rights_words(role)}") for role in ROLES]

    def offer(self, organisations: Sequence[Any]) -> None:
        """The organisations to choose from."""
        self.organisation.choices = [("", _l("Choose an organisation"))]
        self.organisation.choices += [(str(one.id), one.name) for one in organisations]
