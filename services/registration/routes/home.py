"""The service's root: visitors belong to the catalogue."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from shared.web import access
from shared.web.current import service_url

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access.public
def home() -> Response:
    """On to what is coming."""
    return redirect(service_url("catalogue"))
