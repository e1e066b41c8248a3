"""Languages: which one this reader gets, and the catalogues that hold our words."""

from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_translations
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
COOKIE = "kierros_language"
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "kierros_theme"
_YEAR_SECONDS = 365 * 24 * 3600
_SHARED = Path(__file__).parent / "translations"


def set_up(app: Flask, default_language: str) -> None:
    """Give an app its languages: the service's own catalogue over the shared one."""
    own = Path(app.root_path) / "translations"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{own};{_SHARED}"
    app.config["BABEL_DOMAIN"] = "messages;messages"
    app.config["BABEL_DEFAULT_LOCALE"] = default_language
    Babel(app, locale_selector=current_language)  # type: ignore[no-untyped-call]
    app.after_request(_remember_choice)


def load_catalogues(app: Flask) -> None:
    """Read all of them now: what is read before processes are forked is in their memory once."""
    with app.app_context():
        for language in LANGUAGES:
            with force_locale(language):
                get_translations()


def current_language() -> str:
    """fi, sv or en: as asked in the address, else as chosen before, else as the browser prefers, else the default."""
    if "language" not in g:
        g.language = _wanted() if has_request_context() else _default()
    found: str = g.language
    return found


def current_theme() -> str:
    """auto, light or dark, as the reader chose."""
    asked = request.args.get("theme") or request.cookies.get(THEME_COOKIE)
    return asked if asked in THEMES else "auto"


def _wanted() -> str:
    asked = request.args.get("lang", "")
    chosen = request.cookies.get(COOKIE, "")
    for code in (asked, chosen, _preferred(request.headers.get("Accept-Language", ""))):
        if code in LANGUAGES:
            return code
    # a program that says nothing of languages is read by a developer
    return "en" if request.path.startswith("/api/") else _default()


@lru_cache(maxsize=1000)
def _preferred(header: str) -> str:
    """The one of our languages that an Accept-Language header likes best, or nothing; there are few such headers."""
    return parse_accept_header(header, LanguageAccept).best_match(LANGUAGES, "")


def _default() -> str:

    language: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return language


def _remember_choice(response: Response) -> Response:
    """Keep what was chosen in the address for the next page; these cookies say nothing of the person."""
    if not request.query_string:
        return response
    for argument, cookie, allowed in (("lang", COOKIE, tuple(LANGUAGES)), ("theme", THEME_COOKIE, THEMES)):
        choice = request.args.get(argument)
        if choice in allowed:
            response.set_cookie(
                cookie, choice, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
            )
    return response
