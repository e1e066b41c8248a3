"""The notifications service: wiring only."""

from flask import Flask

from services.notifications import courier
from services.notifications.routes import (
    api_inbound,
    api_messages,
    feed_page,
    feeds,
    home,
    inbound,
    message,
    messages,
    ring,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PAGES = (home, messages, inbound, message, feeds, feed_page)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("notifications", __name__, settings)
    courier.set_up(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    add_api(app, ring.api, api_messages.api, api_inbound.api)
    return app
