"""The form of a series."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue import term_words
from services.catalogue.actions.series import SeriesChanges
from services.catalogue.forms.fields import (
    CreditsField,
    Most,
    Needed,
    on_one_line,
    trimmed,
    zone_name,
)
from services.catalogue.forms.lazily import lazily as _
from services.catalogue.forms.zones import ZoneSelect, zone_choices
from services.catalogue.words import kind_word, language_word
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH
from shared.schema.catalogue import (
    LEAST_ENTRIES_DAYS,
    LEAST_RETENTION_MONTHS,
    MOST_ENTRIES_DAYS,
    MOST_RETENTION_MONTHS,
    RETENTION_MONTHS,
    SERIES_KINDS,
)
from shared.schema.terms import TERM_KINDS
from shared.web.choice_fields import RadioField, SelectField, SelectMultipleField
from shared.web.whole_number import WholeNumberField

LANGUAGES = ("fi", "sv", "en")


class SeriesForm(FlaskForm):  # type: ignore[misc]
    """What a series says of itself."""

    title = StringField(_("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    kind = RadioField(_("What is it"), [Needed()])
    organiser_id = SelectField(_("Organiser"), [Needed()])
    summary = TextAreaField(
        _("In one or two sentences"),
        [Most(500)],
        filters=[on_one_line],
        description=_("Shown on cards and in mails."),
    )
    audience = TextAreaField(_("For whom"), [Most(500)], filters=[on_one_line])
    audiences = SelectMultipleField(
        _("Target groups"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    topics = SelectMultipleField(
        _("Themes"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("Visitors find the series by its themes and target groups."),
    )
    description = TextAreaField(
        _("What it gives"),
        [Most(TEXT_LENGTH)],
        filters=[trimmed],
        description=_("You can use Markdown: **bold**, lists with a hyphen, [a link](https://example.org)."),
    )
    language = RadioField(_("Language"), [Needed()], description=_("The one it is held and described in."))
    credits = CreditsField(_("ECTS credits"), description=_("Leave empty if there are none."))
    timezone = SelectField(
        _("Time zone"),
        [zone_name],
        widget=ZoneSelect(),
        validate_choice=False,
        description=_("Deadlines given as a day end that day in this zone."),
    )
    for_customers = BooleanField(
        _("Only for the staff of its customers"),
        description=_(
            "Training that an organisation has commissioned. Name the customers among the partners: their contacts "
            "register staff, and whoever has an address in their mail domains registers alone. Nobody else can."
        ),
    )
    is_listed_anyway = BooleanField(
        _("Show it in the public catalogue all the same"),
        description=_("Otherwise only those find it who get its link."),
    )
    retention_months = WholeNumberField(
        _("Months that personal data is kept"),
        LEAST_RETENTION_MONTHS,
        MOST_RETENTION_MONTHS,
        validators=[Needed()],
        description=_("Personal data is erased this many months after the last session. The numbers stay."),
    )
    entries_days_before = WholeNumberField(
        _("Calendar entries, days before each session"),
        LEAST_ENTRIES_DAYS,
        MOST_ENTRIES_DAYS,
        description=_(
            "Participants get the entry of each session by mail so many days before it. "
            "Leave empty to send all of them with the confirmation."
        ),
    )
    #: which version the person saw, the id of a new series, and what the fields held when the form was opened
    version = HiddenField()
    new_id = HiddenField()
    seen = HiddenField()

    def __init__(self, organisers: list[tuple[UUID, str]], terms: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(**more)
        self.topics.choices, self.audiences.choices = (
            [(str(one.id), term_words.name(one)) for one in terms if one.kind == kind] for kind in TERM_KINDS
        )
        self.kind.choices = [(kind, kind_word(kind)) for kind in SERIES_KINDS]
        self.language.choices = [(code, language_word(code)) for code in LANGUAGES]
        self._organisers = [(str(one), name) for one, name in organisers]
        self.organiser_id.choices = list(self._organisers)
        self.timezone.choices = zone_choices(self.timezone.data)

    def ask_organiser(self) -> None:
        """Let the person choose: none of several organisers goes without saying."""
        self.organiser_id.choices = [("", _("Choose the organiser")), *self._organisers]

    def changes(self) -> SeriesChanges:
        """What was typed, as the action takes it."""
        return {
            "title": self.title.data or "",
            "kind": self.kind.data,
            "organiser_id": UUID(self.organiser_id.data),
            "summary": self.summary.data or "",
            "audience": self.audience.data or "",
            "description": self.description.data or "",
            "term_ids": [UUID(one) for one in (*(self.topics.data or ()), *(self.audiences.data or ()))],
            "language": self.language.data,
            "credits": self.credits.data,
            "timezone": self.timezone.data,
            "retention_months": self.retention_months.data or RETENTION_MONTHS,
            "for_customers": self.for_customers.data,
            "is_listed_anyway": self.is_listed_anyway.data,
            "entries_days_before": self.entries_days_before.data,
        }
