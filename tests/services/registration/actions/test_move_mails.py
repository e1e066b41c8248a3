"""Whoever moves to another offering gets one mail about it, and a calendar that is right."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.registration.actions.move import Move, move
from shared.database import Database
from tests.services.registration.acts import Acts
from tests.support.deliveries import Office
from tests.support.factories import NOON


@pytest.fixture
def series(office: Office) -> UUID:
    return office.given.series(language="en")


def session(office: Office, series: UUID, days: int) -> UUID:
    return office.given.session(series, NOON + timedelta(days=days))


def moved(
    office: Office, registration: Database, one: Acts, other: Acts, *, wait: bool = False
) -> list[tuple[str, str]]:
    """The methods and words of the mails that moving Anna leads to."""
    one.register("anna")
    office.deliver()
    ids = [one.standing()["anna"]]
    with registration.writing() as db:
        move(db, Move(one.offering_id, other.offering_id, ids, "wait" if wait else "stay", "person"))
    return sorted((mail.method or "", mail.text) for mail in office.deliver())


def test_one_mail_tells_of_both_and_the_old_session_leaves_the_calendar(
    office: Office, registration: Database, series: UUID
) -> None:
    one = Acts(registration, office.given.offering(series, [session(office, series, 7)], name="Oulu"))
    other = Acts(registration, office.given.offering(series, [session(office, series, 9)], name="Tampere"))
    (cancel, gone), (request, place) = moved(office, registration, one, other)
    assert (cancel, request) == ("CANCEL", "REQUEST")
    assert "It takes the place of your registration for Oulu." in place
    assert "its entry goes from your calendar" in gone
    assert "cancelled" not in gone


def test_the_same_session_stays_in_the_calendar(office: Office, registration: Database, series: UUID) -> None:
    both = [session(office, series, 7)]
    one = Acts(registration, office.given.offering(series, both, name="Oulu"))
    other = Acts(registration, office.given.offering(series, both, name="Tampere"))
    [(_method, place)] = moved(office, registration, one, other)
    assert "It takes the place of your registration for Oulu." in place


def test_whoever_moves_to_a_line_hears_it_once_too(office: Office, registration: Database, series: UUID) -> None:
    one = Acts(registration, office.given.offering(series, [session(office, series, 7)], name="Oulu", capacity=0))
    other = Acts(registration, office.given.offering(series, [session(office, series, 9)], name="Tampere", capacity=0))
    [(_method, line)] = moved(office, registration, one, other, wait=True)
    assert "It takes the place of your registration for Oulu." in line


def test_an_earlier_move_is_not_told_again(office: Office, registration: Database, series: UUID) -> None:
    one = Acts(registration, office.given.offering(series, [session(office, series, 7)], name="Oulu"))
    other = Acts(registration, office.given.offering(series, [session(office, series, 9)], name="Tampere"))
    moved(office, registration, one, other)
    office.time.shift(timedelta(hours=1))
    other.cancel("anna")
    office.deliver()
    office.time.shift(timedelta(hours=1))
    other.register("anna")
    assert not any("takes the place" in mail.text for mail in office.deliver())
