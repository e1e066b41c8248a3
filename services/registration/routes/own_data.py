"""A person's own data, in one file that they may keep or give to another program (GDPR articles 15 and 20)."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from services.registration.exports import own_data as own_file
from services.registration.queries import own_data
from services.registration.routes.own import opened
from services.registration.routes.private_pages import keep_private
from shared import clock
from shared.web import access, dates
from shared.web.current import reading, service
from shared.web.i18n import current_language

blueprint = Blueprint("own_data", __name__)

#: writes instants (RFC 3339) and decimals, which JSON has no form of its own for
_JSON = TypeAdapter(dict[str, Any])


@blueprint.get("/own/<token>/data.html")
@access.own_link
def download(token: str) -> Response:
    """All that is kept about whoever's mail holds the link: to be read, with the same for programs at its end."""
    data = _data(token)
    language, zone = current_language(), service().settings.default_timezone
    page = render_template(
        "own_data.html",
        title=_("All that is kept about you"),
        language=language,
        written=_("Written on %(when)s.", when=dates.moment_text(clock.now(), zone, language)),
        sections=own_file.sections(data, language, zone),
        json=_JSON.dump_json(data, indent=2).decode(),
    )
    return _file(page, "text/html", "html")


@blueprint.get("/own/<token>/data.json")
@access.own_link
def for_programs(token: str) -> Response:
    """The same for programs alone; its keys stay as they are."""
    return _file(_JSON.dump_json(_data(token), indent=2), "application/json", "json")


def _data(token: str) -> dict[str, Any]:
    row = opened(token)
    with reading() as db:
        return own_data.of_person(db, row.email_key)


def _file(content: str | bytes, media_type: str, ending: str) -> Response:
    response = keep_private(Response(content, mimetype=media_type))
    response.headers.set("Content-Disposition", "attachment", filename=_("my-data") + f".{ending}")
    return response
