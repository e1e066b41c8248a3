"""The way out for an organisation that somebody named as a partner."""

from uuid import UUID

import pytest
from sqlalchemy import select

from shared.schema.catalogue import SeriesPartner
from shared.schema.journal import JournalLine
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.conftest import SignIn
from tests.support.factories import Given


@pytest.fixture
def partner(given: Given) -> UUID:
    return given.organisation("Oulun ammattikorkeakoulu")


@pytest.fixture
def series(given: Given, organisation: UUID, partner: UUID) -> UUID:
    series = given.series(organisation, slug="kierros", title="Nepsy arjessa", state="draft", published_at=None)
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="customer")
    return series


@pytest.fixture
def page(series: UUID, partner: UUID) -> str:
    return f"/workspace/partnerships/kierros/{partner}"


def left(given: Given) -> list[tuple[UUID | None, object]]:
    with given.database.reading() as db:
        told = select(JournalLine.subject_id, JournalLine.detail).where(JournalLine.kind == "series.partner_left")
        return [(row[0], row[1]) for row in db.execute(told)]


def is_partner(given: Given) -> bool:
    with given.database.reading() as db:
        return db.scalar(select(SeriesPartner.role)) is not None


def test_contact_reads_what_it_means_and_leaves(given: Given, sign_in: SignIn, partner: UUID, page: str) -> None:
    account = given.account("kaisa@example.org")
    given.member(account, partner, "contact")
    contact = sign_in(account)
    said = contact.get(page).text
    assert "Nepsy arjessa" in said
    assert "Customer" in said
    for _twice in range(2):
        assert contact.post(page).status_code == 303
    assert not is_partner(given)
    assert left(given) == [(partner, {"role": "customer"})]
    assert "not named in this series" in contact.get(page).text


def test_nobody_answers_for_somebody_elses_organisation(given: Given, sign_in: SignIn, page: str) -> None:
    account = given.account("muu@example.org")
    given.member(account, given.organisation("Muu Oy"), "contact")
    stranger = sign_in(account)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page).status_code == 404
    assert is_partner(given)


def test_partners_own_key_leaves_over_the_api(call: Call, given: Given, series: UUID, partner: UUID) -> None:
    stranger = given.api_key("contact", given.organisation("Muu Oy"))
    assert call("DELETE", f"/series/kierros/partners/{partner}", key=stranger).status_code == 404
    assert call("DELETE", f"/series/kierros/partners/{partner}", key=given.api_key("contact", partner)).json == {
        "items": []
    }
    assert not is_partner(given)
    assert len(left(given)) == 1
