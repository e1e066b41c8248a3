"""Two organisations become one: what belongs to the one belongs to the other, and names stay."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from shared.database import Database
from shared.schema.accounts import ApiKey, Membership
from shared.schema.catalogue import OfferingQuota, Series, SeriesPartner
from shared.schema.organisations import Organisation, OrganisationDomain, OrganisationName, Unit
from tests.services.catalogue.conftest import Call, Journal
from tests.services.catalogue.routes.conftest import SignIn
from tests.support.factories import Given


@pytest.fixture
def gone(given: Given) -> UUID:
    return given.organisation("Akaan sote", business_id="2077474-0")


@pytest.fixture
def heir(given: Given) -> UUID:
    return given.organisation("Pirkanmaan hyvinvointialue")


@pytest.fixture
def administrator(given: Given, sign_in: SignIn) -> FlaskClient:
    return sign_in(given.account("root@example.org", is_administrator=True))


def rows(database: Database, *columns: object) -> set[tuple[object, ...]]:
    with database.reading() as db:
        return {tuple(row) for row in db.execute(select(*columns))}  # type: ignore[call-overload]


def test_what_belongs_to_it_follows_and_its_name_stays(
    administrator: FlaskClient, given: Given, gone: UUID, heir: UUID, journal: Journal
) -> None:
    database = given.database
    for organisation in (gone, heir):
        given.unit(organisation, "Koivula")
    given.unit(gone, "Lepola")
    given.domain(gone, "akaa.example")
    both, one = given.account("both@example.org"), given.account("one@example.org")
    given.member(both, gone, "contact")
    given.member(both, heir, "contact")
    given.member(one, gone, "contact")
    given.api_key("contact", gone)
    series = given.series(gone)
    offering = given.offering(series)
    with database.writing() as db:
        db.execute(insert(SeriesPartner).values(series_id=series, organisation_id=gone, role="partner"))
        for organisation, places in ((gone, 3), (heir, 4)):
            db.execute(insert(OfferingQuota).values(offering_id=offering, organisation_id=organisation, places=places))
    page = f"/workspace/organisations/{gone}/merge"
    shown = administrator.get(f"{page}?into={heir}").text
    assert "2 people who register or organise for it" in shown
    assert "2 units follow" in shown
    assert "for the same way to register, Pirkanmaan hyvinvointialue gets the sum of them." in shown
    assert "The places held for it" not in shown
    answer = administrator.post(page, data={"into": str(heir)})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/workspace/organisations/{heir}")
    assert rows(database, Unit.name, Unit.organisation_id) == {("Koivula", heir), ("Lepola", heir)}
    assert rows(database, Membership.account_id, Membership.organisation_id) == {(both, heir), (one, heir)}
    assert rows(database, OrganisationDomain.organisation_id) == {(heir,)}
    assert rows(database, Series.organiser_id) == rows(database, SeriesPartner.organisation_id) == {(heir,)}
    assert rows(database, ApiKey.organisation_id) == {(heir,)}
    assert rows(database, OfferingQuota.organisation_id, OfferingQuota.places) == {(heir, 7)}
    assert rows(database, OrganisationName.organisation_id, OrganisationName.name) == {(heir, "Akaan sote")}
    assert rows(database, Organisation.id, Organisation.merged_into_id, Organisation.business_id) == {
        (gone, heir, None),
        (heir, None, "2077474-0"),
    }
    assert journal()[-1] == "organisation.merged"
    assert administrator.get(f"/workspace/organisations/{gone}").headers["Location"].endswith(str(heir))
    assert "Akaan sote" not in administrator.get("/workspace/organisations").text


def test_a_chain_of_mergers_ends_at_the_last(call: Call, given: Given, gone: UUID, heir: UUID) -> None:
    last = given.organisation("Valtakunnan sote")
    assert call("POST", f"/organisations/{gone}/merge", {"into": str(heir)}).json["name"].startswith("Pirkanmaan")
    assert call("POST", f"/organisations/{heir}/merge", {"into": str(last)}).status_code == 200
    assert rows(given.database, Organisation.id, Organisation.merged_into_id) == {
        (gone, last),
        (heir, last),
        (last, None),
    }


def test_what_makes_no_sense_is_refused(call: Call, given: Given, gone: UUID, heir: UUID) -> None:
    path = f"/organisations/{gone}/merge"
    assert call("POST", path, {"into": str(gone)}).json["code"] == "itself"
    call("POST", path, {"into": str(heir)})
    assert call("POST", path, {"into": str(heir)}).json["code"] == "merged_already"
    assert call("POST", f"/organisations/{heir}/merge", {"into": str(gone)}).json["code"] == "merged_already"
    assert call("POST", path, {"into": str(heir)}, key=given.api_key("organiser")).status_code == 403


def test_only_administrators_merge(sign_in: SignIn, given: Given, gone: UUID) -> None:
    account = given.account("olli@example.org")
    given.member(account, gone)
    assert sign_in(account).get(f"/workspace/organisations/{gone}/merge").status_code == 403
