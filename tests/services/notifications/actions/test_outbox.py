"""What one sender holds in memory: which connection gets which mail, and which none may take any more."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from services.notifications.actions.outbox import LAST_MOMENT, Outbox
from services.notifications.actions.prepare import ReadyMail
from shared.schema.base import new_id
from tests.support.factories import NOON

SOON_SECONDS = 0.2


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def mail(email: str, *, priority: int = 5, turn: int = 0) -> ReadyMail:
    row: Any = SimpleNamespace(id=new_id(), recipient_email=email, priority=priority, turn=turn, due_at=NOON)
    return ReadyMail(row, b"")


def holding(*mails: ReadyMail, at_once: int | None = None) -> Outbox:
    outbox = Outbox()
    outbox.allow(at_once)
    outbox.put(mails, {})
    return outbox


def taken(outbox: Outbox, *, urgent_only: bool = False) -> str | None:
    """Whose mail is given out before long; None when none is."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(outbox.take, urgent_only=urgent_only)
        try:
            given = asked.result(SOON_SECONDS)
        except TimeoutError:
            outbox.close()
            given = asked.result()
    return given.message.recipient_email if given else None


def test_the_urgent_come_first_then_each_in_turn() -> None:
    outbox = holding(mail("b@x.fi", turn=1), mail("a@x.fi"), mail("link@x.fi", priority=0, turn=9))
    assert [taken(outbox) for _each in range(3)] == ["link@x.fi", "a@x.fi", "b@x.fi"]


def test_one_connection_is_kept_for_what_is_urgent() -> None:
    outbox = holding(mail("reminder@x.fi"), mail("link@x.fi", priority=1))
    assert taken(outbox, urgent_only=True) == "link@x.fi"
    assert taken(outbox, urgent_only=True) is None
    assert outbox.size == 1


def test_busy_domain_holds_up_no_other() -> None:
    outbox = holding(mail("a@slow.fi"), mail("b@slow.fi", turn=1), mail("c@quick.fi", turn=2), at_once=1)
    first = outbox.take()
    assert first is not None
    assert first.message.recipient_email == "a@slow.fi"
    assert taken(outbox) == "c@quick.fi"
    outbox.done(first)
    assert taken(outbox) == "b@slow.fi"


@pytest.mark.parametrize(("left", "gets"), [(LAST_MOMENT, None), (LAST_MOMENT + timedelta(seconds=1), "a@x.fi")])
def test_nothing_is_given_out_that_another_sender_may_have_by_now(left: timedelta, gets: str | None) -> None:
    outbox = holding(mail("a@x.fi"))
    outbox.good_until = NOON + left
    assert taken(outbox) == gets


def test_mail_goes_no_earlier_than_its_moment_and_holds_up_no_other() -> None:
    early, late = mail("early@slow.fi"), mail("late@slow.fi", turn=1)
    outbox = Outbox()
    moments = {early.message.id: NOON, late.message.id: NOON + timedelta(seconds=2)}
    outbox.put([early, late, mail("a@quick.fi", turn=2)], moments)
    assert [taken(outbox) for _each in range(3)] == ["early@slow.fi", "a@quick.fi", None]


def test_smaller_share_holds_from_the_next_mail_on() -> None:
    outbox = holding(*(mail(f"{n}@x.fi", turn=n) for n in range(4)), at_once=2)
    first, second = outbox.take(), outbox.take()
    assert first is not None
    assert second is not None
    outbox.allow(1)
    assert outbox.busiest == 2
    outbox.done(first)
    outbox.done(second)
    assert taken(outbox) == "2@x.fi"
    assert taken(outbox) is None
