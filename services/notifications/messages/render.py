"""From a letter to the two halves of a mail: HTML with its look on each element, and plain text that says the same."""

import css_inline
from flask import current_app
from markupsafe import Markup

from services.notifications.messages.letter import Letter, Link
from services.notifications.rules.content import Content

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def render(letter: Letter, language: str) -> Content:
    """The mail's words in their looks; within an app's context and the reader's language."""
    values = {
        "letter": letter,
        "facts": [(label, _linked(value)) for label, value in letter.facts if value],
        "subject": letter.subject,
        "sender": letter.sender,
        "language": language,
    }
    # templates are taken from the environment itself: mail is written outside of any request
    templates = current_app.jinja_env
    html = _inliner.inline(templates.get_template("mail/letter.html").render(values))
    text = templates.get_template("mail/letter.txt").render(values)
    part = letter.calendar
    return Content(
        subject=letter.subject,
        text=text,
        html=html,
        method=part.method if part else None,
        calendar=part.content if part else None,
    )


def _linked(value: object) -> object:
    if isinstance(value, Link):
        return Markup('<a href="{}">{}</a>').format(value.url, value.words)
    return value
