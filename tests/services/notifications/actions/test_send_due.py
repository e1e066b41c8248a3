"""Sending: each message once, trouble with one leaves the others alone, nothing is lost by a crash."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier, Lock, Thread
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.notifications.actions import claim as claiming
from services.notifications.actions import prepare as preparing
from services.notifications.actions import record, send_due
from services.notifications.actions.book import Book
from services.notifications.actions.claim import LEASE, claim, hold_on, take_back
from services.notifications.actions.outbox import Outbox
from services.notifications.actions.retry import retry
from services.notifications.actions.send_due import Sender
from services.notifications.actions.sweep import sweep
from services.notifications.messages.wire import message_id
from services.notifications.rules import kinds, problems
from services.notifications.rules.retries import BROKEN_OFF, MAIL_TRIES
from services.notifications.transports.servers import SmtpTransport
from services.notifications.transports.smtp import SmtpServer
from services.notifications.transports.transport import NeverWorks, Taken, TryLater, Wire
from shared import clock
from shared.database.connection import assert_no_transaction
from shared.schema.base import new_id
from shared.schema.catalogue import Session
from shared.schema.mail_choices import Suppression
from shared.schema.notifications import Attempt, Message, MessageContent
from tests.support.database import OpenDatabase
from tests.support.deliveries import Office
from tests.support.mail_server import Mail, mail_server


@dataclass
class Recorder:
    """A way out that keeps what it gets, and fails as it is told for some addresses."""

    trouble: dict[str, Exception] = field(default_factory=dict)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 1
    is_closed: bool = False
    opened_times: int = 0

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        self.opened_times += 1
        yield self

    def closed_until(self) -> datetime | None:
        return clock.now() + timedelta(seconds=5) if self.is_closed else None

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
        assert_no_transaction()
        if recipient in self.trouble:
            raise self.trouble[recipient]
        self.mails.append((recipient, mail))
        return Taken(250, "kept", "mail.example.org:25")

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
        return Sender(office.own, office.settings, way).run()


def states(office: Office) -> dict[str, str]:
    return {row.recipient_email: row.state for row in office.messages()}


def sessions_of(office: Office) -> list[UUID]:
    return [row.session_id for row in office.messages() if row.session_id]


def contents(office: Office) -> dict[UUID, str]:
    with office.own.reading() as db:
        return {row.message_id: row.html for row in db.execute(select(MessageContent.__table__))}


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
    assert [(row.state, row.attempts) for row in queued.messages()] == [("sent", 1)] * 3
    assert run(queued, way) == 0


def test_refused_address_fails_and_the_others_go_out(queued: Office) -> None:
    way = Recorder({"b@example.org": NeverWorks("5.1.1 no such user here", 550)})
    run(queued, way)
    assert states(queued) == {"a@example.org": "sent", "b@example.org": "failed", "c@example.org": "sent"}
    [failed] = queued.messages(Message.state == "failed")
    assert failed.problem == "550 5.1.1 no such user here"
    assert ("failed", 550, "5.1.1 no such user here") in attempts(queued)
    with queued.own.reading() as db:
        assert db.execute(select(Suppression.email, Suppression.reason)).all() == [("b@example.org", "dead-address")]


def test_refusal_that_is_not_about_the_address_leaves_it_in_use(queued: Office) -> None:
    run(queued, Recorder({"b@example.org": NeverWorks("5.7.1 looks like spam", 554)}))
    with queued.own.reading() as db:
        assert db.execute(select(Suppression.email)).all() == []


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
    assert f"Message-ID: {message_id(waiting.id, queued.settings)}".encode() in way.mails[-1][1]


def test_servers_in_trouble_are_left_alone_and_all_wait(queued: Office) -> None:
    class Down(Recorder):
        def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
            self.is_closed = True
            raise TryLater("can't be reached")

    assert run(queued, Down()) == 0
    assert set(states(queued).values()) == {"queued"}
    assert len(attempts(queued)) == 1
    queued.time.shift(timedelta(seconds=1))
    assert run(queued, Recorder()) == 0, "they wait until the server is asked again"
    queued.time.shift(timedelta(minutes=3))
    assert run(queued, Recorder()) == 3


def test_message_is_given_up_after_two_days_of_tries(queued: Office) -> None:
    way = Recorder({"b@example.org": TryLater("4.2.1 busy", 451)})
    for _try in range(MAIL_TRIES + 3):
        run(queued, way)
        queued.time.shift(timedelta(hours=7))
    [failed] = queued.messages(Message.state == "failed")
    assert failed.attempts == MAIL_TRIES
    assert failed.problem == f"{problems.TRIED_TOO_LONG} 451 4.2.1 busy"


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
        way = SmtpTransport([SmtpServer("127.0.0.1", server.port)])
        with monkeypatch.context() as patch:
            patch.setattr(record, "sent", die)
            with pytest.raises(Killed):
                run(queued, way)
        assert run(queued, way) == 2, "what was not under way is given back"
        queued.time.shift(LEASE + timedelta(seconds=1))
        assert run(queued, way) == 1
        first, *others, again = server.mails
    assert len(others) == 2
    assert first.raw == again.raw


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
    monkeypatch.setattr(record, "write_down", lambda _db, _outcomes: None)
    for _try in range(MAIL_TRIES):
        with pytest.raises(Ended):
            run(queued, way)
        queued.time.shift(LEASE + timedelta(seconds=1))
    monkeypatch.undo()
    run(queued, way)
    [failed] = queued.messages(Message.recipient_email == "b@example.org")
    assert (failed.state, failed.attempts, failed.problem) == ("failed", MAIL_TRIES, problems.BROKEN_OFF)


def test_each_outcome_is_committed_before_its_connection_takes_the_next_mail(queued: Office) -> None:
    seen: list[list[str]] = []

    class Looking(Recorder):
        def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
            seen.append(sorted(email for email, state in states(queued).items() if state == "sent"))
            return super().send(sender, recipient, mail, envelope_id)

    way = Looking()
    run(queued, way)
    assert seen == [sorted(way.recipients[:number]) for number in range(3)]


def test_sender_whose_lease_ended_changes_nothing_of_what_another_holds(queued: Office) -> None:
    with queued.own.writing() as db:
        [late, *_others] = claim(db, new_id(), clock.now(), 20)
    queued.time.shift(LEASE + timedelta(seconds=1))
    with queued.own.writing() as db:
        take_back(db, clock.now())
        claim(db, new_id(), clock.now(), 20)
    before = queued.messages(Message.id == late.id)
    busy, nobody = TryLater("4.2.1 busy", 451), NeverWorks("5.1.1 no such user here", 550)
    with queued.own.writing() as db:
        record.write_down(db, [record.failed_now(late, busy), record.failed_for_good(late, nobody)])
        record.write_down(db, [record.released(late, clock.now())])
        record.write_down(db, [record.not_sent(late, "superseded", problems.OVERTAKEN)])
    assert queued.messages(Message.id == late.id) == before


def test_database_that_goes_away_while_mails_are_written_leaves_them_in_the_queue(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_said: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("server closed the connection"))

    for step in ("write", "assemble_mail"):
        with monkeypatch.context() as patch:
            patch.setattr(preparing, step, away)
            with pytest.raises(OperationalError):
                run(queued, Recorder())
        assert set(states(queued).values()) == {"queued"}, step
    assert run(queued, Recorder()) == 3


def test_outcomes_that_can_not_be_written_at_once_are_nobodys_to_send_again(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, failed = record.write_down, list[int]()

    def once(db: Connection, outcomes: Sequence[record.Outcome]) -> None:
        if not failed:
            failed.append(len(outcomes))
            raise PoolTimeout("QueuePool limit")
        really(db, outcomes)

    monkeypatch.setattr(record, "write_down", once)
    way = Recorder(connections=3)
    run(queued, way)
    assert sorted(way.recipients) == ["a@example.org", "b@example.org", "c@example.org"]
    assert set(states(queued).values()) == {"sent"}


def test_mail_that_nobody_took_says_what_is_true_when_it_goes_again(queued: Office) -> None:
    [session] = set(sessions_of(queued))
    run(queued, Recorder(dict.fromkeys(states(queued), TryLater("4.2.1 busy", 451))))
    queued.change(Session, session, join_url="https://meet.example.org/another-room")
    queued.time.shift(timedelta(minutes=3))
    way = Recorder()
    run(queued, way)
    assert all("another-room" in Mail(to, raw).text for to, raw in way.mails)


@pytest.mark.parametrize("cut", ["connection", "sender"])
def test_mail_that_may_be_out_goes_again_as_it_was_whatever_was_answered_since(queued: Office, cut: str) -> None:
    [session] = set(sessions_of(queued))
    everybody = states(queued)
    if cut == "connection":
        run(queued, Recorder(dict.fromkeys(everybody, TryLater(f"{problems.BROKE} timed out"))))
    else:
        with queued.own.writing() as db:
            held = claim(db, new_id(), clock.now(), 20)
        with queued.app.app_context():
            preparing.prepare(queued.own, queued.settings, held)
        queued.time.shift(LEASE + timedelta(seconds=1))
        with queued.own.writing() as db:
            take_back(db, clock.now())
    before = dict(contents(queued))
    queued.change(Session, session, join_url="https://meet.example.org/another-room")
    queued.time.shift(timedelta(minutes=3))
    run(queued, Recorder(dict.fromkeys(everybody, TryLater("4.2.1 busy", 451))))
    assert {row.problem for row in queued.messages()} == {"451 4.2.1 busy"}
    queued.time.shift(timedelta(minutes=9))
    assert run(queued, Recorder()) == 3
    assert contents(queued) == before
    assert [how for how, _code, _answer in attempts(queued)] == [BROKEN_OFF] * 3 + ["try-later"] * 3 + ["sent"] * 3


def test_mail_that_a_person_sends_again_says_what_is_true_now(queued: Office) -> None:
    [session] = set(sessions_of(queued))
    run(queued, Recorder(dict.fromkeys(states(queued), TryLater(f"{problems.BROKE} timed out"))))
    queued.time.shift(timedelta(minutes=3))
    run(queued, Recorder(dict.fromkeys(states(queued), NeverWorks("5.7.1 looks like spam", 554))))
    queued.change(Session, session, join_url="https://meet.example.org/another-room")
    with queued.own.writing() as db:
        for message in queued.messages():
            retry(db, "account:1", message.id)
    way = Recorder(dict.fromkeys(states(queued), TryLater("4.2.1 busy", 451)))
    run(queued, way)
    assert all("another-room" in html for html in contents(queued).values())


def test_ring_while_a_mail_is_under_way_has_the_queue_looked_at_once(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    really = claiming.claim

    def counted(*said: Any, **more: Any) -> Any:
        looked.append(1)
        return really(*said, **more)

    class Slow(Recorder):
        def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
            if len(self.mails) == 2:
                at_work.ring()
                sleep(0.5)
            return super().send(sender, recipient, mail, envelope_id)

    monkeypatch.setattr(claiming, "claim", counted)
    at_work = Sender(queued.own, queued.settings, Slow())
    with queued.app.app_context():
        assert at_work.run() == 3
    assert len(looked) < 9, "each look is a write transaction"


def test_lease_is_renewed_beside_what_is_being_written_down(queued: Office, database: OpenDatabase) -> None:
    """The two go through the messages in different orders: on PostgreSQL, waiting for each other is a deadlock."""
    if queued.own.is_sqlite:
        pytest.skip("writers take turns")
    mine = new_id()
    with queued.own.writing() as db:
        claim(db, mine, clock.now(), 20)
    held = queued.messages()
    queued.time.shift(timedelta(seconds=10))
    with queued.own.writing() as book, database("notifications").writing() as db:
        record.write_down(book, [record.released(held[0], clock.now())])
        db.execute(text("SET LOCAL lock_timeout = 100"))
        until = hold_on(db, mine, clock.now())
        take_back(db, clock.now() + LEASE)
    assert [row.leased_until for row in queued.messages(Message.state == "sending")] == [until] * 2


def test_sender_that_slept_past_its_lease_sends_nothing_that_another_may_have(
    queued: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_due, "RENEW_EVERY", timedelta(milliseconds=100))
    # the whole process sleeps, not this connection alone
    awake = Lock()

    class SleepingSender(Sender):
        def _renew(self, outbox: Outbox, book: Book) -> None:
            with awake:
                super()._renew(outbox, book)

        def _fetch(self, outbox: Outbox, book: Book, most: int, *, urgent_only: bool = False) -> int:
            with awake:
                return super()._fetch(outbox, book, most, urgent_only=urgent_only)

    class Sleeping(Recorder):
        def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
            if not self.mails:
                with awake:
                    queued.time.shift(LEASE + timedelta(seconds=1))
                    other = Recorder()
                    run(queued, other)
                    others.extend(other.recipients)
            return super().send(sender, recipient, mail, envelope_id)

    others: list[str] = []
    way = Sleeping()
    with queued.app.app_context():
        SleepingSender(queued.own, queued.settings, way).run()
    assert len(others) == 3, "the other took over what the sleeper held"
    assert len(way.recipients) == 1, "only what was under way is repeated"


def test_outcome_written_twice_is_one_attempt(queued: Office) -> None:
    with queued.own.writing() as db:
        [one, *_others] = claim(db, new_id(), clock.now(), 20)
    outcome = record.sent(one, 250, "kept", "")
    for _time in range(2):
        with queued.own.writing() as db:
            record.write_down(db, [outcome])
    assert attempts(queued) == [("sent", 250, "kept")]
    [row] = queued.messages(Message.state == "sent")
    assert row.attempts == 1


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
        theirs = update(Message).where(Message.recipient_email == "a@example.org")
        db.execute(theirs.values(kind=kinds.REGISTRATION_CANCELLED))
    way = Recorder()
    assert run(queued, way) == 2
    assert "a@example.org" not in way.recipients


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
