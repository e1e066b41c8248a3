"""The kinds of fields that our forms have, each with its limits and its words."""

import re
from urllib.parse import urlsplit

from flask_babel import gettext as _
from wtforms import DecimalField, Field, Form
from wtforms.validators import StopValidation, ValidationError

from shared.addresses import BadAddress, normalise
from shared.local_time import zones
from shared.web.numbers import number

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Needed:
    """Validator: something must be there."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise StopValidation when nothing was given."""
        if field.data is None or not str(field.data).strip():
            if not field.errors:
                raise StopValidation(_("This field is needed."))
            raise StopValidation


class Most:
    """Validator: at most so many characters, none of them a control character."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError when there is too much."""
        said = field.data or ""
        if len(said) > self.most:
            raise ValidationError(_("At most %(most)s characters.", most=self.most))
        if _CONTROLS.search(said):
            raise ValidationError(_("Text without control characters."))


def on_one_line(value: str | None) -> str:
    """Filter: one line without blanks around it. A line break would end a mail's header or a calendar's property."""
    return " ".join(_BREAKS.sub(" ", value or "").split())


def trimmed(value: str | None) -> str:
    """Filter: no blanks around it, line breaks as Unix writes them."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def web_address(_form: Form, field: Field) -> None:
    """Validator: an address that a browser opens, or nothing."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and field.data.isprintable()
    except ValueError:
        is_good = False
    if not is_good or re.search(r"[\s<>\"\\]", field.data):
        raise ValidationError(_("A web address such as https://meet.example.org/room."))


def mail_address(_form: Form, field: Field) -> None:
    """Validator: an address that mail can be sent to; it is brought to its normal form."""
    try:
        field.data = normalise(field.data or "")
    except BadAddress:
        raise ValidationError(
            _("This is not an e-mail address that mail can be sent to. One looks like name@example.org.")
        ) from None


def zone_name(_form: Form, field: Field) -> None:
    """Validator: an IANA zone."""
    if field.data not in zones():
        raise ValidationError(_("There is no such time zone. Use a name such as Europe/Helsinki or Europe/Stockholm."))


class CreditsField(DecimalField):
    """Credits with at most one decimal, written with a point or a comma, or nothing."""

    def _value(self) -> str:
        """What stands in the input: what was typed, or what is stored, as the reader writes numbers."""
        if self.raw_data:
            return str(self.raw_data[0])
        return number(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is accepted."""
        said = valuelist[0].strip().replace(",", ".") if valuelist else ""
        if not said:
            self.data = None
            return
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]0*)?", said):
            self.data = None
            raise ValueError(_("A number such as 5 or 2.5, at most 999.9."))
        super().process_formdata([said])
