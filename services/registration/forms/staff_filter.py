"""What a contact narrows the organisation's people down to: a form sent by GET, so that the page has an address."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SearchField

from services.registration.forms.choices import choice
from shared.web.choice_fields import SelectField


class StaffFilter(FlaskForm):  # type: ignore[misc]
    """Each field narrows the list; empty ones don't."""

    class Meta:
        """Nothing is changed by it, so it needs no token."""

        csrf = False

    q = SearchField()
    offering = SelectField(default="")
    unit = SelectField(default="")

    def __init__(self, asked: MultiDict[str, str], offerings: Sequence[tuple[UUID, str]], units: Sequence[str]) -> None:
        """``offerings`` are ids and what the reader knows them by."""
        super().__init__(asked)
        everything: Any = choice("", _("All"))
        self.q.label.text = _("Name or e-mail address")
        self.offering.label.text, self.unit.label.text = _("Registered for"), _("Unit")
        self.offering.choices = [everything, *(choice(str(one), words) for one, words in offerings)]
        self.unit.choices = [everything, *(choice(unit, unit) for unit in units)]
        self.validate()

    @property
    def offering_id(self) -> UUID | None:
        """The offering chosen; None for all, and for what isn't among the choices."""
        return UUID(self.offering.data) if self.offering.data and not self.offering.errors else None

    @property
    def text(self) -> str | None:
        """The words looked for; None without any."""
        return (self.q.data or "").strip() or None

    @property
    def unit_name(self) -> str | None:
        """The unit chosen; None for all, and for what isn't among the choices."""
        return self.unit.data or None if not self.unit.errors else None
