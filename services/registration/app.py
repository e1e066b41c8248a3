"""The registration service: wiring only."""

from flask import Flask

from services.registration.routes import (
    api_announcements,
    api_answers,
    api_completions,
    api_erasures,
    api_groups,
    api_moving,
    api_offerings,
    api_organisation_offerings,
    api_organisations,
    api_places,
    api_registrations,
    api_sessions,
    api_staff_lists,
    colleague_answers,
    colleague_details,
    colleagues,
    done,
    holds,
    home,
    organisations,
    organisations_export,
    own,
    own_answers,
    own_data,
    own_erase,
    own_move,
    own_sessions,
    participant_details,
    participants,
    participants_answer,
    participants_assignments,
    participants_bulk,
    participants_completion,
    participants_export,
    participants_groups,
    participants_message,
    participants_sensitive,
    register,
    series_message,
    several,
    staff,
    staff_list,
    waivers,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PAGES = (
    holds,
    home,
    register,
    series_message,
    several,
    done,
    own,
    own_answers,
    own_data,
    own_erase,
    own_move,
    own_sessions,
    participant_details,
    participants,
    participants_answer,
    participants_assignments,
    participants_bulk,
    participants_completion,
    participants_export,
    participants_groups,
    participants_message,
    participants_sensitive,
    organisations,
    organisations_export,
    colleagues,
    colleague_answers,
    colleague_details,
    staff,
    staff_list,
    waivers,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("registration", __name__, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    apis = (
        api_completions,
        api_offerings,
        api_registrations,
        api_organisations,
        api_places,
        api_announcements,
        api_answers,
        api_moving,
        api_sessions,
        api_staff_lists,
        api_organisation_offerings,
        api_erasures,
        api_groups,
    )
    add_api(app, *(part.api for part in apis))
    return app
