from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from time_machine import Traveller

from services.registration.actions import details, form_uses, own_link, purge
from services.registration.actions.form_uses import MOST_USES, WINDOW
from shared.database import Database
from shared.journal import Subject
from shared.schema.idempotency import RegistrationAnswer
from shared.schema.journal import JournalLine
from shared.schema.registration import FormUse, Person, Registration
from shared.secrets import Secrets
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
SECRETS = Secrets("a key that only this test uses, long enough")


def use(registration: Database, client: str = "192.0.2.1") -> int:
    with registration.writing() as db:
        return form_uses.seconds_to_wait(db, SECRETS, client)


def test_form_is_throttled_per_client_and_opens_again(registration: Database, noon: Traveller) -> None:
    assert [use(registration) for _time in range(MOST_USES)] == [0] * MOST_USES
    wait = use(registration)
    assert 0 < wait <= WINDOW.total_seconds() + 1
    assert use(registration, "192.0.2.2") == 0
    noon.shift(wait)
    assert use(registration) == 0


def test_one_ipv6_network_is_one_client(registration: Database) -> None:
    for number in range(MOST_USES):
        use(registration, f"2001:db8:0:1::{number:x}")
    assert use(registration, "2001:db8:0:1:ffff::1") > 0
    assert use(registration, "2001:db8:0:2::1") == 0


def test_clients_are_kept_as_keyed_hashes(registration: Database) -> None:
    use(registration)
    with registration.reading() as db:
        assert "192" not in db.execute(select(FormUse.client_hash)).scalar_one()


def test_old_counts_and_answers_are_forgotten(registration: Database, noon: Traveller) -> None:
    use(registration)
    with registration.writing() as db:
        db.execute(insert(RegistrationAnswer).values(key_hash="k", body_hash="b", status=201, answer=b"", at=NOON))
    noon.shift(timedelta(hours=47))
    with registration.writing() as db:
        assert purge.purge(db) == 1
    noon.shift(timedelta(hours=2))
    with registration.writing() as db:
        assert purge.purge(db) == 1


def test_own_link_is_mailed_once_an_hour(given: Given, registration: Database, noon: Traveller) -> None:
    one = Acts(registration, given.offering(given.series()))
    registration_id = one.register("anna").results[0].registration_id

    def ask() -> bool:
        with registration.writing() as db:
            return own_link.request_link(db, registration_id, Subject(subject_id=registration_id))

    assert [ask(), ask()] == [True, False]
    noon.shift(timedelta(hours=1))
    assert ask()
    with registration.reading() as db:
        lines = select(func.count()).where(JournalLine.kind == own_link.KIND)
        assert db.scalar(lines) == 2


def test_details_are_corrected_and_only_a_difference_is_told(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series()))
    registration_id = one.register("anna", "berta").results[0].registration_id
    said = details.Said("Anna Öhman", None, "sv")
    with registration.writing() as db:
        assert details.correct(db, registration_id, said, Subject(subject_id=registration_id))
    with registration.writing() as db:
        assert not details.correct(db, registration_id, said, Subject(subject_id=registration_id))
        elsewhere = details.Said("Anna Öhman", "Osasto 4", "sv")
        assert details.correct(db, registration_id, elsewhere, Subject(subject_id=registration_id))
    with registration.reading() as db:
        people = db.execute(select(Person.name, Person.language).order_by(Person.email_key)).all()
        assert db.scalar(select(func.count()).where(JournalLine.kind == "registration.renamed")) == 2
        units = db.execute(select(Registration.id == registration_id, Registration.unit)).all()
    assert {tuple(one) for one in units} == {(True, "Osasto 4"), (False, None)}
    assert [tuple(person) for person in people] == [("Anna Öhman", "sv"), ("Berta", "fi")]
