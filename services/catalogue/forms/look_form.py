"""The form of an organisation's look. A picture that was given once is carried along, since browsers forget it."""

import base64
import binascii

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, ValidationError

from services.catalogue.actions import looks
from services.catalogue.actions.looks import Logo, LookChanges
from services.catalogue.forms.fields import Most, on_one_line
from services.catalogue.forms.lazily import lazily as _l
from shared.errors import Refusal
from shared.rules import colours


class LookForm(FlaskForm):  # type: ignore[misc]
    """A colour, a logo, or neither."""

    colour = StringField(
        _l("Colour"),
        [Most(20)],
        filters=[on_one_line],
        description=_l("Such as #1c5d59. Without one, our own green is used."),
    )
    logo = FileField(
        _l("Logo"), description=_l("PNG, JPEG or WebP, at most 15 megabytes. It is made small, and shown on white.")
    )
    without_logo = BooleanField(_l("Remove the logo"))
    kept = HiddenField()
    seen = HiddenField()

    #: a shade that would do, where the colour wouldn't
    nearest: str | None = None
    #: the picture that was given, ready to be kept
    given: Logo | None = None

    def validate_colour(self, field: StringField) -> None:
        """One that can be read, or none."""
        if not field.data:
            return
        try:
            field.data = looks.readable(field.data)
        except Refusal as refusal:
            if refusal.code == "colour_too_light":
                self.nearest = colours.nearest_that_does(colours.normalise(field.data))
            raise ValidationError(refusal.sentence) from None

    def validate_logo(self, field: FileField) -> None:
        """A picture that is given now, or was before this page was shown again."""
        content = field.data.read() if field.data else b""
        if not content and self.kept.data:
            try:
                content = base64.b64decode(self.kept.data, validate=True)
            except binascii.Error:
                raise ValidationError(_("The picture can't be read. PNG, JPEG and WebP are accepted.")) from None
        if not content:
            return
        try:
            self.given = looks.taken(content)
        except Refusal as refusal:
            self.kept.process_data("")
            raise ValidationError(refusal.sentence) from None
        self.kept.process_data(base64.b64encode(self.given.content).decode())

    def changes(self) -> LookChanges:
        """What was chosen, as the action takes it."""
        said: LookChanges = {"colour": self.colour.data or None}
        if self.given is not None:
            said["logo"] = self.given
        elif self.without_logo.data:
            said["logo"] = None
        return said
