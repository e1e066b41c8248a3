"""The catalogue service: wiring only."""

from flask import Flask

from services.catalogue.routes import (
    api_api_keys,
    api_inner,
    api_offerings,
    api_organisation_domains,
    api_organisation_organisers,
    api_organisation_parts,
    api_organisations,
    api_paths,
    api_questions,
    api_quotas,
    api_series,
    api_sessions,
    home,
    paths,
    search_engines,
    series,
    session,
    sign_in,
    statements,
    workspace,
    workspace_keys,
    workspace_merging,
    workspace_offering,
    workspace_organisation,
    workspace_paths,
    workspace_people,
    workspace_questions,
    workspace_quotas,
    workspace_removal,
    workspace_requirements,
    workspace_series,
    workspace_session,
    workspace_stages,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PUBLIC_PAGES = (sign_in, home, series, paths, session, statements, search_engines)
WORKSPACE_PAGES = (
    workspace,
    workspace_series,
    workspace_session,
    workspace_offering,
    workspace_questions,
    workspace_quotas,
    workspace_removal,
    workspace_people,
    workspace_organisation,
    workspace_merging,
    workspace_keys,
    workspace_paths,
    workspace_stages,
    workspace_requirements,
)
APIS = (
    api_organisations,
    api_organisation_domains,
    api_organisation_organisers,
    api_organisation_parts,
    api_paths,
    api_series,
    api_sessions,
    api_offerings,
    api_questions,
    api_quotas,
    api_api_keys,
    api_inner,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("catalogue", __name__, settings)
    for page in (*PUBLIC_PAGES, *WORKSPACE_PAGES):
        app.register_blueprint(page.blueprint)
    add_api(app, *(part.api for part in APIS))
    return app
