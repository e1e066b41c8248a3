"""The form of a presenter's profile: every field may stay empty, and says what it is for."""

import base64
import binascii
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField, URLField, ValidationError

from services.catalogue.actions import looks
from services.catalogue.actions.looks import Logo
from services.catalogue.actions.profiles import Change, Told
from services.catalogue.forms.fields import Most, on_one_line, trimmed, web_address
from services.catalogue.forms.lazily import lazily as _l
from shared.errors import Refusal
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.schema.profiles import INTRODUCTION_LENGTH

_TOLD = ("name", "title", "organisation", "intro_fi", "intro_sv", "intro_en", "link")


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What visitors are to see."""

    name = StringField(
        _l("Name"),
        [Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("As it is to be shown. Empty: as the organiser wrote it."),
    )
    title = StringField(
        _l("Job title"),
        [Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l(
            "It tells visitors from which work you speak. Without job title and organisation:"
            " as the organiser wrote it."
        ),
    )
    organisation = StringField(_l("Organisation"), [Most(NAME_LENGTH)], filters=[on_one_line])
    intro_fi = TextAreaField(_l("In Finnish"), filters=[trimmed], validators=[Most(INTRODUCTION_LENGTH)])
    intro_sv = TextAreaField(_l("In Swedish"), filters=[trimmed], validators=[Most(INTRODUCTION_LENGTH)])
    intro_en = TextAreaField(_l("In English"), filters=[trimmed], validators=[Most(INTRODUCTION_LENGTH)])
    link = URLField(
        _l("Link"),
        [Most(URL_LENGTH), web_address],
        filters=[on_one_line],
        description=_l("Where more is told, such as your page at work."),
    )
    photo = FileField(
        _l("Photo"),
        description=_l(
            "PNG, JPEG or WebP, at most 15 megabytes. It is made small, and the middle is shown; "
            "place and time are dropped."
        ),
    )
    without_photo = BooleanField(_l("Remove the photo"))
    kept = HiddenField()
    seen = HiddenField()

    #: the photo that was given, ready to be kept
    given: Logo | None = None

    def validate_photo(self, field: FileField) -> None:
        """A photo that is given now, or was before this page was shown again."""
        content = field.data.read() if field.data else b""
        try:
            content = content or base64.b64decode(self.kept.data or "", validate=True)
            self.given = looks.photo_taken(content) if content else None
        except (Refusal, binascii.Error) as wrong:
            self.kept.process_data("")
            sentence = wrong.sentence if isinstance(wrong, Refusal) else str(self.photo.description)
            raise ValidationError(sentence) from None
        self.kept.process_data(base64.b64encode(self.given.content).decode() if self.given else "")

    def change(self, email: str, by: UUID | None) -> Change:
        """What was written, as the action takes it."""
        told = Told(**{name: self[name].data for name in _TOLD if name != "link"}, link=self.link.data or None)
        seen = int(self.seen.data) if self.seen.data and self.seen.data.isdecimal() else 0
        return Change(email, told, seen, self.given, keeps_photo=not self.without_photo.data, by=by)


def data_of(profile: Any) -> dict[str, Any]:
    """What the form begins with."""
    if profile is None:
        return {"seen": "0"}
    return {name: getattr(profile, name) for name in _TOLD} | {"seen": str(profile.version)}
