"""The registration service: wiring only."""

from flask import Flask

from services.registration.routes import api_offerings, api_registrations
from shared.settings import Settings
from shared.web.service import add_api, create_service


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("registration", __name__, settings)
    add_api(app, api_offerings.api, api_registrations.api)
    return app
