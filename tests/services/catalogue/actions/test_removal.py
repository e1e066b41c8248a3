from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from services.catalogue.actions.removal import remove_offering, remove_session
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.announcements import Announcement
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Session
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import Hold, Seats
from tests.services.catalogue.conftest import Journal
from tests.support.factories import NOON, Given


@pytest.fixture
def draft(given: Given) -> UUID:
    """A series that was never published."""
    return given.series(state="draft", published_at=None)


def left(catalogue: Database) -> list[int]:
    with catalogue.reading() as db:
        tables = (Session, Presenter, Offering, OfferingSession)
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_session_of_a_draft_goes_with_its_presenters(
    catalogue: Database, given: Given, draft: UUID, journal: Journal
) -> None:
    wrong, right = given.session(draft), given.session(draft)
    given.presenter(wrong)
    given.offering(draft, [wrong, right])
    with catalogue.writing() as db:
        remove_session(db, "account:x", wrong)
    assert left(catalogue) == [1, 0, 1, 1]
    assert journal() == ["session.removed"]
    with pytest.raises(NotThere), catalogue.writing() as db:
        remove_session(db, "account:x", wrong)


def test_offering_of_a_draft_goes_and_its_sessions_stay(
    catalogue: Database, given: Given, draft: UUID, journal: Journal
) -> None:
    offering = given.offering(draft, [given.session(draft)])
    with catalogue.writing() as db:
        remove_offering(db, "account:x", offering)
    assert left(catalogue) == [1, 0, 0, 0]
    assert journal() == ["offering.removed"]


def over_when_added(given: Given, **more: Any) -> UUID:
    """Added to a published series which people are registered for, on a day that was over by then."""
    series = given.series(published_at=NOON)
    session = given.session(series, NOON - timedelta(days=700), created_at=NOON - timedelta(days=1), **more)
    offering = given.offering(series, [session])
    given.presenter(session)
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering, taken=1, waiting=0))
    return session


def test_session_that_was_over_when_it_was_added_goes_from_a_published_series(
    catalogue: Database, given: Given, journal: Journal
) -> None:
    session = over_when_added(given)
    with catalogue.writing() as db:
        remove_session(db, "account:x", session)
    assert left(catalogue) == [0, 0, 1, 0]
    assert journal() == ["session.removed"]


def test_session_that_was_moved_there_stays(catalogue: Database, given: Given) -> None:
    session = over_when_added(given, revision=1)
    with pytest.raises(Conflict) as refused, catalogue.writing() as db:
        remove_session(db, "account:x", session)
    assert refused.value.code == "was_published"


def test_session_that_somebody_has_in_a_calendar_stays(catalogue: Database, given: Given) -> None:
    session = over_when_added(given)
    asked = {"session_id": session, "email": "esittelija@example.org", "state": "invited", "sequence": 0}
    given.row_without_id(CalendarCopy, **asked, stamp=NOON)
    with pytest.raises(Conflict) as refused, catalogue.writing() as db:
        remove_session(db, "account:x", session)
    assert refused.value.code == "has_registrations"
    assert left(catalogue) == [1, 1, 1, 1]


def test_session_that_people_were_written_to_about_stays(catalogue: Database, given: Given, draft: UUID) -> None:
    session = given.session(draft)
    said = {"series_id": draft, "subject": "Hi", "text": "There", "actor": "key:1", "created_at": NOON}
    given.row(Announcement, **said, session_id=session)
    with pytest.raises(Conflict) as refused, catalogue.writing() as db:
        remove_session(db, "account:x", session)
    assert refused.value.code == "has_registrations"


@pytest.mark.parametrize("state", ["published", "archived", "draft"])
def test_nothing_is_removed_of_a_series_that_was_published(
    catalogue: Database, given: Given, journal: Journal, state: str
) -> None:
    series = given.series(state=state, published_at=NOON)
    session = given.session(series)
    offering = given.offering(series, [session])
    for remove, one in ((remove_session, session), (remove_offering, offering)):
        with pytest.raises(Conflict) as refused, catalogue.writing() as db:
            remove(db, "account:x", one)
        assert refused.value.code == "was_published"
    assert left(catalogue) == [1, 0, 1, 1]
    assert journal() == []


def test_nothing_is_removed_that_people_registered_for(catalogue: Database, given: Given, draft: UUID) -> None:
    session = given.session(draft)
    offering = given.offering(draft, [session])
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering, taken=1, waiting=0))
    for remove, one in ((remove_session, session), (remove_offering, offering)):
        with pytest.raises(Conflict) as refused, catalogue.writing() as db:
            remove(db, "account:x", one)
        assert refused.value.code == "has_registrations"
    assert left(catalogue) == [1, 0, 1, 1]


def test_what_belongs_to_an_offering_goes_with_it(catalogue: Database, given: Given, draft: UUID) -> None:
    offering = given.offering(draft, [given.session(draft)])
    given.quota(offering, given.organisation(), 3)
    given.requirement(offering, given.series())
    given.question(offering, "diet")
    with catalogue.writing() as db:
        remove_offering(db, "account:x", offering)
    assert left(catalogue) == [1, 0, 0, 0]


@pytest.mark.parametrize("table", [Hold, Announcement])
def test_nothing_is_removed_that_places_are_held_in_or_people_were_written_to(
    catalogue: Database, given: Given, draft: UUID, table: type[Hold] | type[Announcement]
) -> None:
    offering = given.offering(draft)
    words = {"series_id": draft, "subject": "Hi", "text": "There", "is_test": True}
    said = {"label": "Nurses", "places": 2} if table is Hold else words
    with given.database.writing() as db:
        row = {"id": new_id(), "offering_id": offering, "actor": "key:1", "created_at": NOON}
        db.execute(insert(table).values(**row, **said))
    with pytest.raises(Conflict) as refused, catalogue.writing() as db:
        remove_offering(db, "account:x", offering)
    assert refused.value.code == "has_registrations"
