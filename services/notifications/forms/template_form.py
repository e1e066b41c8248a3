"""An organiser's own words for one kind of mail in one language."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from services.notifications.forms.lazily import lazily as _
from services.notifications.messages.own_words import problems_of
from services.notifications.queries.own_words import Words
from services.notifications.template_problems import sentence
from shared.web.choice_fields import SelectField

Choices = list[tuple[str, str]]


def _one_line(written: str | None) -> str:
    return " ".join((written or "").split())


def _lines(written: str | None) -> str:
    return "\n".join(line.rstrip() for line in (written or "").splitlines()).strip()


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """A subject, a text, and with whose data to look at them. ``base`` is the version that they began as."""

    base = HiddenField()
    subject = StringField(_("Subject"), filters=[_one_line])
    text = TextAreaField(_("Text"), filters=[_lines])
    # somebody may have left the list while words were typed, which is no reason to refuse the words
    whose = SelectField(_("With whose data"), default="", validate_choice=False)

    def __init__(self, kind: str, whose: Choices, given: Words | None = None, base: int = 0) -> None:
        """``given`` are the words that it shows at first; None: those that were sent with it."""
        if given is None:
            super().__init__()
        else:
            super().__init__(formdata=None, subject=given.subject, text=given.text, base=str(base))
        self._kind = kind
        self.whose.choices = whose

    @property
    def words(self) -> Words:
        """What is typed."""
        return Words(self.subject.data or "", self.text.data or "")

    @property
    def base_version(self) -> int:
        """The version that was begun from; of a form that has lost it, one that there never is."""
        said = self.base.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    def fits(self) -> bool:
        """Whether all is well; what isn't stands beside its field."""
        is_valid = bool(self.validate())
        for field, problems in problems_of(self._kind, self.words).items():
            self[field].errors = [*self[field].errors, *map(sentence, problems)]
            is_valid = False
        return is_valid
