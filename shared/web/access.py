"""Who may call a route. Every view says so with one of these; a view that says nothing answers nobody."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from shared.web.current import service_url
from shared.web.viewer import Viewer, viewer

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "__access__"


class Access(Enum):
    """The rules. What a role may do with one particular thing, the view checks itself."""

    PUBLIC = "anyone"
    OWN_LINK = "whoever holds the secret link; the view checks it"
    SIGNED_IN = "a signed-in person"
    CONTACT = "a contact, an organiser or an administrator"
    ORGANISER = "an organiser or an administrator"
    ORGANISER_OR_SERVICE = "an organiser or an administrator, or another of our services"
    ADMINISTRATOR = "an administrator of the installation"
    SERVICE = "another of our services"


def states(rule: Access) -> Callable[[View], View]:
    """Decorator: state who may call the view."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, rule)
        return view

    return mark


public = states(Access.PUBLIC)
own_link = states(Access.OWN_LINK)
signed_in = states(Access.SIGNED_IN)
contact = states(Access.CONTACT)
organiser = states(Access.ORGANISER)
administrator = states(Access.ADMINISTRATOR)
service = states(Access.SERVICE)


def rule_of(view: Callable[..., Any]) -> Access | None:
    """What a view states, or None."""
    return getattr(view, _ATTRIBUTE, None)


def is_met(rule: Access, asker: Viewer | None) -> bool:
    """Whether an asker passes a rule."""
    if rule in (Access.PUBLIC, Access.OWN_LINK):
        return True
    if asker is None:
        return False
    if rule is Access.SERVICE:
        return asker.service is not None
    if rule is Access.ORGANISER_OR_SERVICE:
        return asker.service is not None or asker.organiser_of
    return {
        Access.SIGNED_IN: asker.account_id is not None,
        Access.CONTACT: asker.is_contact,
        Access.ORGANISER: asker.organiser_of,
        Access.ADMINISTRATOR: asker.is_administrator,
    }[rule]


def enforce(app: Flask) -> None:
    """Have every request checked before its view runs."""
    app.before_request(_check)


def _check() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None

    rule = rule_of(current_app.view_functions[endpoint])
    if rule is None:
        abort(500, f"the route {endpoint} does not state who may call it")
    if rule in (Access.PUBLIC, Access.OWN_LINK) or is_met(rule, viewer()):
        return None
    return _turn_away()


def _turn_away() -> Response | None:
    """A person not signed in is shown the way to; everybody else is told no."""
    if viewer() is not None:
        abort(403)
    if request.path.startswith("/api/") or "Authorization" in request.headers:
        abort(401)
    # without its query, which may hold a name somebody searched for: this address is kept until they have signed in
    back = request.base_url if request.method == "GET" else service_url("catalogue", "/workspace")
    return redirect(service_url("catalogue", "/sign-in") + "?" + _query(back))


def _query(back: str) -> str:

    return urlencode({"next": back})
