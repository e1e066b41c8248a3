"""The form that keeps a series as a template of its organisation."""

from datetime import date
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from services.catalogue.actions.copy_series import Copy
from services.catalogue.forms.fields import Most, Needed, on_one_line
from services.catalogue.forms.lazily import lazily as _l
from shared.schema.base import NAME_LENGTH


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """What the template is called, and what of the series is kept in it."""

    title = StringField(_l("Name of the template"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    presenters = BooleanField(_l("With the presenters"))
    links = BooleanField(_l("With the links to join"))
    materials = BooleanField(
        _l("With the links among the materials"), description=_l("Files and recordings stay with the old series.")
    )
    mails = BooleanField(_l("With the reminders and your own words for mails"))
    new_id = HiddenField()

    def wanted(self, template_id: UUID, first_day: date) -> Copy:
        """What was typed, as the action takes it; call it after validate(). The days stay as they are."""
        return Copy(
            title=self.title.data or "",
            first_day=first_day,
            with_presenters=self.presenters.data,
            with_links=self.links.data,
            with_materials=self.materials.data,
            with_mails=self.mails.data,
            is_template=True,
            id=template_id,
        )
