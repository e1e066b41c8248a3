"""The notifications service: wiring only."""

from flask import Flask

from services.notifications import courier
from services.notifications.routes import (
    api_inbound,
    api_messages,
    api_presenters,
    api_reminders,
    api_templates,
    api_told,
    feed_page,
    feeds,
    home,
    inbound,
    mail_preview,
    message,
    messages,
    messages_retry,
    public_feed_pages,
    reminders,
    ring,
    staff_feed,
    template,
    templates,
    told,
    unsubscribe,
)
from shared.settings import Settings
from shared.web.service import add_api, create_service

PAGES = (
    home,
    messages,
    messages_retry,
    inbound,
    message,
    templates,
    template,
    mail_preview,
    reminders,
    feeds,
    feed_page,
    public_feed_pages,
    staff_feed,
    told,
    unsubscribe,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The service's Flask app."""
    app = create_service("notifications", __name__, settings)
    courier.set_up(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    # mail programs send it by themselves, without a page and a cookie (RFC 8058 section 3.1); the link is the proof
    app.extensions["csrf"].exempt(unsubscribe.blueprint)
    apis = (ring, api_messages, api_inbound, api_presenters, api_templates, api_told, api_reminders)
    add_api(app, *(part.api for part in apis))
    return app
