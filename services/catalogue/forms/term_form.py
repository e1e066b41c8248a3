"""The form of a theme or a target group."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from services.catalogue.actions.terms import TermNames
from services.catalogue.forms.fields import Most, Needed, on_one_line
from services.catalogue.forms.lazily import lazily as _
from shared.schema.terms import TERM_LENGTH


class TermForm(FlaskForm):  # type: ignore[misc]
    """What it is called."""

    name_fi = StringField(_("In Finnish"), [Needed(), Most(TERM_LENGTH)], filters=[on_one_line])
    name_sv = StringField(
        _("In Swedish"),
        [Most(TERM_LENGTH)],
        filters=[on_one_line],
        description=_("Where this is empty, the Finnish name is shown."),
    )
    name_en = StringField(_("In English"), [Most(TERM_LENGTH)], filters=[on_one_line])
    #: which version the person saw, what it said, and the id of a new one
    version = HiddenField()
    seen = HiddenField()
    new_id = HiddenField()

    def names(self) -> TermNames:
        """What was typed, as the action takes it."""
        return {
            "name_fi": self.name_fi.data or "",
            "name_sv": self.name_sv.data or "",
            "name_en": self.name_en.data or "",
        }
