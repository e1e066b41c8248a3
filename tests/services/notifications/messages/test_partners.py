"""Mails about partners: to those who act for one that was named, and to the organisers when it leaves."""

from uuid import UUID

import pytest
from sqlalchemy import delete

from shared.schema.catalogue import SeriesPartner
from tests.support.deliveries import Office


@pytest.fixture
def series(office: Office) -> UUID:
    given = office.given
    lead = given.organisation("TAMK")
    given.member(given.account("olga@example.org", name="Olga Järjestäjä", language="sv"), lead)
    return given.series(lead, slug="kierros", title="Nepsy arjessa", language="fi")


@pytest.fixture
def partner(office: Office, series: UUID) -> UUID:
    given = office.given
    partner = given.organisation("Sospro Oy")
    account = given.account("kaisa@example.org", name="Kaisa", language="en")
    given.member(account, partner, "contact")
    given.member(account, partner)
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="funder")
    return partner


def test_contact_of_a_new_partner_reads_who_named_it_as_what_and_where_to_leave(
    office: Office, series: UUID, partner: UUID
) -> None:
    both = office.given.account("molemmat@example.org", name="Mia")
    office.given.member(both, partner)
    office.line("series.partner_added", series_id=series, subject_id=partner, actor=f"account:{both}")
    [mail] = office.deliver()
    assert mail.recipient == "kaisa@example.org", "once, in two roles; who named it knows"
    for said in ("TAMK", "Sospro Oy", "Nepsy arjessa", "Mia (molemmat@example.org)", "Funder", "nobody's name"):
        assert said in mail.text
    assert f"/workspace/partnerships/kierros/{partner}" in mail.text


def test_copied_series_tells_its_partners_and_a_template_nobody(office: Office, series: UUID, partner: UUID) -> None:
    template = office.given.series(slug="malli", is_template=True, state="draft")
    office.given.row_without_id(SeriesPartner, series_id=template, organisation_id=partner, role="funder")
    for one in (template, series):
        office.line("series.copied", series_id=one, detail={"from": str(series), "weeks": 52})
    assert [mail.recipient for mail in office.deliver()] == ["kaisa@example.org"]


def test_organisers_hear_that_a_partner_left(office: Office, series: UUID, partner: UUID) -> None:
    who = office.given.account("kaisa.k@example.org", name="Kaisa K")
    with office.given.database.writing() as db:
        db.execute(delete(SeriesPartner))
    left = {"series_id": series, "subject_id": partner, "actor": f"account:{who}", "detail": {"role": "customer"}}
    office.line("series.partner_left", **left)
    [mail] = office.deliver()
    assert mail.recipient == "olga@example.org"
    for said in ("Sospro Oy", "Kaisa K (kaisa.k@example.org)", "/workspace/series/kierros/partners"):
        assert said in mail.text
