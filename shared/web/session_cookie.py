"""The one signed cookie, valid in all three services, without its work for the many requests that bring none."""

from datetime import timedelta

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from shared.web.current import Service

NAME = "kierros_session"
SIGNED_IN_FOR = timedelta(days=14)


class _Sessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Flask derives the signing key anew for each request; one without the cookie has nothing to verify."""
        return super().open_session(app, request) if is_shown(request) else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What nobody looked at has not changed."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)


def set_up(app: Flask, own: Service) -> None:
    """Sign the cookie with a key of its own."""
    app.session_interface = _Sessions()
    app.secret_key = own.secrets.key_for("cookie")
    app.config.update(
        SESSION_COOKIE_NAME=NAME,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=own.settings.is_https,
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
    )


def is_shown(request: Request) -> bool:
    """Whether the request brings the cookie, true or forged; cheaper than opening it, and than reading all cookies."""
    return NAME in request.environ.get("HTTP_COOKIE", "") and NAME in request.cookies
