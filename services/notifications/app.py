"""The notifications service: wiring only."""

from flask import Flask

from services.notifications import courier
from services.notifications.routes import ring
from shared.settings import Settings
from shared.web.service import add_api, create_service


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("notifications", __name__, settings)
    courier.set_up(app)
    add_api(app, ring.api)
    return app
