"""Fields to choose from, which say what may be chosen when something else was sent; used as WTForms' own are."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import ValidationError

#: a longer list is told by its first ones
MOST_NAMED = 12
_SUCH_AS = 3


def not_offered(field: Any) -> str:
    """The sentence about a choice that isn't offered, with the labels of those that are. Where nothing was sent they
    need no naming: they stand right there."""
    labels = [
        one.label.striptags() if isinstance(one.label, Markup) else str(one.label)
        for one in field.iter_choices()
        # an empty value of a field that is required only asks to choose
        if one.value or not field.flags.required
    ]
    if not labels:
        return _("There is nothing to choose from.")
    if not any(field.raw_data or ()):
        return _("Choose one of these.")
    if len(labels) > MOST_NAMED:
        return _("Choose from the list, such as: %(values)s.", values=", ".join(labels[:_SUCH_AS]))
    return _("One of these: %(values)s.", values=", ".join(labels))


class SelectField(wtforms.SelectField):
    """One from a list."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't offered, in our words."""
        _check(self, super().pre_validate, form)


class RadioField(wtforms.RadioField):
    """One of a few."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't offered, in our words."""
        _check(self, super().pre_validate, form)


class SelectMultipleField(wtforms.SelectMultipleField):
    """Any of a list."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't offered, in our words."""
        _check(self, super().pre_validate, form)


def _check(field: Any, check: Any, form: Any) -> None:
    try:
        check(form)
    except ValidationError as wrong:
        raise ValidationError(not_offered(field)) from wrong
