"""The mail about a registration that ended says who ended it."""

from uuid import UUID

import pytest

from tests.support.deliveries import Office

CHANGED_MIND = "Changed your mind?"


@pytest.fixture
def organiser(office: Office) -> UUID:
    return office.given.organisation("TAMK")


def told(office: Office, organiser: UUID, actor: str) -> str:
    offering = office.given.offering(office.given.series(organiser, language="en"))
    [anna] = office.register(offering, "anna@example.org")
    office.deliver()
    office.cancel(anna, actor)
    [mail] = office.deliver()
    return mail.text


@pytest.mark.parametrize("actor", ["person", "key:1", "system", "account:01890a5d-ac96-774b-bcce-b302099a8057"])
def test_whoever_nobody_else_took_off_may_have_changed_their_mind(office: Office, organiser: UUID, actor: str) -> None:
    text = told(office, organiser, actor)
    assert "has been cancelled" in text
    assert CHANGED_MIND in text


@pytest.mark.parametrize(
    ("name", "who"), [("Kaisa Contact", "contact Kaisa Contact cancelled"), ("", "contact cancelled")]
)
def test_a_contact_is_named(office: Office, organiser: UUID, name: str, who: str) -> None:
    contact = office.given.account("kaisa@example.org", name=name)
    office.given.member(contact, office.given.organisation("Sospro Oy"), "contact")
    text = told(office, organiser, f"account:{contact}")
    assert f"Your employer's {who} your registration" in text
    assert CHANGED_MIND not in text
    assert "Did you expect to come?" in text


def test_the_organiser_is_named_as_the_organisation(office: Office, organiser: UUID) -> None:
    olga = office.given.account("olga@example.org", name="Olga Organiser")
    office.given.member(olga, organiser)
    text = told(office, organiser, f"account:{olga}")
    assert "TAMK cancelled your registration" in text
    assert "Olga" not in text
    assert CHANGED_MIND not in text


def test_whoever_has_an_account_cancels_their_own_by_themselves(office: Office, organiser: UUID) -> None:
    anna = office.given.account("anna@example.org", name="Anna")
    assert CHANGED_MIND in told(office, organiser, f"account:{anna}")
