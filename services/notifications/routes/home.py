"""The address of this service alone: people find what they look for in the catalogue."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from shared.web import access
from shared.web.current import service_url

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access.public
def page() -> Response:
    """On to the catalogue."""
    return redirect(service_url("catalogue"))
