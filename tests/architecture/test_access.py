"""Every route says who may call it, and only those meant for everybody are open to everybody."""

import pytest

from shared.settings import SERVICES
from shared.web.access import Access, rule_of
from tests.architecture.services import app_of, every_route

#: what every service answers to everybody; /metrics is kept inside by the proxy
OF_EVERY_SERVICE = {"PUBLIC /api", "PUBLIC /healthz", "PUBLIC /metrics", "PUBLIC /openapi.json", "PUBLIC /readyz"}
#: what anyone may reach without a role; a new line here is a decision
OPEN_TO_EVERYBODY: dict[str, set[str]] = {
    "catalogue": {
        "OWN_LINK /sign-in/<token>",
        "PUBLIC /",
        "PUBLIC /accessibility",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>/requirements",
        "PUBLIC /api/v1/paths",
        "PUBLIC /api/v1/paths/<slug>",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>/questions",
        "PUBLIC /api/v1/series",
        "PUBLIC /api/v1/series/<slug>",
        "PUBLIC /api/v1/series/<slug>/offerings",
        "PUBLIC /api/v1/series/<slug>/sessions",
        "PUBLIC /api/v1/sessions/<uuid:session_id>",
        "PUBLIC /paths/<slug>",
        "PUBLIC /privacy",
        "PUBLIC /robots.txt",
        "PUBLIC /series",
        "PUBLIC /series/<slug>",
        "PUBLIC /sessions/<uuid:session_id>",
        "PUBLIC /sign-in",
        "PUBLIC /sign-in/sent",
        "PUBLIC /sign-out",
        "PUBLIC /sitemap.xml",
    },
    "registration": {
        "OWN_LINK /done/<token>",
        "OWN_LINK /own/<token>",
        "OWN_LINK /own/<token>/answers",
        "OWN_LINK /own/<token>/cancel",
        "OWN_LINK /own/<token>/data.json",
        "OWN_LINK /own/<token>/erase",
        "OWN_LINK /own/<token>/move",
        "OWN_LINK /own/<token>/sessions/<uuid:session_id>/leave",
        "OWN_LINK /own/<token>/sessions/<uuid:session_id>/return",
        "PUBLIC /",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>/availability",
        "PUBLIC /erased",
        "PUBLIC /register/<uuid:offering_id>",
    },
    "notifications": {
        "OWN_LINK /feeds/person/<token>",
        "OWN_LINK /feeds/person/<token>.ics",
        "OWN_LINK /feeds/person/<token>/renew",
        "PUBLIC /",
        "PUBLIC /feeds/series/<slug>.ics",
        "PUBLIC /feeds/session/<uuid:session_id>.ics",
    },
}


@pytest.mark.parametrize(("service", "rule", "endpoint"), every_route())
def test_route_states_who_may_call_it(service: str, rule: str, endpoint: str) -> None:
    assert rule_of(app_of(service).view_functions[endpoint]) is not None, f"{service} {rule}"


@pytest.mark.parametrize("service", SERVICES)
def test_open_routes_are_the_ones_meant_to_be(service: str) -> None:
    found = {
        f"{rule_of(app_of(service).view_functions[endpoint]).name} {rule}"  # type: ignore[union-attr]
        for its_service, rule, endpoint in every_route()
        if its_service == service
        and rule_of(app_of(service).view_functions[endpoint]) in (Access.PUBLIC, Access.OWN_LINK)
    }
    assert found == OPEN_TO_EVERYBODY[service] | OF_EVERY_SERVICE


@pytest.mark.parametrize(("service", "rule", "endpoint"), every_route())
def test_guarded_route_turns_strangers_away(service: str, rule: str, endpoint: str) -> None:
    app = app_of(service)
    if rule_of(app.view_functions[endpoint]) in (Access.PUBLIC, Access.OWN_LINK):
        return
    made = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    values = dict.fromkeys(made.arguments, "0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f")
    with app.test_request_context():
        path = app.url_map.bind("localhost").build(endpoint, values, method=_method(made.methods))
    response = app.test_client().open(path, method=_method(made.methods))
    # 400: a form without its token is refused before anything is looked at
    assert response.status_code in (302, 400, 401), f"{service} {rule}: {response.status_code}"
    if response.status_code == 302:
        assert "/sign-in?next=" in response.headers["Location"]


def _method(methods: set[str] | None) -> str:
    return next(method for method in ("GET", "POST", "PATCH", "PUT", "DELETE") if method in (methods or set()))
