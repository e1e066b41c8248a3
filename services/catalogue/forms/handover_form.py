"""Forms of handing a series over: to a colleague, and to another organisation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from services.catalogue.actions.handovers import Asked
from services.catalogue.forms.fields import Most, Needed, on_one_line
from services.catalogue.forms.lazily import lazily as _l
from shared.rules.partners import ROLES
from shared.schema.handovers import NOTE_LENGTH
from shared.web.choice_fields import SelectField
from shared.web.partner_words import partner_role_word


class ResponsibleForm(FlaskForm):  # type: ignore[misc]
    """Who answers for the series."""

    account = SelectField(_l("Who answers for the series"))
    #: who did when the form was opened
    seen = HiddenField()

    def __init__(self, organisers: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.account.choices = [("", _l("All organisers together"))]
        self.account.choices += [(str(one.id), one.name or one.email) for one in organisers]


class HandoverForm(FlaskForm):  # type: ignore[misc]
    """Which organisation is asked to lead it."""

    organisation = SelectField(_l("Organisation"), [Needed()])
    keeps_role = SelectField(
        _l("What your organisation is in it from then on"),
        description=_l("A part-implementer goes on changing sessions and seeing who takes part."),
    )
    note = TextAreaField(_l("A note to them"), [Most(NOTE_LENGTH)], filters=[on_one_line])
    #: the id of the asking, so that sending it twice asks once
    new_id = HiddenField()

    def __init__(self, organisations: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.organisation.choices = [("", _l("Choose an organisation"))]
        self.organisation.choices += [(str(one.id), one.name) for one in organisations]
        self.keeps_role.choices = [(role, partner_role_word(role)) for role in ROLES]
        self.keeps_role.choices += [("", _l("No longer part of it"))]

    def asked(self, new_id: UUID) -> Asked:
        """What was typed, as the action takes it."""
        organisation_id = UUID(self.organisation.data)
        return Asked(organisation_id, self.keeps_role.data or None, self.note.data or "", new_id)
