from datetime import timedelta

from services.catalogue.queries import workspace_series
from shared.database import Database
from shared.schema.registration import Batch, Person, Registration
from tests.support.factories import NOON, Given


def test_told_counts_a_person_with_two_places_once(catalogue: Database, given: Given) -> None:
    series = given.series()
    session = given.session(series)
    person = given.row(
        Person, email_key="a@example.org", email="a@example.org", name="A", language="fi", created_at=NOON
    )
    for _offering in range(2):
        offering = given.offering(series, [session])
        batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
        given.row(
            Registration, offering_id=offering, batch_id=batch, person_id=person, state="confirmed",
            queued_at=NOON, created_at=NOON, changed_at=NOON,
        )  # fmt: skip
    with catalogue.reading() as db:
        told = workspace_series.told_of_session(db, session)
    assert (told.presenters, told.participants, told.people) == (0, 1, 1)


def test_publishing_invites_to_what_is_still_to_be_held(catalogue: Database, given: Given) -> None:
    series = given.series()
    for days, state in ((1, "scheduled"), (2, "scheduled"), (3, "cancelled"), (-3, "scheduled")):
        given.presenter(given.session(series, NOON + timedelta(days=days), state=state))
    with catalogue.reading() as db:
        assert workspace_series.invited_by_publishing(db, series, NOON) == (1, 2)
