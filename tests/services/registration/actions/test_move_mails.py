"""Whoever moves to another offering gets one mail about it, and a calendar that is right."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from services.registration.actions.move import Move, move
from shared.database import Database
from tests.services.registration.acts import Acts
from tests.support.deliveries import Office
from tests.support.factories import NOON

pytestmark = pytest.mark.takes_turns


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


def coming(text: str) -> int:
    """How many entries a mail says come, with it or with mails of their own."""
    if "comes with this mail" in text or "One of them comes into" in text:
        return 1
    several = re.search(r"(\d+) of them come into|of its own, (\d+) in all", text)
    return int(next(filter(None, several.groups()))) if several else 0


def going(text: str) -> int:
    """How many entries a mail says go, each with a mail of its own."""
    several = re.search(r"The entries of (\d+) sessions go", text)
    return int(several.group(1)) if several else text.count("The entry of one session goes")


@pytest.mark.parametrize(
    ("here", "there", "comes", "goes", "said"),
    [
        ((7,), (7,), 0, 0, "in your calendar already"),
        ((7,), (9,), 1, 1, "comes with this mail"),
        ((7, 8, 9), (7, 8, 10), 1, 1, "2 are there already"),
        ((7, 8, 9), (7, 8), 0, 1, "They are in your calendar already"),
        ((7, 8), (9, 10, 11), 3, 2, "the first is 1/3"),
        ((7,), (7, 8), 1, 0, "One is there already"),
    ],
)
def test_mail_about_a_move_promises_just_the_entries_that_come_and_go(
    office: Office,
    registration: Database,
    series: UUID,
    here: tuple[int, ...],
    there: tuple[int, ...],
    comes: int,
    goes: int,
    said: str,
) -> None:
    days = {day: session(office, series, day) for day in {*here, *there}}
    one = Acts(registration, office.given.offering(series, [days[day] for day in here], name="Oulu"))
    other = Acts(registration, office.given.offering(series, [days[day] for day in there], name="Tampere"))
    mails = moved(office, registration, one, other)
    methods = [method for method, _text in mails]
    [news] = [text for _method, text in mails if "takes the place" in text]
    assert (methods.count("REQUEST"), methods.count("CANCEL")) == (comes, goes)
    assert (coming(news), going(news)) == (comes, goes)
    assert said in news


def test_whoever_leaves_keeps_what_another_registration_covers_and_reads_so(
    office: Office, registration: Database, series: UUID
) -> None:
    shared = session(office, series, 7)
    one = Acts(registration, office.given.offering(series, [shared], name="Oulu"))
    other = Acts(registration, office.given.offering(series, [shared, session(office, series, 9)], name="Tampere"))
    one.register("anna")
    other.register("anna")
    office.deliver()
    other.cancel("anna")
    news, cancel = sorted(office.deliver(), key=lambda mail: mail.method or "")
    assert cancel.method == "CANCEL"
    assert "The entry of one session goes from your calendar with a short mail of its own." in news.text
    assert "One session stays in your calendar: another registration of yours covers it." in news.text
    one.cancel("anna")
    [last] = office.deliver()
    assert last.method == "CANCEL"
    assert "Its entry goes from your calendar." in last.text
