"""What themes and target groups are called, in the reader's language."""

from typing import Any

from flask_babel import gettext as _

from shared.web.date_filters import language


def name(term: Any) -> str:
    """A theme or a target group, in the reader's language where it has a name in that."""
    return str(getattr(term, f"name_{language_of(term)}"))


def language_of(term: Any) -> str:
    """The language in which its name is shown."""
    own = language()
    return own if getattr(term, f"name_{own}", "") else "fi"


def kind_word(kind: str, *, many: bool = False) -> str:
    """What a kind of terms is called."""
    if many:
        return {"topic": _("Themes"), "audience": _("Target groups")}[kind]
    return {"topic": _("Theme"), "audience": _("Target group")}[kind]


def adding(kind: str) -> str:
    """The button for one more."""
    return {"topic": _("Add a theme"), "audience": _("Add a target group")}[kind]


def editing(kind: str) -> str:
    """The heading where one is edited."""
    return {"topic": _("Edit the theme"), "audience": _("Edit the target group")}[kind]


def none_yet(kind: str) -> str:
    """What stands where there are none yet."""
    return {
        "topic": _("No themes yet. What are your series about?"),
        "audience": _("No target groups yet. For whom are your series?"),
    }[kind]
