"""What an installation must tell: how accessible it is, and what it does with people's data."""

from email.utils import parseaddr

from flask import Blueprint, render_template
from flask_babel import gettext as _

from shared.web import access
from shared.web.current import service
from shared.web.i18n import current_language

blueprint = Blueprint("statements", __name__)

#: these are texts, not phrases: each language has a file of its own
ACCESSIBILITY = {
    "fi": "statements/accessibility.fi.html",
    "sv": "statements/accessibility.sv.html",
    "en": "statements/accessibility.en.html",
}
PRIVACY = {
    "fi": "statements/privacy.fi.html",
    "sv": "statements/privacy.sv.html",
    "en": "statements/privacy.en.html",
}


@blueprint.get("/accessibility")
@access.public
def accessibility() -> str:
    """The accessibility statement."""
    return _statement(ACCESSIBILITY, _("Accessibility"))


@blueprint.get("/privacy")
@access.public
def privacy() -> str:
    """What is kept of people, what for, and how long."""
    return _statement(PRIVACY, _("Privacy"))


def _statement(texts: dict[str, str], title: str) -> str:
    sender, address = parseaddr(service().settings.mail_from)
    return render_template(
        "statements/page.html",
        text=texts[current_language()],
        title=title,
        contact=address,
        contact_name=sender or address,
    )
