"""Making a service: everything that the three have in common, wired once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import ChoiceLoader, FileSystemLoader
from structlog import get_logger

from shared import ring, settings
from shared.errors import Refusal
from shared.settings import Settings
from shared.web import (
    access,
    current,
    file_body,
    headers,
    i18n,
    look,
    observability,
    odd_input,
    openapi,
    own_look,
    packed_pages,
    problems,
    session_cookie,
    static_files,
)
from shared.web.api import Api
from shared.web.viewer import viewer

_TEMPLATES = Path(__file__).parent / "templates"

log = get_logger(__name__)


class App(Flask):
    """A Flask app in which everything that runs for a request is a plain function."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Flask looks each hook over for coroutines on every request; there are none here."""
        return func


def create_service(name: str, import_name: str, given: Settings | None = None) -> Flask:
    """A Flask app with settings, database, languages, sign-in, access rules, errors, health and metrics in place.

    ``name`` is catalogue, registration or notifications; ``import_name`` the module of its app.py.
    """
    values = given or settings.load()
    observability.set_up_logging(values.log_format)
    app = App(import_name, static_folder=str(static_files.FOLDER))
    app.extensions[current.EXTENSION] = own = current.make(name, values)
    session_cookie.set_up(app, own)
    # the signed token and SameSite guard the forms; own pages send no Referer, since their address is a secret
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SECRET_KEY=own.secrets.key_for("csrf"),
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    file_body.set_up(app)
    _guard_forms(app, CSRFProtect(app))
    headers.set_up(app, values, name)
    i18n.set_up(app, values.default_language)
    observability.set_up(app)
    app.register_blueprint(openapi.blueprint)
    odd_input.set_up(app)
    access.enforce(app)
    problems.set_up(app)
    static_files.set_up(app)
    packed_pages.set_up(app)
    _set_up_templates(app)
    own_look.set_up(app)
    return app


def begin(app: Flask) -> Flask:
    """Called in each process that serves the app, after the fork: what runs beside requests can start from here on."""
    own = app.extensions[current.EXTENSION]
    if own.name != "notifications":
        ring.hang(lambda: _sound(own))
    return app


def _guard_forms(app: Flask, csrf: CSRFProtect) -> None:
    """Check the token of whatever changes something; the library looks up first whether a mere reader is exempt."""

    def check() -> None:
        if request.method in app.config["WTF_CSRF_METHODS"] and app.config["WTF_CSRF_ENABLED"]:
            csrf.protect(apply_exemptions=True)

    app.before_request(check)


def add_api(app: Flask, *apis: Api) -> None:
    """Serve these calls and describe them; forms' tokens are not for them, cookies don't count there either."""
    calls = app.extensions.setdefault("kierros_calls", [])
    for api in apis:
        app.register_blueprint(api.blueprint)
        app.extensions["csrf"].exempt(api.blueprint)
        calls.extend(api.calls)


def _set_up_templates(app: Flask) -> None:
    """The shared layout and components under the service's own templates, and the names every page may use."""
    own = FileSystemLoader(Path(app.root_path) / "templates")
    app.jinja_loader = ChoiceLoader([own, FileSystemLoader(_TEMPLATES)])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    look.register(app)
    app.jinja_env.globals.update(
        static_url=static_files.static_url,
        service_url=current.service_url,
        languages=list(i18n.LANGUAGES.items()),
        language_url=lambda code: _this_page(lang=code),
        theme_url=lambda name: _this_page(theme=name),
        csrf_token=generate_csrf,
    )
    app.context_processor(
        lambda: {
            "current_language": i18n.current_language(),
            "theme": i18n.current_theme(),
            "viewer": viewer(),
            "came_back": _form_came_back(),
        }
    )


def _form_came_back() -> bool:
    """Whether this page answers a form that was sent, and its address also shows the empty form."""
    adapter = current_app.create_url_adapter(request) if request.method == "POST" else None
    return adapter is not None and "GET" in adapter.allowed_methods()


def _this_page(**changes: str) -> str:
    """The address of the page being shown, with a changed query; a form that was sent leads back to its own address."""
    arguments = {**request.args.to_dict(), **changes}
    # one slash: an address that begins with two would lead to another host
    return f"{request.script_root}/{request.path.lstrip('/')}?{urlencode(arguments)}"


def _sound(own: current.Service) -> None:
    try:
        own.ask("notifications").post("/api/v1/ring", None, "system")
    except Refusal as refusal:
        log.warning("ring_not_heard", code=refusal.code)
