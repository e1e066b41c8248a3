"""What one looks for in a list of participants."""

from wtforms import Form, SearchField, SelectField

from services.registration.forms.choices import choice
from services.registration.forms.lazily import lazily as _


class NarrowForm(Form):
    """Sent by the address, so that what is found can be kept and passed on."""

    q = SearchField(_("Name or e-mail address"))
    organisation = SelectField(_("Organisation"), validate_choice=False)
    unit = SelectField(_("Unit"), validate_choice=False)

    def offer(self, organisations: list[tuple[str, str]], units: list[str]) -> None:
        """What there is to choose from: values and names, and names."""
        self.organisation.choices = [choice("", _("All")), *(choice(value, name) for value, name in organisations)]
        self.unit.choices = [choice("", _("All")), *(choice(unit, unit) for unit in units)]
