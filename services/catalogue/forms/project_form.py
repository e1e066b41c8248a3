"""The forms of a project, and of a series that is put into it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField, ValidationError

from services.catalogue.actions.projects import MOST, ProjectFacts, Share
from services.catalogue.forms.fields import Most, Needed, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.rules.project_words import cents_of, euros_of, indicator_of
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH
from shared.schema.projects import PROJECT_ROLES
from shared.web.choice_fields import SelectField
from shared.web.partner_words import partner_role_word
from shared.web.time_fields import DayField

_EMPTY_ROWS = 3


def money(_form: Form, field: Any) -> None:
    """Validator: euros, or nothing."""
    if field.data and cents_of(field.data) is None:
        raise ValidationError(_("Euros such as 128 226 or 128226,50."))


def _lines(written: str | None) -> list[str]:
    return [line.strip() for line in (written or "").splitlines() if line.strip()]


def _indicators(_form: Form, field: Any) -> None:
    for line in _lines(field.data):
        if indicator_of(line) is None:
            raise ValidationError(_("Write each on its line, with its target after a colon: “Clients: 180”."))


def _names(_form: Form, field: Any) -> None:
    if any(len(line) > NAME_LENGTH for line in _lines(field.data)):
        raise ValidationError(_("At most %(most)s characters on a line.", most=NAME_LENGTH))


class ShareRow(Form):
    """An organisation in the project; a row without one is none."""

    organisation = SelectField(_l("Organisation"))
    role = SelectField(_l("Its role"))
    budget = StringField(_l("Share of the budget, euros"), [money, Most(30)], filters=[on_one_line])

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.role.choices = [(role, partner_role_word(role)) for role in ("lead", *PROJECT_ROLES)]
        self.organisation.choices = []
        if not self.role.data:
            self.role.data = PROJECT_ROLES[0]

    @property
    def is_empty(self) -> bool:
        """Whether no organisation is named in it."""
        return not self.organisation.data

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is fine."""
        return self.is_empty or super().validate(extra_validators)


class ProjectForm(FlaskForm):  # type: ignore[misc]
    """What a project is."""

    title = StringField(_l("Name of the project"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    organiser_id = SelectField(_l("Who leads it"), [Needed()])
    reference = StringField(_l("Number at the funder"), [Most(60)], filters=[on_one_line])
    summary = TextAreaField(_l("In one or two sentences"), [Most(500)], filters=[on_one_line])
    starts_on = DayField(_l("First day"), [Needed()])
    ends_on = DayField(_l("Last day"), [Needed()])
    budget = StringField(_l("Budget in all, euros"), [money, Most(30)], filters=[on_one_line])
    partners = FieldList(FormField(ShareRow), _l("Partners and funders"), max_entries=MOST)
    work_packages = TextAreaField(
        _l("Work packages"), [Most(TEXT_LENGTH), _names], filters=[trimmed], description=_l("Each on its line.")
    )
    indicators = TextAreaField(
        _l("Indicators with their targets"),
        [Most(TEXT_LENGTH), _names, _indicators],
        filters=[trimmed],
        description=_l("Each on its line, with its target after a colon: “Clients: 180”."),
    )
    version = HiddenField()
    seen = HiddenField()
    new_id = HiddenField()

    def __init__(self, leads: Sequence[Any], organisations: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.organiser_id.choices = [(str(one.id), one.name) for one in leads]
        self._organisations = [(str(one.id), one.name) for one in organisations]
        self.offer()

    def offer(self) -> None:
        """Give every row its choices, and let some rows be empty."""
        empty = sum(entry.form.is_empty for entry in self.partners.entries)
        for _row in range(min(_EMPTY_ROWS - empty, MOST - len(self.partners.entries))):
            self.partners.append_entry()
        for entry in self.partners.entries:
            entry.form.organisation.choices = [("", _("No organisation")), *self._organisations]

    def facts(self) -> ProjectFacts:
        """What was typed, as the action takes it."""
        named = [entry.form for entry in self.partners.entries if not entry.form.is_empty]
        return ProjectFacts(
            title=self.title.data or "",
            organiser_id=UUID(self.organiser_id.data),
            starts_on=cast("date", self.starts_on.data),
            ends_on=cast("date", self.ends_on.data),
            reference=self.reference.data or "",
            summary=self.summary.data or "",
            budget_cents=cents_of(self.budget.data or ""),
            partners=[
                Share(UUID(row.organisation.data), row.role.data, cents_of(row.budget.data or "")) for row in named
            ],
            work_packages=_lines(self.work_packages.data),
            indicators=[found for line in _lines(self.indicators.data) if (found := indicator_of(line))],
        )


def typed(project: Any) -> dict[str, Any]:
    """What the form shows of a project."""
    names = ("title", "reference", "summary", "starts_on", "ends_on", "version")
    return {
        **{name: getattr(project, name) for name in names},
        "organiser_id": str(project.organiser_id),
        "budget": _euros(project.budget_cents),
        "partners": [
            {"organisation": str(one.organisation_id), "role": one.role, "budget": _euros(one.budget_cents)}
            for one in project.partners
        ],
        "work_packages": "\n".join(one.name for one in project.work_packages),
        "indicators": "\n".join(f"{one.name}: {one.target}" for one in project.indicators),
    }


class ProjectSeriesForm(FlaskForm):  # type: ignore[misc]
    """Which series, and to which part of the work it belongs."""

    series = SelectField(_l("Series that belongs to the project"), [Needed()])
    work_package = SelectField(_l("Work package"))

    def __init__(self, series: Sequence[Any], packages: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.series.choices = [("", _l("Choose a series")), *((str(one.id), one.title) for one in series)]
        self.work_package.choices = [("", _l("None in particular")), *((str(one.id), one.name) for one in packages)]


def _euros(cents: int | None) -> str:
    """As it can be read back in any language."""
    if cents is None:
        return ""
    return f"{euros_of(cents):.2f}" if cents % 100 else str(cents // 100)
