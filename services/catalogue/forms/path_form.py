"""The forms of a path, of one of its stages, and of what an offering requires."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue.actions.paths import PathChanges, StageFacts
from services.catalogue.forms.fields import CreditsField, Most, Needed, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _
from services.catalogue.forms.series_form import LANGUAGES
from services.catalogue.words import language_word, stage_rule_word
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH
from shared.schema.paths import STAGE_RULES
from shared.web.choice_fields import RadioField, SelectField, SelectMultipleField


class PathForm(FlaskForm):  # type: ignore[misc]
    """What a path says of itself."""

    title = StringField(_("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    organiser_id = SelectField(_("Organiser"), [Needed()])
    summary = TextAreaField(_("In one or two sentences"), [Most(500)], filters=[on_one_line])
    description = TextAreaField(
        _("What it gives"),
        [Most(TEXT_LENGTH)],
        filters=[trimmed],
        description=_("You can use Markdown: **bold**, lists with a hyphen, [a link](https://example.org)."),
    )
    language = RadioField(_("Language"), [Needed()], description=_("The one it is described in."))
    #: which version the person saw, what it said, and the id of a new path
    version = HiddenField()
    seen = HiddenField()
    new_id = HiddenField()

    def __init__(self, organisers: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(**more)
        self.language.choices = [(code, language_word(code)) for code in LANGUAGES]
        self._organisers = [(str(one), name) for one, name in organisers]
        self.organiser_id.choices = list(self._organisers)

    def ask_organiser(self) -> None:
        """Let the person choose: none of several organisers goes without saying."""
        self.organiser_id.choices = [("", _("Choose the organiser")), *self._organisers]

    def changes(self) -> PathChanges:
        """What was typed, as the action takes it."""
        return {
            "title": self.title.data or "",
            "organiser_id": UUID(self.organiser_id.data),
            "summary": self.summary.data or "",
            "description": self.description.data or "",
            "language": self.language.data,
        }


class _SeriesChoice(FlaskForm):  # type: ignore[misc]
    series_ids = SelectMultipleField(
        _("Series"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), coerce=str
    )
    version = HiddenField()

    def offer_series(self, choices: Sequence[tuple[UUID, str]]) -> None:
        """The series to choose from."""
        self.series_ids.choices = [(str(one), title) for one, title in choices]

    @property
    def chosen(self) -> list[UUID]:
        """The series that were ticked, in the order of the list."""
        return [UUID(one) for one in self.series_ids.data or []]


class StageForm(_SeriesChoice):
    """One stage of a path."""

    name = StringField(
        _("Name"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line], description=_("For example: Common studies")
    )
    rule = RadioField(_("Who takes what"), [Needed()])
    credits_from = CreditsField(_("ECTS credits, at least"), description=_("Leave empty if there are none."))
    credits_to = CreditsField(_("ECTS credits, at most"), description=_("Leave empty if it is the same."))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.rule.choices = [(rule, stage_rule_word(rule)) for rule in STAGE_RULES]

    def facts(self, before: Sequence[UUID] = ()) -> StageFacts:
        """What was typed; series that were there ``before`` keep their order."""
        chosen = self.chosen
        kept = [one for one in before if one in chosen]
        ordered = [*kept, *(one for one in chosen if one not in kept)]
        return StageFacts(self.name.data or "", self.rule.data, self.credits_from.data, self.credits_to.data, ordered)


class RequirementForm(_SeriesChoice):
    """What has to be completed before one registers for an offering."""
