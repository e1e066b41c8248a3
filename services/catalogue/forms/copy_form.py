"""The form that copies a series into another season."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue.actions.copy_series import Copy
from services.catalogue.forms.fields import Most, Needed, on_one_line
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.queries.season import first_day_of
from services.catalogue.rules.slugs import LONGEST
from shared.schema.base import NAME_LENGTH
from shared.web.choice_fields import SelectMultipleField
from shared.web.time_fields import DayField

#: what actions call these fields
NAMES = {"starts_at": "first_day", "ends_at": "first_day", "opens_at": "first_day", "closes_at": "first_day"}


class CopyForm(FlaskForm):  # type: ignore[misc]
    """The copy's name and first day, and what of the series comes along."""

    first_day = DayField(
        _l("First day of the new season"),
        [Needed()],
        description=_l("Sessions keep their weekdays: the first one is on this day, or on its weekday after it."),
    )
    title = StringField(_l("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    slug = StringField(
        _l("Address of its page"),
        [Most(LONGEST)],
        filters=[on_one_line],
        description=_l("For example: tour-spring-2027. If you leave this empty, it is made of the title."),
    )
    presenters = BooleanField(
        _l("The presenters come along"),
        description=_l(
            "They are invited when you publish the copy, not before. If others present this time, untick the box: "
            "you name them next, for all sessions on one page."
        ),
    )
    links = BooleanField(
        _l("The links to join come along"),
        description=_l(
            "Only if the same links still work: most belong to one meeting. A new one for all sessions is filled in at "
            "once on the next page."
        ),
    )
    materials = BooleanField(
        _l("The links among the materials come along"), description=_l("Files and recordings stay with the old series.")
    )
    mails = BooleanField(_l("Reminders and your own words for mails come along"))
    session_ids = SelectMultipleField(
        _l("Sessions"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )
    #: the shift that the dates on the page were shown with
    weeks = HiddenField()
    new_id = HiddenField()

    def __init__(self, stops: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self._stops = stops

    def chosen(self) -> list[UUID]:
        """The ticked sessions, those of this series."""
        ticked = set(self.session_ids.data or [])
        return [stop.id for stop in self._stops if str(stop.id) in ticked]

    def wanted(self, copy_id: UUID) -> Copy:
        """What was typed, as the action takes it; call it after validate()."""
        if self.first_day.data is None:
            raise ValueError("the day was not read")
        return Copy(
            title=self.title.data or "",
            first_day=self.first_day.data,
            slug=self.slug.data or None,
            with_presenters=self.presenters.data,
            with_links=self.links.data,
            with_materials=self.materials.data,
            with_mails=self.mails.data,
            session_ids=self.chosen(),
            id=copy_id,
        )


def typed(title: str, stops: Sequence[Any]) -> dict[str, Any]:
    """What stands in the form at first: everything that was held, a year later on the same weekdays."""
    held = [stop for stop in stops if stop.state == "scheduled"] or list(stops)
    return {
        "title": title,
        "first_day": year_later(held),
        "presenters": True,
        "mails": True,
        "session_ids": [str(stop.id) for stop in held],
    }


def year_later(stops: Sequence[Any]) -> date:
    """The day 52 weeks after the first of these sessions."""
    return first_day_of(stops) + timedelta(weeks=52)
