"""Every page is looked at in a real browser: the lists in `tests/support/pages.py` leave none out."""

from collections import defaultdict

import pytest

from shared.settings import SERVICES
from tests.architecture.services import NOBODYS_ID, app_of, calls_of
from tests.support.pages import (
    FRAMED,
    SIGNING_IN,
    STAFF,
    CataloguePages,
    MessagesPages,
    RegistrationPages,
    rules_of,
)

_CATALOGUE = CataloguePages(
    organisation=NOBODYS_ID, unit=NOBODYS_ID, sessions=[NOBODYS_ID] * 2, offering=NOBODYS_ID, question=NOBODYS_ID,
    draft_session=NOBODYS_ID, draft_offering=NOBODYS_ID, presenting="/presenting/token",
    material=NOBODYS_ID, own_material=NOBODYS_ID, draft="/drafts/token",
    handover=NOBODYS_ID,
    assignment=NOBODYS_ID,
    change=NOBODYS_ID,
    term=NOBODYS_ID,
    partner=NOBODYS_ID,
    presenter=NOBODYS_ID,
)  # fmt: skip
_STAFF = f"/organisations/{NOBODYS_ID}"
_REGISTRATION = RegistrationPages(
    offerings=defaultdict(lambda: NOBODYS_ID, open=NOBODYS_ID), own=["/own/token"], done="/done/token",
    place=NOBODYS_ID, batch=NOBODYS_ID, staff=_STAFF, colleague=f"{_STAFF}/people/{NOBODYS_ID}",
    planned=NOBODYS_ID,
)  # fmt: skip
_MESSAGES = MessagesPages(
    *(NOBODYS_ID, NOBODYS_ID, "/feeds/person/token", "/feeds/staff/token", NOBODYS_ID, NOBODYS_ID, NOBODYS_ID),
    ways_out=["/unsubscribe/token"],
)
LOOKED_AT = {
    "catalogue": rules_of(app_of("catalogue"), _CATALOGUE.public + _CATALOGUE.inner) | SIGNING_IN,
    "registration": rules_of(app_of("registration"), _REGISTRATION.public + _REGISTRATION.inner) | STAFF,
    "notifications": rules_of(app_of("notifications"), _MESSAGES.all) | FRAMED,
}
#: what is no page: files and words for programs
_ENDINGS = (
    ".css",
    ".js",
    ".csv",
    ".webp",
    ".xlsx",
    ".json",
    ".html",
    ".eml",
    ".ics",
    ".png",
    ".xml",
    ".atom",
    ".txt",
    "/file",
)
_FILES = (*_ENDINGS, "/healthz", "/readyz", "/metrics")
#: leads on to the catalogue's first page
LEADS_ON = {"registration": {"/"}, "notifications": {"/"}}


@pytest.mark.parametrize("service", SERVICES)
def test_every_page_is_looked_at_in_a_browser(service: str) -> None:
    pages = {call.rule for call in calls_of(service) if call.method == "GET" and not call.of_api}
    pages = {rule for rule in pages if not rule.endswith(_FILES)} - LEADS_ON.get(service, set())
    assert pages - LOOKED_AT[service] == set()
