"""What an installation must tell: how accessible it is (act 306/2019), what it does with people's data (GDPR)."""

from email.utils import parseaddr

from flask import Blueprint, render_template
from flask_babel import gettext as _

from services.catalogue.queries import statements
from shared.web import access
from shared.web.current import reading, service
from shared.web.i18n import current_language
from shared.web.markdown import to_html

blueprint = Blueprint("statements", __name__)

#: these are texts, not phrases: each language has a file of its own
STANDARD = {
    "accessibility": {
        "fi": "statements/accessibility.fi.md",
        "sv": "statements/accessibility.sv.md",
        "en": "statements/accessibility.en.md",
    },
    "privacy": {
        "fi": "statements/privacy.fi.md",
        "sv": "statements/privacy.sv.md",
        "en": "statements/privacy.en.md",
    },
}


@blueprint.get("/accessibility")
@access.public
def accessibility() -> str:
    """The accessibility statement."""
    return _shown("accessibility")


@blueprint.get("/privacy")
@access.public
def privacy() -> str:
    """What is kept of people, what for, and how long."""
    return _shown("privacy")


def title(kind: str) -> str:
    """What a statement is called."""
    return _("Accessibility") if kind == "accessibility" else _("Privacy")


def standard(kind: str, language: str) -> str:
    """The text to begin from, in Markdown."""
    sender, address = parseaddr(service().settings.mail_from)
    return render_template(STANDARD[kind][language], contact=address, contact_name=sender or address)


def _shown(kind: str) -> str:
    language = current_language()
    with reading() as db:
        own = statements.texts(db, kind)
    text = own.get(language) or standard(kind, language)
    return render_template("statements/page.html", text=to_html(text, 2), title=title(kind), kind=kind)
