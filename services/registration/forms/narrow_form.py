"""What one looks for in a list of participants."""

from collections.abc import Sequence

from wtforms import Form, SearchField

from services.registration.forms.choices import choice
from services.registration.forms.lazily import lazily as _
from shared.web.choice_fields import SelectField


class NarrowForm(Form):
    """Sent by the address, so that what is found can be kept and passed on."""

    q = SearchField(_("Name or e-mail address"))
    organisation = SelectField(_("Organisation"), validate_choice=False)
    unit = SelectField(_("Unit"), validate_choice=False)
    answer = SelectField(_("Answer"), validate_choice=False)

    def offer(self, organisations: list[tuple[str, str]], units: list[str]) -> None:
        """What there is to choose from: values and names, and names."""
        self.organisation.choices = [choice("", _("All")), *(choice(value, name) for value, name in organisations)]
        self.unit.choices = [choice("", _("All")), *(choice(unit, unit) for unit in units)]

    def offer_answers(self, questions: Sequence[tuple[str, list[tuple[str, str]]]]) -> None:
        """The questions' words, each with the values and words of what one may look for among its answers."""
        self.answer.choices = {
            "": [choice("", _("All"))],
            **{label: [choice(value, words) for value, words in answers] for label, answers in questions},
        }
