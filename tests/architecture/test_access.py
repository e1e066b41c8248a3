"""Every route says who may call it, and only those meant for everybody are open to everybody."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.database import Database
from shared.database.guard import MIGRATION
from shared.settings import SERVICES, Settings
from shared.web.access import Access, rule_of
from shared.web.current import EXTENSION
from tests.architecture.services import SECRET_KEY, Call, app_of, calls_of, every_route
from tests.support.factories import Given

#: what every service answers to everybody; /metrics is kept inside by the proxy
OF_EVERY_SERVICE = {
    "PUBLIC /api", "PUBLIC /healthz", "PUBLIC /metrics", "PUBLIC /openapi.json", "PUBLIC /readyz",
    "PUBLIC /logos/<uuid:organisation_id>/<logo>.webp", "PUBLIC /look/<digits>.css",
}  # fmt: skip
#: what anyone may reach without a role; a new line here is a decision
OPEN_TO_EVERYBODY: dict[str, set[str]] = {
    "catalogue": {
        "OWN_LINK /sign-in/<token>",
        "OWN_LINK /drafts/<token>",
        "OWN_LINK /drafts/<token>/sessions/<uuid:session_id>",
        "OWN_LINK /presenting/<token>",
        "OWN_LINK /presenting/<token>/renew",
        "OWN_LINK /presenting/<token>/sessions/<uuid:session_id>/answer",
        "OWN_LINK /presenting/<token>/sessions/<uuid:session_id>/propose",
        "OWN_LINK /presenting/<token>/materials/<uuid:material_id>/file",
        "OWN_LINK /presenting/<token>/materials/<uuid:material_id>/remove",
        "OWN_LINK /presenting/<token>/profile",
        "OWN_LINK /presenting/<token>/profile/empty",
        "OWN_LINK /presenting/<token>/sessions/<uuid:session_id>/materials",
        "OWN_LINK /presenting/<token>/sessions/<uuid:session_id>/materials/add-file",
        "OWN_LINK /presenting/<token>/sessions/<uuid:session_id>/materials/add-link",
        "OWN_LINK /materials/<uuid:material_id>/<token>/file",
        "PUBLIC /",
        "PUBLIC /accessibility",
        "PUBLIC /api/v1/materials/<uuid:material_id>/file",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>/requirements",
        "PUBLIC /api/v1/organisations/<uuid:organisation_id>/look",
        "PUBLIC /api/v1/paths",
        "PUBLIC /api/v1/paths/<slug>",
        "PUBLIC /api/v1/offerings/<uuid:offering_id>/questions",
        "PUBLIC /api/v1/series",
        "PUBLIC /api/v1/terms",
        "PUBLIC /api/v1/statements/<kind>",
        "PUBLIC /api/v1/series/<slug>",
        "PUBLIC /api/v1/series/<slug>/assignments",
        "PUBLIC /api/v1/series/<slug>/programme",
        "PUBLIC /api/v1/series/<slug>/offerings",
        "PUBLIC /api/v1/series/<slug>/partners",
        "PUBLIC /api/v1/series/<slug>/sessions",
        "PUBLIC /api/v1/sessions/<uuid:session_id>",
        "PUBLIC /api/v1/sessions/<uuid:session_id>/materials",
        "PUBLIC /embed/<uuid:organisation_id>",
        "PUBLIC /embed/<uuid:organisation_id>.js",
        "PUBLIC /materials/<uuid:material_id>/file",
        "PUBLIC /month",
        "PUBLIC /paths/<slug>",
        "PUBLIC /presenters/photos/<uuid:profile_id>/<digest>.webp",
        "PUBLIC /privacy",
        "PUBLIC /robots.txt",
        "PUBLIC /series",
        "PUBLIC /series.atom",
        "PUBLIC /series/<slug>",
        "PUBLIC /series/<slug>/picture.png",
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
        "OWN_LINK /own/<token>/data.html",
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
        "OWN_LINK /feeds/person/<token>/choice",
        "OWN_LINK /feeds/person/<token>/renew",
        "OWN_LINK /feeds/staff/<token>",
        "OWN_LINK /feeds/staff/<token>.ics",
        "OWN_LINK /feeds/staff/<token>/renew",
        "OWN_LINK /unsubscribe/<token>",
        "PUBLIC /",
        "PUBLIC /feeds/organisations/<uuid:organisation_id>",
        "PUBLIC /feeds/organisations/<uuid:organisation_id>.ics",
        "PUBLIC /feeds/series/<slug>",
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


@pytest.mark.parametrize("service", SERVICES)
def test_guarded_routes_turn_strangers_away(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # else a form without its token is refused before anybody asks who sent it
    monkeypatch.setitem(app_of(service).config, "WTF_CSRF_ENABLED", False)
    stranger = app_of(service).test_client()
    asked = [call for call in calls_of(service) if call.access not in (Access.PUBLIC, Access.OWN_LINK)]
    assert asked
    wrong = []
    for call in asked:
        response = stranger.open(call.path, method=call.method)
        shown_in = response.status_code == 302 and "/sign-in?next=" in response.headers["Location"]
        if not (response.status_code == 401 if call.of_api else shown_in):
            wrong.append(f"{call}: {response.status_code}")
    assert wrong == []


#: whom a rule lets in, of the askers below
LET_IN = {
    Access.SIGNED_IN: {"nobody in particular", "contact", "organiser", "administrator"},
    Access.CONTACT: {"contact", "organiser", "administrator"},
    Access.ORGANISER: {"organiser", "administrator"},
    Access.ORGANISER_OR_SERVICE: {"organiser", "administrator"},
    Access.ADMINISTRATOR: {"administrator"},
    Access.SERVICE: set(),
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("asker", ["nobody in particular", "contact", "organiser"])
def test_guarded_pages_answer_only_the_roles_they_name(installation: "Installation", service: str, asker: str) -> None:
    client = installation.apps[service].test_client()
    with client.session_transaction() as session:
        session["account"], session["epoch"] = str(installation.accounts[asker]), 0
    kept_out = [call for call in _not_for(service, asker) if not call.of_api]
    assert [f"{call}: {status}" for call in kept_out if (status := _ask(client, call)) != 403] == []


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("asker", ["contact", "organiser", "administrator"])
def test_guarded_calls_answer_only_the_roles_they_name(installation: "Installation", service: str, asker: str) -> None:
    client = installation.apps[service].test_client()
    headers = {"Authorization": f"Bearer {installation.keys[asker]}"}
    kept_out = [call for call in _not_for(service, asker) if call.of_api]
    assert [f"{call}: {status}" for call in kept_out if (status := _ask(client, call, headers)) != 403] == []


@dataclass(frozen=True)
class Installation:
    """The services on one database, and one asker of each role."""

    apps: dict[str, Flask]
    accounts: dict[str, UUID]
    keys: dict[str, str]


@pytest.fixture(scope="module")
def installation(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    path = tmp_path_factory.mktemp("access") / "kierros.db"
    shutil.copy(sqlite_template, path)
    settings = Settings(database_url=f"sqlite:///{path}", secret_key=SECRET_KEY)
    apps = {service: import_module(f"services.{service}.app").create_app(settings) for service in SERVICES}
    accounts, keys = {}, {}
    with ExitStack() as open_ones:
        given = Given(open_ones.enter_context(closing(Database(settings.database_url, MIGRATION))))
        organisation = given.organisation()
        for role in ("contact", "organiser"):
            accounts[role] = given.account(f"{role}@example.org")
            given.member(accounts[role], organisation, role)
            keys[role] = given.api_key(role, organisation)
        accounts["nobody in particular"] = given.account("nobody@example.org")
        keys["administrator"] = given.api_key()
        for app in apps.values():
            app.config["WTF_CSRF_ENABLED"] = False
            open_ones.callback(app.extensions[EXTENSION].database.close)
        yield Installation(apps, accounts, keys)


def _not_for(service: str, asker: str) -> list[Call]:
    """Every call that isn't meant for this asker."""
    return [call for call in calls_of(service) if call.access in LET_IN and asker not in LET_IN[call.access]]


def _ask(client: FlaskClient, call: Call, headers: dict[str, str] | None = None) -> int:
    return client.open(call.path, method=call.method, headers=headers).status_code
