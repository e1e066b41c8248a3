"""The registration service: wiring only."""

from flask import Flask

from services.registration.routes import (
    api_announcements,
    api_offerings,
    api_organisations,
    api_registrations,
    colleagues,
    done,
    home,
    organisations,
    organisations_export,
    own,
    own_data,
    own_erase,
    own_move,
    own_sessions,
    participants,
    participants_bulk,
    participants_export,
    participants_message,
    register,
    several,
    staff,
    staff_list,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PAGES = (
    home,
    register,
    several,
    done,
    own,
    own_data,
    own_erase,
    own_move,
    own_sessions,
    participants,
    participants_bulk,
    participants_export,
    participants_message,
    organisations,
    organisations_export,
    colleagues,
    staff,
    staff_list,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("registration", __name__, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    add_api(app, api_offerings.api, api_registrations.api, api_organisations.api, api_announcements.api)
    return app
