"""What was planned goes out when its time comes: once, late if need be, and not in the name of who lost the right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from time_machine import Traveller

from services.registration.actions import announce, announce_due
from services.registration.actions.announce import Said
from shared.audiences import Audience
from shared.database import Database
from shared.errors import Conflict
from shared.schema.accounts import ApiKey, Membership
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.base import new_id
from shared.schema.catalogue import Series
from shared.schema.journal import JournalLine
from tests.services.registration.acts import Acts
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def writer(given: Given, organiser: UUID) -> str:
    account = given.account("olga@example.org")
    given.member(account, organiser)
    return f"account:{account}"


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID) -> Acts:
    acts = Acts(registration, given.offering(given.series(organiser, slug="kierros")))
    acts.register("anna", "berta")
    return acts


@pytest.fixture
def planned(registration: Database, one: Acts, writer: str) -> UUID:
    return plan(registration, writer)


def plan(database: Database, writer: str) -> UUID:
    with database.writing() as db:
        series = db.scalars(select(Series.id).where(Series.slug == "kierros")).one()
        said = Said(new_id(), "Hi", "There", None, writer, TOMORROW)
        assert announce.send(db, Audience(series, "participants"), said)
    return said.id


def ring(database: Database) -> list[bool]:
    with database.reading() as db:
        due = announce_due.due(db)
    done = []
    for announcement_id in due:
        with database.writing() as db:
            done.append(announce_due.send_due(db, announcement_id, "system"))
    return done


def state(database: Database) -> tuple[bool, str | None, int]:
    """Whether it went out, why not, and to how many."""
    with database.reading() as db:
        row = db.execute(select(Announcement.sent_at, Announcement.problem)).one()
        return row[0] is not None, row[1], db.scalar(select(func.count()).select_from(AnnouncementRecipient)) or 0


def sent_lines(database: Database) -> list[Any]:
    with database.reading() as db:
        lines = select(JournalLine.actor, JournalLine.detail).where(JournalLine.kind == "announcement.sent")
        return [tuple(row) for row in db.execute(lines)]


def test_nothing_goes_out_before_its_time(registration: Database, planned: UUID, noon: Traveller) -> None:
    noon.move_to(TOMORROW - timedelta(seconds=1))
    assert ring(registration) == []
    noon.move_to(TOMORROW)
    assert ring(registration) == [True]
    assert ring(registration) == []
    assert state(registration) == (True, None, 2)


@pytest.mark.parametrize("has_right", [True, False])
def test_what_is_put_off_after_it_was_found_due_waits_for_its_new_time(
    registration: Database, given: Given, planned: UUID, writer: str, noon: Traveller, has_right: bool
) -> None:
    noon.move_to(TOMORROW)
    with registration.reading() as db:
        assert announce_due.due(db) == [planned]
    with registration.writing() as db:
        later = Said(planned, "Hi", "There", None, writer, TOMORROW + timedelta(days=7))
        announce.change(db, None, later)
    if not has_right:
        with given.database.writing() as db:
            db.execute(delete(Membership))
    with registration.writing() as db:
        assert not announce_due.send_due(db, planned, "system")
    assert state(registration) == (False, None, 0)


def test_the_journal_names_its_writer_not_the_clock(
    registration: Database, planned: UUID, writer: str, noon: Traveller
) -> None:
    noon.move_to(TOMORROW)
    ring(registration)
    assert sent_lines(registration) == [(writer, {"recipients": 2})]


def test_it_goes_to_those_who_are_there_then(registration: Database, one: Acts, planned: UUID, noon: Traveller) -> None:
    one.cancel("anna")
    one.register("cecilia", "diana")
    one.erase("diana")
    noon.move_to(TOMORROW)
    ring(registration)
    assert state(registration) == (True, None, 2)


@pytest.mark.parametrize(("late", "expected"), [(24, (True, None, 2)), (25, (False, "missed", 0))])
def test_after_a_day_it_is_missed(
    registration: Database, planned: UUID, noon: Traveller, late: int, expected: tuple[bool, str | None, int]
) -> None:
    noon.move_to(TOMORROW + timedelta(hours=late))
    assert ring(registration) == [True]
    assert state(registration) == expected
    assert ring(registration) == []


def test_whoever_lost_the_right_sends_nothing(
    registration: Database, given: Given, planned: UUID, noon: Traveller
) -> None:
    with given.database.writing() as db:
        db.execute(delete(Membership))
    noon.move_to(TOMORROW)
    ring(registration)
    assert state(registration) == (False, "no-right", 0)


def test_an_ended_key_sends_nothing(
    registration: Database, given: Given, one: Acts, organiser: UUID, noon: Traveller
) -> None:
    given.api_key("organiser", organiser)
    with given.database.reading() as db:
        key = db.scalars(select(ApiKey.id)).one()
    plan(registration, f"key:{key}")
    with given.database.writing() as db:
        db.execute(update(ApiKey).values(revoked_at=NOON))
    noon.move_to(TOMORROW)
    ring(registration)
    assert state(registration) == (False, "no-right", 0)


def test_nothing_goes_out_of_an_archived_series(
    registration: Database, given: Given, planned: UUID, noon: Traveller
) -> None:
    with given.database.writing() as db:
        db.execute(update(Series).values(state="archived"))
    noon.move_to(TOMORROW)
    ring(registration)
    assert state(registration) == (False, "archived", 0)


def test_without_people_it_is_said(registration: Database, one: Acts, planned: UUID, noon: Traveller) -> None:
    one.cancel("anna")
    one.cancel("berta")
    noon.move_to(TOMORROW)
    ring(registration)
    assert state(registration) == (False, "nobody", 0)
    assert sent_lines(registration) == []


def test_two_clocks_at_once_send_it_once(
    database: OpenDatabase, registration: Database, planned: UUID, noon: Traveller
) -> None:
    noon.move_to(TOMORROW)
    clocks = [database("registration") for _number in range(4)]
    together = Barrier(len(clocks))

    def clock_rings(own: Database) -> bool:
        with own.reading() as db:
            [due] = announce_due.due(db)
        together.wait()
        with own.writing() as db:
            return announce_due.send_due(db, due, "system")

    with ThreadPoolExecutor(len(clocks)) as threads:
        assert sorted(threads.map(clock_rings, clocks)) == [False, False, False, True]
    assert (len(sent_lines(registration)), state(registration)) == (1, (True, None, 2))


def test_what_is_taken_back_as_the_clock_rings_either_goes_or_stays(
    database: OpenDatabase, registration: Database, planned: UUID, noon: Traveller
) -> None:
    noon.move_to(TOMORROW)
    together = Barrier(2)

    def clock_rings(own: Database) -> bool:
        together.wait()
        with own.writing() as db:
            return announce_due.send_due(db, planned, "system")

    def organiser_withdraws(own: Database) -> bool:
        together.wait()
        try:
            with own.writing() as db:
                announce.withdraw(db, planned, "account:1")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        went = threads.submit(clock_rings, database("registration"))
        stayed = threads.submit(organiser_withdraws, database("registration"))
        assert went.result() != stayed.result()
    assert len(sent_lines(registration)) == int(went.result())
