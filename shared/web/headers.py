"""What guards every answer: security headers, a limit on bodies, the path prefix behind a proxy."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.settings import SERVICES, Settings
from shared.web.unread_body import WsgiApp, taken_in

#: who may show a page within their own
_FOR_EVERYBODY, _FOR_NOBODY = "frame-ancestors *", "frame-ancestors 'none'"
#: the largest body a form or an API call may have
BODY_LIMIT_BYTES = 2 * 1024 * 1024


def set_up(app: Flask, settings: Settings, service: str) -> None:
    """Wrap an app so that it knows its prefix and its proxies, and guard its answers."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_LIMIT_BYTES
    prefix = settings.path_of(service)
    if prefix:
        app.wsgi_app = _under_prefix(app.wsgi_app, prefix)  # type: ignore[method-assign,assignment]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.wsgi_app = taken_in(_guarded(app.wsgi_app, content_policy(settings)))  # type: ignore[method-assign,assignment]


def _guarded(inner: Any, policy: str) -> WsgiApp:
    """Add to every answer, whoever made it, what it doesn't say itself."""
    guards = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said = dict(headers)
            if _FOR_EVERYBODY in said.get("Content-Security-Policy", ""):
                # the older header has no word for it
                said["X-Frame-Options"] = ""
            return start(status, headers + [guard for guard in guards.items() if guard[0] not in said], *error)

        answer: Iterable[bytes] = inner(environ, begin)
        return answer

    return app


def content_policy(
    settings: Settings, *, has_mail: bool = False, is_framed: bool = False, style_nonce: str | None = None
) -> str:
    """Only our own files; forms may be sent to our three services, which can stand on ports of their own.

    ``has_mail``: a mail is shown within the page, whose looks stand on its elements. ``is_framed``: any other site may
    show the page within its own. ``style_nonce``: what a style element must carry to be let in,
    for a script that makes one.
    """
    origins = {"'self'"} | {
        f"{parts.scheme}://{parts.netloc}" for parts in (urlsplit(settings.public_url(name)) for name in SERVICES)
    }
    # a calendar's icons are a font within its style sheet
    styles = f"style-src 'self' 'nonce-{style_nonce}'; font-src 'self' data:; " if style_nonce else ""
    if has_mail:
        styles = "style-src 'self' 'unsafe-inline'; "
    return styles + (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"{_FOR_EVERYBODY if is_framed else _FOR_NOBODY}; "
        f"form-action {' '.join(sorted(origins))}"
    )


def _under_prefix(inner: Any, prefix: str) -> WsgiApp:
    """Take the prefix off the path, as SCRIPT_NAME (PEP 3333); a path outside it is left alone and found nowhere."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(prefix + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        answer: Iterable[bytes] = inner(environ, start)
        return answer

    return app
