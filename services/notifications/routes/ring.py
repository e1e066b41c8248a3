"""The bell that the other services ring after a commit."""

from flask import Response, current_app

from services.notifications.courier import courier_of
from shared.web.access import Access
from shared.web.api import Api, Shape

api = Api("notifications")


@api.asks("POST", "/ring", Access.SERVICE, "Something happened: read the journal soon", Shape(status=202))
def ring() -> Response:
    """Answer at once; the courier does the rest in the background."""
    courier_of(current_app).wake()
    return Response(status=202)
