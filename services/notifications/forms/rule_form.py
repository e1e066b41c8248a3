"""The form of a rule for reminders. What it says is settled before: each kind asks only what it needs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from services.notifications.actions.reminder_rules import WantedRule
from services.notifications.forms.lazily import lazily as _l
from services.notifications.rule_words import HOUR_MINUTES, in_units
from services.notifications.rules.reminders import (
    ANCHORS,
    BEFOREHAND,
    CLOSING,
    COMING,
    DAY_MINUTES,
    FEEDBACK,
    SESSION_END,
    SESSION_START,
    Rule,
    Says,
)
from shared.errors import Refusal
from shared.schema.base import URL_LENGTH
from shared.web.choice_fields import SelectField
from shared.web.whole_number import WholeNumberField

LONGEST_TEXT = 2000
_MINUTES = {"minute": 1, "hour": HOUR_MINUTES, "day": DAY_MINUTES}
_ANCHORS = {SESSION_START: _l("The session begins"), SESSION_END: _l("The session ends")}
#: which field of the form a refusal is about
_FIELDS = {"offset_minutes": "amount", "anchor": "anchor", "link": "link", "offering_id": "offering", "text": "text"}


def _needed(_form: FlaskForm, field: WholeNumberField) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(_l("Say how long, as a number."))


class RuleForm(FlaskForm):  # type: ignore[misc]
    """When, for whom, with which words."""

    amount = WholeNumberField("", least=0, most=100_000, validators=[_needed])
    unit = SelectField(_l("Unit"))
    anchor = SelectField("")
    offering = SelectField(_l("For whom"))
    link = StringField(
        _l("Link"),
        [Length(max=URL_LENGTH, message=_l("At most 1000 characters."))],
        filters=[lambda said: (said or "").strip()],
    )
    text = TextAreaField(
        _l("Your own words"),
        [Length(max=LONGEST_TEXT, message=_l("At most 2000 characters."))],
        filters=[lambda said: (said or "").replace("\r\n", "\n").strip()],
        description=_l("They stand in the mail as you write them, in every language. You can leave this empty."),
    )

    def __init__(self, says: Says, offerings: Sequence[Any], rule: Rule | None = None) -> None:
        """``offerings`` (id, name) may be chosen; ``rule`` is what the form begins with."""
        amount, unit = in_units(abs(rule.offset_minutes)) if rule else (None, "hour")
        begins = {"amount": amount, "unit": unit, "anchor": rule.anchor if rule else ANCHORS[says][0]}
        if rule:
            begins |= {"offering": str(rule.offering_id or ""), "link": rule.link or "", "text": rule.text}
        super().__init__(data=begins)
        self.says = says
        self.amount.label.text = _("How long before") if says in BEFOREHAND else _("How long after; 0 is right away")
        self.unit.choices = [("minute", _("minutes")), ("hour", _("hours")), ("day", _("days"))]
        self.anchor.label.text = _("Before what") if says in BEFOREHAND else _("After what")
        self.anchor.choices = [(one, _ANCHORS[one]) for one in ANCHORS[says] if one in _ANCHORS]
        everybody = _("All ways to register") if says == CLOSING else _("Everybody of the session")
        self.offering.choices = [("", everybody), *((str(one.id), one.name) for one in offerings)]
        if says == CLOSING:
            del self.anchor
        if says not in (COMING, CLOSING):
            del self.offering
        if says == CLOSING:
            del self.text
            del self.link
        elif says == FEEDBACK:
            self.link.label.text = _("Address of the feedback form")
            self.link.flags.required = True

    def wanted(self, is_on: bool) -> WantedRule:
        """What was typed, as the actions take it; ``validate`` first."""
        minutes = (self.amount.data or 0) * _MINUTES[self.unit.data]
        offering = self.offering.data if "offering" in self else ""
        return WantedRule(
            says=self.says,
            anchor=self.anchor.data if "anchor" in self else ANCHORS[self.says][0],
            offset_minutes=-minutes if self.says in BEFOREHAND else minutes,
            offering_id=UUID(offering) if offering else None,
            text=(self.text.data or "") if "text" in self else "",
            link=(self.link.data or None) if "link" in self else None,
            is_on=is_on,
        )

    def show(self, refusal: Refusal) -> None:
        """Put a refusal beside the field that it is about."""
        field = self._fields.get(_FIELDS.get(refusal.field or "", ""))
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]
