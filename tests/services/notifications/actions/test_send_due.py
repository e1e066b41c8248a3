"""Sending: each message once, trouble with one leaves the others alone, nothing is lost by a crash."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert, select, update

from services.notifications.actions import record
from services.notifications.actions import send_due as sending
from services.notifications.actions.claim import LEASE, claim
from services.notifications.actions.send_due import send_due
from services.notifications.actions.sweep import sweep
from services.notifications.rules import problems
from services.notifications.rules.retries import MAIL_TRIES
from services.notifications.transports.smtp import SmtpTransport
from services.notifications.transports.transport import NeverWorks, TryLater, Wire
from shared import clock
from shared.database.connection import assert_no_transaction
from shared.schema.notifications import Attempt, Message, MessageContent, Suppression
from tests.support.deliveries import Office
from tests.support.mail_server import mail_server


@dataclass
class Recorder:
    """A way out that keeps what it gets, and fails as it is told for some addresses."""

    trouble: dict[str, Exception] = field(default_factory=dict)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    opened_times: int = 0

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        self.opened_times += 1
        yield self

    def send(self, sender: str, recipient: str, mail: bytes) -> tuple[int | None, str]:
        assert_no_transaction()
        if recipient in self.trouble:
            raise self.trouble[recipient]
        self.mails.append((recipient, mail))
        return 250, "kept"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _mail in self.mails]


@pytest.fixture
def queued(office: Office) -> Office:
    """Three people whose confirmations are in the queue."""
    office.register(office.given.offering(office.given.series()), "a@example.org", "b@example.org", "c@example.org")
    sweep(office.own, office.settings)
    return office


def run(office: Office, way: Recorder | SmtpTransport) -> int:
    with office.app.app_context():
        return send_due(office.own, office.settings, way)


def states(office: Office) -> dict[str, str]:
    return {row.recipient_email: row.state for row in office.messages()}


def attempts(office: Office) -> list[tuple[str, int | None, str]]:
    with office.own.reading() as db:
        return [
            (row.outcome, row.code, row.answer) for row in db.execute(select(Attempt.__table__).order_by(Attempt.at))
        ]


def test_send_goes_out_and_is_written_down(queued: Office) -> None:
    way = Recorder()
    assert run(queued, way) == 3
    assert set(states(queued).values()) == {"sent"}
    assert attempts(queued) == [("sent", 250, "kept")] * 3
    assert run(queued, way) == 0


def test_refused_address_fails_and_the_others_go_out(queued: Office) -> None:
    way = Recorder({"b@example.org": NeverWorks("5.1.1 no such user here", 550)})
    run(queued, way)
    assert states(queued) == {"a@example.org": "sent", "b@example.org": "failed", "c@example.org": "sent"}
    [failed] = queued.messages(Message.state == "failed")
    assert failed.problem == "5.1.1 no such user here"
    assert ("failed", 550, "5.1.1 no such user here") in attempts(queued)


def test_busy_server_is_tried_later_with_the_same_message_id(queued: Office) -> None:
    way = Recorder({"b@example.org": TryLater("4.2.1 busy", 451)})
    run(queued, way)
    [waiting] = queued.messages(Message.state == "queued")
    assert waiting.attempts == 1
    assert timedelta(seconds=25) < waiting.due_at - queued.messages()[0].created_at < timedelta(minutes=2)
    way.trouble.clear()
    assert run(queued, way) == 0
    queued.time.shift(timedelta(minutes=3))
    assert run(queued, way) == 1
    assert f"Message-ID: <{waiting.id}@localhost>".encode() in way.mails[-1][1]


def test_server_in_trouble_is_asked_once_and_all_wait(queued: Office) -> None:
    everybody = TryLater("can't be reached", for_all=True)
    way = Recorder(dict.fromkeys(("a@example.org", "b@example.org", "c@example.org"), everybody))
    assert run(queued, way) == 0
    assert set(states(queued).values()) == {"queued"}
    assert len(attempts(queued)) == 1
    queued.time.shift(timedelta(minutes=3))
    assert run(queued, Recorder()) == 3


def test_message_is_given_up_after_two_days_of_tries(queued: Office) -> None:
    way = Recorder({"b@example.org": TryLater("4.2.1 busy", 451)})
    for _try in range(MAIL_TRIES + 3):
        run(queued, way)
        queued.time.shift(timedelta(hours=7))
    [failed] = queued.messages(Message.state == "failed")
    assert failed.attempts == MAIL_TRIES
    assert failed.problem == f"{problems.TRIED_TOO_LONG} 4.2.1 busy"


def test_two_senders_at_once_send_each_message_once(queued: Office) -> None:
    queued.register(queued.given.offering(queued.given.series()), *[f"n{number}@example.org" for number in range(30)])
    sweep(queued.own, queued.settings)
    ways, barrier = [Recorder(), Recorder()], Barrier(2)

    def send(way: Recorder) -> None:
        barrier.wait()
        run(queued, way)

    threads = [Thread(target=send, args=(way,)) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = ways[0].recipients + ways[1].recipients
    assert len(sent) == len(set(sent)) == 33


def test_crash_after_the_server_took_it_repeats_under_the_same_message_id(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process ends here."""

    def die(*_said: object, **_more: object) -> None:
        raise Killed

    with mail_server() as server:
        way = SmtpTransport("127.0.0.1", server.port)
        with monkeypatch.context() as patch:
            patch.setattr(record, "sent", die)
            with pytest.raises(Killed):
                run(queued, way)
        assert run(queued, way) == 0
        queued.time.shift(LEASE + timedelta(seconds=1))
        assert run(queued, way) == 3
        before, again = server.mails[:-3], server.mails[-3:]
    assert before
    assert {mail.raw for mail in before} <= {mail.raw for mail in again}


class Ended(BaseException):
    """The process ends here."""


def test_whatever_ends_the_row_what_went_out_is_written_down(queued: Office) -> None:
    way = Recorder({"c@example.org": Ended()})  # type: ignore[dict-item]
    with pytest.raises(Ended):
        run(queued, way)
    assert sorted(way.recipients) == sorted(email for email, state in states(queued).items() if state == "sent")
    queued.time.shift(LEASE + timedelta(seconds=1))
    way.trouble.clear()
    run(queued, way)
    assert sorted(way.recipients) == ["a@example.org", "b@example.org", "c@example.org"]


def test_unforeseen_trouble_with_one_mail_leaves_the_others_alone(
    queued: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(queued, Recorder({"b@example.org": UnicodeEncodeError("ascii", "ä", 0, 1, "not in range")})) == 2
    [waiting] = queued.messages(Message.state == "queued")
    assert (waiting.recipient_email, waiting.attempts, waiting.problem) == ("b@example.org", 1, problems.UNSENDABLE)
    assert "message_not_handed_over" in capsys.readouterr().out


def test_mail_whose_every_sender_dies_is_given_up_like_any_other(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = Recorder({"b@example.org": Ended()})  # type: ignore[dict-item]
    # a process that is killed writes nothing down any more
    monkeypatch.setattr(sending, "_write_down", lambda _database, _outcomes: None)
    for _try in range(MAIL_TRIES):
        with pytest.raises(Ended):
            run(queued, way)
        queued.time.shift(LEASE + timedelta(seconds=1))
    monkeypatch.undo()
    run(queued, way)
    [failed] = queued.messages(Message.recipient_email == "b@example.org")
    assert (failed.state, failed.attempts, failed.problem) == ("failed", MAIL_TRIES, problems.BROKEN_OFF)


def test_mail_that_may_have_ended_its_sender_takes_no_outcome_with_it(queued: Office) -> None:
    with queued.own.writing() as db:
        long_ago = queued.messages()[0].created_at - LEASE
        last = Message.recipient_email == "c@example.org"
        db.execute(update(Message).where(last).values(state="sending", leased_until=long_ago, due_at=clock.now()))
    seen: list[dict[str, str]] = []

    class Looking(Recorder):
        def send(self, sender: str, recipient: str, mail: bytes) -> tuple[int | None, str]:
            seen.append(states(queued))
            return super().send(sender, recipient, mail)

    way = Looking()
    run(queued, way)
    before = way.recipients[: way.recipients.index("c@example.org")]
    assert all(seen[len(before)][email] == "sent" for email in before)


def test_sender_whose_lease_ended_changes_nothing_of_what_another_holds(queued: Office) -> None:
    with queued.own.writing() as db:
        [late, *_others] = claim(db)
    queued.time.shift(LEASE + timedelta(seconds=1))
    with queued.own.writing() as db:
        claim(db)
    before = queued.messages(Message.id == late.id)
    with queued.own.writing() as db:
        record.failed_now(db, late, TryLater("4.2.1 busy", 451))
        record.failed_for_good(db, late, NeverWorks("5.1.1 no such user here", 550))
        record.released(db, late, clock.now())
        record.not_sent(db, late, "superseded", problems.OVERTAKEN)
    assert queued.messages(Message.id == late.id) == before


def test_message_that_cannot_be_written_fails_alone(queued: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with queued.own.writing() as db:
        db.execute(update(Message).where(Message.recipient_email == "a@example.org").values(kind="unheard-of"))
    way = Recorder()
    assert run(queued, way) == 2
    [failed] = queued.messages(Message.state == "failed")
    assert failed.problem == problems.UNWRITABLE
    assert "message_not_written" in capsys.readouterr().out


def test_message_to_an_address_that_mail_cannot_carry_fails_alone(queued: Office) -> None:
    with queued.own.writing() as db:
        db.execute(update(Message).where(Message.recipient_email == "a@example.org").values(recipient_email="ä@x y"))
    assert run(queued, Recorder()) == 2
    assert states(queued)["ä@x y"] == "failed"


def test_suppressed_address_gets_no_mail(queued: Office) -> None:
    with queued.own.writing() as db:
        db.execute(
            insert(Suppression).values(email="a@example.org", reason="bounced", since=queued.messages()[0].created_at)
        )
    way = Recorder()
    assert run(queued, way) == 2
    assert "a@example.org" not in way.recipients


def test_content_is_written_once_before_the_first_attempt(queued: Office) -> None:
    way = Recorder({"b@example.org": TryLater("4.2.1 busy", 451)})
    run(queued, way)
    with queued.own.reading() as db:
        before = db.execute(select(MessageContent.__table__)).all()
    queued.time.shift(timedelta(hours=1))
    run(queued, Recorder())
    with queued.own.reading() as db:
        assert db.execute(select(MessageContent.__table__)).all() == before


def test_urgent_message_goes_first(queued: Office) -> None:
    with queued.own.writing() as db:
        db.execute(update(Message).where(Message.recipient_email == "c@example.org").values(priority=0))
    way = Recorder()
    run(queued, way)
    assert way.recipients[0] == "c@example.org"


def test_one_connection_serves_a_whole_run(queued: Office) -> None:
    way = Recorder()
    run(queued, way)
    assert way.opened_times == 1
