"""From a letter to the two halves of a mail: HTML with its look on each element, and plain text that says the same."""

from dataclasses import replace

import css_inline
from flask import current_app
from markupsafe import Markup

from services.notifications.messages.letter import Letter, Link
from services.notifications.messages.secret_links import without_typed_marks
from services.notifications.rules.content import Content
from shared.rules import colours

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


_CACHE = "kierros_rendered"
#: a change to a session says the same to hundreds, each with links of their own that are put in later
_MOST_KNOWN = 64


def render(letter: Letter, language: str) -> Content:
    """The mail's words in their looks; within an app's context and the reader's language."""
    known: dict[tuple[str, str], tuple[str, str, str]] = current_app.extensions.setdefault(_CACHE, {})
    words = (language, repr(replace(letter, calendar=None)))
    if words not in known:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[words] = _rendered(without_typed_marks(letter), language)
    subject, text, html = known[words]
    part = letter.calendar
    return Content(
        subject=subject,
        text=text,
        html=html,
        method=part.method if part else None,
        calendar=part.content if part else None,
    )


def _rendered(letter: Letter, language: str) -> tuple[str, str, str]:
    values = {
        "letter": letter,
        "facts": [(label, _linked(value)) for label, value in letter.facts if value],
        "subject": letter.subject,
        "sender": letter.sender,
        "language": language,
        "look": colours.shades(letter.colour) if letter.colour else colours.OURS,
        "is_own": letter.colour is not None,
    }
    # templates are taken from the environment itself: mail is written outside of any request
    templates = current_app.jinja_env
    html = _inliner.inline(templates.get_template("mail/letter.html").render(values))
    text = templates.get_template("mail/letter.txt").render(values)
    return letter.subject, text, html


def _linked(value: object) -> object:
    if isinstance(value, Link):
        return Markup('<a href="{}">{}</a>').format(value.url, value.words)
    return value
