"""The form of a statement: a text in each language."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from services.catalogue.forms.fields import Most, trimmed
from services.catalogue.forms.lazily import lazily as _l
from shared.schema.base import TEXT_LENGTH
from shared.web.i18n import LANGUAGES


class StatementForm(FlaskForm):  # type: ignore[misc]
    """Texts in Markdown."""

    fi = TextAreaField(_l("In Finnish"), [Most(TEXT_LENGTH)], filters=[trimmed])
    sv = TextAreaField(_l("In Swedish"), [Most(TEXT_LENGTH)], filters=[trimmed])
    en = TextAreaField(_l("In English"), [Most(TEXT_LENGTH)], filters=[trimmed])
    seen = HiddenField()

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {language: self[language].data or "" for language in LANGUAGES}
