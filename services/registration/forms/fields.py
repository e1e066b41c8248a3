"""The fields that ask about a person, each with its limits and its words."""

from typing import Any

from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from services.registration.forms.choices import choice
from services.registration.forms.lazily import lazily as _
from services.registration.rules.names import tidy
from shared.addresses import BadAddress, normalise
from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH
from shared.web.choice_fields import SelectField
from shared.web.i18n import LANGUAGES


def _tidied(written: str | None) -> str:
    return tidy(written or "")


def _trimmed(written: str | None) -> str:
    return (written or "").strip()


def _is_address(_form: Any, field: Any) -> None:
    try:
        normalise(field.data)
    except BadAddress:
        raise ValidationError(_("Mail can't reach this address. One looks like anna.laine@example.org.")) from None


def _needed(sentence: str, is_marked: bool) -> DataRequired:
    """``is_marked``: whether the page says that it is required; in a row that may stay empty it isn't."""
    validator = DataRequired(sentence)
    if not is_marked:
        validator.field_flags = {}
    return validator


def name_field(label: str, is_marked: bool = True, **more: Any) -> StringField:
    """A person's name, on one line."""
    return StringField(
        label,
        filters=[_tidied],
        validators=[
            _needed(_("Write the name."), is_marked),
            Length(max=NAME_LENGTH, message=_("A name has at most 200 characters.")),
        ],
        **more,
    )


def email_field(label: str, is_marked: bool = True, *, is_needed: bool = True, **more: Any) -> EmailField:
    """An address that mail can reach; may be left empty where none ``is_needed``."""
    return EmailField(
        label,
        filters=[_trimmed],
        validators=[
            _needed(_("Write the e-mail address."), is_marked) if is_needed else Optional(),
            Length(max=EMAIL_LENGTH, message=_("An e-mail address has at most 254 characters.")),
            _is_address,
        ],
        **more,
    )


def unit_field(label: str, **more: Any) -> StringField:
    """Where somebody works; may be left empty."""
    return StringField(
        label,
        filters=[_tidied],
        validators=[Optional(), Length(max=NAME_LENGTH, message=_("At most 200 characters."))],
        **more,
    )


def language_field(label: str, **more: Any) -> SelectField:
    """The language somebody reads mails in."""
    return SelectField(label, choices=[choice(code, name) for code, name in LANGUAGES.items()], **more)
