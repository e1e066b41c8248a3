"""What our templates and components need from the Jinja environment of every service."""

from collections.abc import Iterable, Iterator

from flask import Flask
from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup, escape

from shared.rules.regions import in_language
from shared.web import date_filters
from shared.web.icons import icon

_KILO, _MEGA = 1024, 1024 * 1024


def register(app: Flask) -> None:
    """Give the app's templates the icons, the dates and the small filters that the components use."""
    app.jinja_env.globals["icon"] = icon
    app.jinja_env.filters.update(
        initials=initials,
        flat_errors=flat_errors,
        leading=leading,
        paragraphs=paragraphs,
        size=size,
        region=region,
        foreign=foreign,
    )
    date_filters.register(app)


def initials(name: str) -> str:
    """Return the first letters of the first and last name, "AL" for "Anna Maria Laine"; "?" when there is no name."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return "?"
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def flat_errors(errors: object) -> list[str]:
    """Return the sentences of a WTForms field's errors, also of those nested in lists and sub-forms."""
    return list(_sentences(errors))


def leading(label: object) -> Markup:
    """Return a label as it stands before a sentence about it: with a colon, but for one that ends like a sentence."""
    marked = escape(label)
    # a question in another language than the page's is marked as such
    is_sentence = marked.striptags().endswith(("?", "!", ":", "."))
    return marked if is_sentence else marked + ":"


def region(name: str) -> str:
    """Return what a region of Finland is called in the page's language; another place as it was written."""
    return in_language(name, date_filters.language())


def foreign(language: str) -> str:
    """Return "in Finnish" on a page in another language; empty for what is in the page's own."""
    if language == date_filters.language():
        return ""
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}.get(language, "")


def size(size_bytes: int) -> str:
    """Return how large a file is, "34 kB" or "1,5 MB", as the reader writes numbers."""
    if size_bytes < _MEGA:
        return f"{format_decimal(max(1, round(size_bytes / _KILO)))}\N{NO-BREAK SPACE}kB"
    return f"{format_decimal(round(size_bytes / _MEGA, 1))}\N{NO-BREAK SPACE}MB"


def paragraphs(texts: Iterable[str]) -> str:
    """Return the texts that say something with one empty line between them, for plain-text mails."""
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())


def _sentences(errors: object) -> Iterator[str]:
    if isinstance(errors, dict):
        errors = list(errors.values())
    if isinstance(errors, list | tuple):
        for inner in errors:
            yield from _sentences(inner)
    elif errors:
        yield str(errors)
