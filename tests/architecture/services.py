"""The three apps, made for looking at: their routes, templates and words."""

from functools import cache
from importlib import import_module

from flask import Flask

from shared.settings import SERVICES, Settings

SECRET_KEY = "a key that only the tests use, long enough"


@cache
def app_of(service: str) -> Flask:
    """A service's app on a database that is never opened."""
    app: Flask = import_module(f"services.{service}.app").create_app(Settings(secret_key=SECRET_KEY))
    return app


def every_route() -> list[tuple[str, str, str]]:
    """(service, rule, endpoint) of every route but static files."""
    return [
        (service, rule.rule, rule.endpoint)
        for service in SERVICES
        for rule in app_of(service).url_map.iter_rules()
        if rule.endpoint != "static"
    ]
