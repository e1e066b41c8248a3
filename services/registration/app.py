"""The registration service: wiring only."""

from flask import Flask

from services.registration.routes import (
    api_offerings,
    api_registrations,
    done,
    home,
    own,
    participants,
    register,
    several,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PAGES = (home, register, several, done, own, participants)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("registration", __name__, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    add_api(app, api_offerings.api, api_registrations.api)
    return app
