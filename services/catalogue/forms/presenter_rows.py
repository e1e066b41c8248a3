"""Rows of presenters in the form of a session: added and removed by buttons of their own, without scripts."""

from typing import Any

from flask_babel import gettext as _
from wtforms import EmailField, FieldList, Form, FormField, StringField

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.forms.fields import Most, on_one_line
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.words import presenter_role_word
from shared.addresses import BadAddress, normalise
from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH
from shared.schema.catalogue import PRESENTER_ROLES
from shared.web.choice_fields import SelectField

MOST_PRESENTERS = 30


class PresenterRow(Form):
    """One presenter; a row left empty is no presenter."""

    name = StringField(_l("Name"), [Most(NAME_LENGTH)], filters=[on_one_line])
    email = EmailField(_l("E-mail"), [Most(EMAIL_LENGTH)], filters=[on_one_line])
    title = StringField(
        _l("Position"),
        [Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("Such as: quality director, Sospro Oy"),
    )
    role = SelectField(_l("Role"), validate_choice=True)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.role.choices = [(role, presenter_role_word(role)) for role in PRESENTER_ROLES]
        if not self.role.data:
            self.role.data = PRESENTER_ROLES[0]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named in it."""
        return not (self.name.data or self.email.data or self.title.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is fine; another needs a name and an address that mail can be sent to."""
        if self.is_empty:
            return True
        good = super().validate(extra_validators)
        if not self.name.data:
            self.name.errors = [*self.name.errors, _("This field is needed.")]
        self._check_address()
        return good and not self.name.errors and not self.email.errors

    def _check_address(self) -> None:
        if not self.email.data:
            self.email.errors = [*self.email.errors, _("The invitation goes to this address.")]
            return
        try:
            self.email.data = normalise(self.email.data)
        except BadAddress:
            sentence = _("This is not an e-mail address that mail can be sent to. One looks like name@example.org.")
            self.email.errors = [*self.email.errors, sentence]


class PresenterRows(FieldList):  # type: ignore[type-arg]  # generic for the checker alone
    """All rows. An empty one can be added, any one removed."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(FormField(PresenterRow), label, max_entries=MOST_PRESENTERS, **more)

    def add_row(self) -> None:
        """One more, empty."""
        if len(self.entries) < MOST_PRESENTERS:
            self.append_entry()

    def remove_row(self, number: int) -> None:
        """Take one out; the others move up."""
        kept = [entry.data for place, entry in enumerate(self.entries) if place != number]
        while self.entries:
            self.pop_entry()
        for data in kept:
            self.append_entry(data)

    def wanted(self) -> list[NewPresenter]:
        """Those that are named, in order."""
        named = [entry.form for entry in self.entries if not entry.form.is_empty]
        return [
            NewPresenter(row.name.data or "", row.email.data or "", row.role.data, row.title.data or "")
            for row in named
        ]

    def number_of(self, place: int) -> int:
        """The row that holds the ``place``-th named presenter."""
        named = [number for number, entry in enumerate(self.entries) if not entry.form.is_empty]
        return named[place] if place < len(named) else place
