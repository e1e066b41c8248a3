import pytest
from sqlalchemy import insert, select, update

from services.notifications.actions.retry import retry
from services.notifications.actions.sweep import sweep
from services.notifications.rules.erased import ERASED
from shared import clock
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from shared.schema.notifications import Attempt, Message
from tests.support.deliveries import Office


@pytest.fixture
def failed(office: Office) -> Office:
    office.register(office.given.offering(office.given.series()), "kaisa@example.org")
    sweep(office.own, office.settings)
    with office.own.writing() as db:
        db.execute(update(Message).values(state="failed", attempts=20, problem="gave up"))
    return office


def test_failed_message_goes_out_again(failed: Office) -> None:
    [message] = failed.messages()
    with failed.own.writing() as db:
        retry(db, "account:x", message.id)
        assert "message.retried" in db.scalars(select(JournalLine.kind)).all()
    [mail] = failed.deliver()
    assert mail.recipient == "kaisa@example.org"


def test_message_that_did_not_fail_is_not_sent_twice(failed: Office) -> None:
    [message] = failed.messages()
    with failed.own.writing() as db:
        db.execute(update(Message).values(state="sent"))
    with failed.app.test_request_context(), pytest.raises(Conflict), failed.own.writing() as db:
        retry(db, "account:x", message.id)


def test_message_to_somebody_erased_is_not_sent_again(failed: Office) -> None:
    [message] = failed.messages()
    with failed.own.writing() as db:
        db.execute(update(Message).values(recipient_email=ERASED, recipient_name=""))
    with failed.app.test_request_context(), pytest.raises(Conflict), failed.own.writing() as db:
        retry(db, "account:x", message.id)
    assert failed.deliver() == []


def test_unknown_message_is_not_there(failed: Office) -> None:
    with failed.app.test_request_context(), pytest.raises(NotThere), failed.own.writing() as db:
        retry(db, "account:x", new_id())


@pytest.mark.parametrize(("outcome", "told"), [("broken-off", ["CANCEL"]), ("try-later", [])])
def test_whoever_may_have_it_from_before_it_was_sent_again_hears_of_the_end(
    office: Office, outcome: str, told: list[str]
) -> None:
    series = office.given.series()
    session = office.given.session(series)
    office.register(office.given.offering(series, [session]), "kaisa@example.org")
    sweep(office.own, office.settings)
    [message] = office.messages()
    with office.own.writing() as db:
        db.execute(insert(Attempt).values(id=new_id(), message_id=message.id, at=clock.now(), outcome=outcome))
        db.execute(update(Message).values(state="failed", attempts=20, problem="gave up"))
        retry(db, "account:x", message.id)
    office.call_off(session)
    assert [mail.method for mail in office.deliver() if mail.method == "CANCEL"] == told
