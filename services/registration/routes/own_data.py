"""A person's own data, in one file that they may keep or give to another program (GDPR articles 15 and 20)."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from services.registration.queries import own_data
from services.registration.routes.own import opened
from services.registration.routes.private_pages import keep_private
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("own_data", __name__)

#: writes instants (RFC 3339) and decimals, which JSON has no form of its own for
_JSON = TypeAdapter(dict[str, Any])


@blueprint.get("/own/<token>/data.json")
@access.own_link
def download(token: str) -> Response:
    """All that is kept about whoever's mail holds the link."""
    row = opened(token)
    with reading() as db:
        data = own_data.of_person(db, row.email_key)
    response = keep_private(Response(_JSON.dump_json(data, indent=2), mimetype="application/json"))
    response.headers.set("Content-Disposition", "attachment", filename=_("my-data") + ".json")
    return response
