"""The catalogue service: wiring only."""

from flask import Flask

from services.catalogue.routes import home, search_engines, series, session, statements
from shared.settings import Settings
from shared.web.service import create_service

PAGES = (home, series, session, statements, search_engines)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("catalogue", __name__, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    return app
