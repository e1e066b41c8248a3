"""The three apps, made for looking at: their routes, templates and words."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from uuid import UUID

from flask import Flask

from shared.settings import SERVICES, Settings
from shared.web.access import Access, rule_of

SECRET_KEY = "a key that only the tests use, long enough"
#: stands for whatever an address asks for; there is no such thing
NOBODYS_ID = UUID("0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f")


@dataclass(frozen=True)
class Call:
    """One method of one route."""

    service: str
    method: str
    rule: str
    #: the rule filled in
    path: str
    access: Access | None

    @property
    def of_api(self) -> bool:
        return self.rule.startswith("/api/")

    def __str__(self) -> str:
        return f"{self.service} {self.method} {self.rule}"


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


@cache
def calls_of(service: str) -> list[Call]:
    """Every method of every route but static files."""
    app = app_of(service)
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, NOBODYS_ID))
        access = rule_of(app.view_functions[rule.endpoint])
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found += [Call(service, method, rule.rule, path, access) for method in methods]
    return found
