"""The filter over the ledger: a form that is sent by GET, so that a filtered page has an address."""

from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Length

from services.notifications import words
from services.notifications.forms.lazily import lazily as _l
from services.notifications.messages.write import WRITERS
from services.notifications.queries.ledger import Wanted
from shared.schema.notifications import MESSAGE_STATES
from shared.web.choice_fields import SelectField

LONGEST_SEARCH = 100
Choices = list[tuple[str, str]]


class MessageFilter(FlaskForm):  # type: ignore[misc]
    """Each field narrows the list; empty ones don't."""

    class Meta:
        """Nothing is changed by it, so it needs no token."""

        csrf = False

    state = SelectField(default="")
    kind = SelectField(default="")
    recipient = StringField(
        filters=[lambda said: (said or "").strip()],
        validators=[Length(max=LONGEST_SEARCH, message=_l("At most 100 characters."))],
    )
    series = SelectField(default="")
    session_id = SelectField(default="")

    def __init__(self, asked: MultiDict[str, str], series: Choices, sessions: Choices) -> None:
        """``series`` and ``sessions`` are what may be chosen: value and word."""
        super().__init__(asked)
        everything = ("", _("All"))
        self.state.label.text = _("Status")
        self.kind.label.text = _("What")
        self.recipient.label.text = _("To whom")
        self.series.label.text = _("In the series")
        self.session_id.label.text = _("Session")
        self.state.choices = [everything, *((state, words.state_badge(state)[0]) for state in MESSAGE_STATES)]
        self.kind.choices = [everything, *((kind, words.kind_word(kind)) for kind in WRITERS)]
        self.series.choices = [everything, *series]
        self.session_id.choices = [everything, *sessions]

    def wanted(self) -> Wanted:
        """What is asked for, leaving out what is wrong; ``validate`` first."""
        said = {name: field.data or None for name, field in self._fields.items() if not field.errors}
        session_id = said.get("session_id")
        return Wanted(
            state=said.get("state"),
            kind=said.get("kind"),
            recipient=said.get("recipient"),
            series=said.get("series"),
            session_id=UUID(session_id) if session_id else None,
        )
