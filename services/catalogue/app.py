"""The catalogue service: wiring only."""

from flask import Flask

from shared.settings import Settings
from shared.web.service import create_service


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    return create_service("catalogue", __name__, settings)
