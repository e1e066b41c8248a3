"""An organisation's own colour and logo on pages of its series. Every service gives both out: no page asks other hosts.

A style sheet follows from the colour alone and a logo's address from its bytes, so browsers keep both for good.
"""

import hashlib
import re
from functools import lru_cache
from uuid import UUID

from flask import Blueprint, Flask, Response, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from shared.errors import NotThere
from shared.rules import colours
from shared.schema.logos import OrganisationLogo
from shared.schema.organisations import Organisation
from shared.web import access
from shared.web.current import reading

FOREVER = "public, max-age=31536000, immutable"
LOGO_TYPE = "image/webp"
_DIGITS = re.compile(r"[0-9a-f]{6}")

blueprint = Blueprint("own_look", __name__)


def set_up(app: Flask) -> None:
    """Serve both, and let pages name them: ``colour_url(colour)``, ``logo_url(organisation_id, logo)``."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(colour_url=colour_url, logo_url=logo_url)


@blueprint.get("/look/<digits>.css")
@access.public
def sheet(digits: str) -> Response:
    """What puts a colour in place of ours; only one that can be read."""
    if not _DIGITS.fullmatch(digits) or not colours.can_be_read(f"#{digits}"):
        raise NotThere("no_colour", _("There is no such colour."))
    return Response(_sheet(f"#{digits}"), mimetype="text/css", headers={"Cache-Control": FOREVER})


@blueprint.get("/logos/<uuid:organisation_id>/<logo>.webp")
@access.public
def picture(organisation_id: UUID, logo: str) -> Response:
    """An organisation's logo, as long as it is that one."""
    with reading() as db:
        content = logo_content(db, organisation_id, logo)
    if content is None:
        raise NotThere("no_logo", _("There is no such logo."))
    guards = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    return Response(content, mimetype=LOGO_TYPE, headers={"Cache-Control": FOREVER, **guards})


def colour_url(colour: str) -> str:
    """The address of a colour's style sheet; another one when what follows from colours has changed."""
    return url_for("own_look.sheet", digits=colour[1:], v=digest(_sheet(colour).encode()))


def logo_url(organisation_id: UUID, logo: str) -> str:
    """The address of an organisation's logo on this service."""
    return url_for("own_look.picture", organisation_id=organisation_id, logo=logo)


def logo_content(db: Connection, organisation_id: UUID, logo: str) -> bytes | None:
    """Its bytes; None when it has another one by now, or none."""
    return db.scalar(
        select(OrganisationLogo.content)
        .join(Organisation, Organisation.id == OrganisationLogo.organisation_id)
        .where(Organisation.id == organisation_id, Organisation.logo == logo)
    )


def digest(content: bytes) -> str:
    """By which an address changes with its content."""
    return hashlib.sha256(content).hexdigest()[:16]


@lru_cache(maxsize=256)
def _sheet(colour: str) -> str:
    own = colours.shades(colour)
    return (
        ":root {\n"
        f"  --primary: light-dark({own.light}, {own.dark});\n"
        f"  --primary-strong: light-dark({own.strong_light}, {own.strong_dark});\n"
        f"  --primary-tint: light-dark({own.tint_light}, {own.tint_dark});\n"
        "}\n"
    )
