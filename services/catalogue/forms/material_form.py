"""The form of a material: what it is, what it is for, who sees it and from when."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, URLField

from services.catalogue.actions.materials import GivenFile, MaterialChanges
from services.catalogue.forms.fields import Most, Needed, on_one_line, web_address
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.words import audience_word, captions_word, material_kind_word, since_word
from shared.rules.materials import AUDIENCES, CAPTIONS, FILE_MEGABYTES, FILE_TYPES, KINDS, SINCE
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.web.choice_fields import RadioField
from shared.web.dates import local
from shared.web.time_fields import ClockField, DayField, WhichHourField, answered

#: what actions call these fields
NAMES = {"visible_from": "day"}


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """A link or a file; what is being edited keeps its file."""

    file = FileField(_l("File"), [Needed()])
    url = URLField(_l("Web address"), [Needed(), Most(URL_LENGTH), web_address], filters=[on_one_line])
    title = StringField(_l("Title"), [Most(NAME_LENGTH)], filters=[on_one_line])
    kind = RadioField(_l("What it is for"), [Needed()])
    captions = RadioField(_l("Captions of a recording"), [Needed()])
    audience = RadioField(_l("Who sees it"), [Needed()])
    since = RadioField(_l("From when"), [Needed()])
    day = DayField(_l("Day"))
    clock = ClockField(_l("Time of day"))
    which_hour = WhichHourField()
    new_id = HiddenField()

    def __init__(self, zone: str, what: str, **more: Any) -> None:
        """``what`` it is: "link", "file" for a new one, or "kept" for a file that is there."""
        super().__init__(**more)
        self._zone = zone
        self.at: datetime | None = None
        self.kind.choices = [(one, material_kind_word(one)) for one in KINDS]
        self.captions.choices = [(one, captions_word(one)) for one in CAPTIONS]
        self.audience.choices = [(one, audience_word(one)) for one in AUDIENCES]
        self.since.choices = [(one, since_word(one)) for one in SINCE]
        self.is_link = what == "link"
        if self.is_link:
            self.title.validators = [Needed(), *self.title.validators]
            self.title.flags.required = True
        else:
            del self.url, self.captions
        if what != "file":
            del self.file
            return
        self.title.description = _("Without one it goes by the file's name.")
        self.file.description = _(
            "At most %(most)s megabytes. Accepted: %(types)s.", most=FILE_MEGABYTES, types=", ".join(FILE_TYPES)
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the moment: `at` is the instant."""
        good: bool = super().validate(extra_validators)
        if self.since.data != "moment" or self.day.errors or self.clock.errors:
            return good
        for one in (self.day, self.clock):
            if one.data is None:
                one.errors = [*one.errors, _("This field is needed.")]
        self.at = self.which_hour.instant(self.day, self.clock, self._zone)
        return good and self.at is not None

    def changes(self) -> MaterialChanges:
        """What was typed, as the actions take it."""
        said: MaterialChanges = {
            "title": self.title.data or "",
            "kind": self.kind.data,
            "audience": self.audience.data,
            "since": self.since.data,
            "visible_from": self.at,
        }
        if self.is_link:
            said["url"] = self.url.data
            said["captions"] = self.captions.data
        return said

    def given(self) -> GivenFile | None:
        """The file that came with it."""
        upload = self.file.data if "file" in self else None
        return GivenFile(upload.filename or "", upload.read()) if upload else None


def typed(material: Any) -> dict[str, Any]:
    """What stands in the form of one that is there."""
    names = ("title", "url", "kind", "captions", "audience", "since")
    values = {name: getattr(material, name) for name in names}
    if material.visible_from is None:
        return values
    there = local(material.visible_from, material.timezone)
    return {**values, "day": there.date(), "clock": there.time(), "which_hour": answered(there)}


def usual(is_over: bool) -> dict[str, Any]:
    """What a new one begins with."""
    return {
        "kind": "after" if is_over else "before",
        "audience": "participants",
        "since": "now",
        "captions": "missing",
    }
