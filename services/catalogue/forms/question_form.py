"""The form of a question that an offering asks."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from services.catalogue.actions.questions import QuestionChanges
from services.catalogue.forms.fields import Most, Needed, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.words import question_kind_word
from shared.rules.questions import ANSWER_LENGTH, HELP_LENGTH, KINDS, SENSITIVE_DAYS
from shared.schema.base import NAME_LENGTH
from shared.web.choice_fields import RadioField


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """One question."""

    label = StringField(
        _l("Question"),
        [Needed(), Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("Write it as people will read it. For example: Which group do you work with?"),
    )
    help = StringField(
        _l("Explanation under the question"),
        [Most(HELP_LENGTH)],
        filters=[on_one_line],
        description=_l("Say why you ask, or how to answer. You can leave this empty."),
    )
    kind = RadioField(_l("How it is answered"), [Needed()])
    options = TextAreaField(
        _l("Options"),
        [Most(2 * ANSWER_LENGTH)],
        filters=[trimmed],
        description=_l("Write one on each line. Only questions answered by choosing need them."),
    )
    required = BooleanField(
        _l("An answer is required"),
        description=_l(
            "Whoever registers alone can't go on without it. Whom a contact registers is asked on their own page."
        ),
    )
    shown_to_contact = BooleanField(
        _l("The contact of the person's organisation sees the answer, and may give it"),
        description=_l("Otherwise only the person and the organisers of this series see it."),
    )
    shown_to_presenters = BooleanField(
        _l("Presenters see the answers, without names"),
        description=_l(
            "On their own page, of those who have a place. Whoever registers is told so beside the question. "
            "Only for questions answered in one's own words."
        ),
    )
    is_sensitive = BooleanField(_l("It is sensitive: health, diet, access needs, conviction or origin"))
    new_id = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(kind, question_kind_word(kind)) for kind in KINDS]
        self.is_sensitive.description = "{} {}".format(
            _(
                "The law (GDPR article 9) guards this more. Only organisers of this series see the answers, on a page "
                "of their own: contacts and the list for the door don't have them. Answering is voluntary."
            ),
            ngettext(
                "Answers are erased a day after the last session.",
                "Answers are erased %(num)s days after the last session.",
                SENSITIVE_DAYS,
            ),
        )

    def changes(self) -> QuestionChanges:
        """What was typed, as the actions take it."""
        return {
            "label": self.label.data or "",
            "help": self.help.data or "",
            "kind": self.kind.data,
            "options": (self.options.data or "").split("\n"),
            "required": self.required.data,
            "shown_to_contact": self.shown_to_contact.data,
            "shown_to_presenters": self.shown_to_presenters.data,
            "is_sensitive": self.is_sensitive.data,
        }
