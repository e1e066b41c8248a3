"""What a mail server sees of the limits for each domain, however many senders there are; no mail is lost by them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from services.notifications.actions.claim import LEASE
from services.notifications.actions.domain_limits import DomainLimits, forget_turns
from services.notifications.actions.send_due import Sender
from services.notifications.app import create_app
from services.notifications.rules import kinds
from services.notifications.transports.chosen import chosen_transport
from shared import clock
from shared.schema.base import new_id
from shared.schema.notifications import Message
from shared.schema.sending import DomainTurns
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.confirmations import queue_confirmations
from tests.support.database import OpenDatabase
from tests.support.deliveries import Office
from tests.support.factories import NOON, Given
from tests.support.moody_server import moody_server

pytestmark = pytest.mark.takes_turns

PEOPLE = 28


@pytest.mark.parametrize(
    ("limit", "senders", "connections", "at_once"),
    [(1, 1, 4, {1}), (0, 1, 4, {2, 3, 4}), (1, 2, 1, {1}), (0, 2, 1, {2})],
)
def test_no_more_mails_than_allowed_are_under_way_to_one_domain(
    given: Given,
    settings: Settings,
    database: OpenDatabase,
    limit: int,
    senders: int,
    connections: int,
    at_once: set[int],
) -> None:
    own = database("notifications")
    queue_confirmations(given, own, settings, PEOPLE, gone=False, domains=1)
    together = Barrier(senders)
    with moody_server(("slow",), seed=1) as server:
        limited = settings.model_copy(
            update={
                "mail_url": f"smtp://127.0.0.1:{server.port}",
                "mail_connections_per_domain": limit,
                "mail_connections": connections,
            }
        )
        app = create_app(limited)

        def send() -> int:
            together.wait()
            with app.app_context():
                return Sender(own, limited, chosen_transport(limited)).run()

        with closing(app.extensions[EXTENSION].database), ThreadPoolExecutor(senders) as pool:
            assert sum(job.result() for job in [pool.submit(send) for _sender in range(senders)]) == PEOPLE
    assert set(server.taken.values()) == {1}
    assert max(server.most_at_once.values()) in at_once


def test_share_passes_to_who_is_left_and_nobody_gets_what_is_still_in_use(
    settings: Settings, database: OpenDatabase
) -> None:
    limits = DomainLimits(settings.model_copy(update={"mail_connections_per_domain": 4}))
    first, second = sorted([new_id(), new_id()])
    with database("notifications").writing() as db:
        assert limits.take_share(db, first, 0, NOON) == 4
        assert limits.take_share(db, second, 0, NOON) == 0, "all is taken"
        assert limits.take_share(db, first, 3, NOON) == 2
        assert limits.take_share(db, second, 0, NOON) == 1, "three of the first one's are on their way"
        assert limits.take_share(db, first, 1, NOON) == 2
        assert limits.take_share(db, second, 1, NOON) == 2
        limits.give_back(db, first)
        assert limits.take_share(db, second, 2, NOON) == 4
        assert limits.take_share(db, first, 0, NOON + LEASE + timedelta(seconds=1)) == 4, "the other has died"


def test_all_senders_share_the_minutes_of_a_domain(settings: Settings, database: OpenDatabase) -> None:
    def mails(count: int) -> list[Any]:
        domains = ("slow.fi", "Slow.FI", "other.fi")
        return [SimpleNamespace(id=new_id(), recipient_email=f"a@{domains[n % 3]}", priority=5) for n in range(count)]

    limited = settings.model_copy(update={"mail_per_minute_and_domain": 60})
    slow = []
    with database("notifications").writing() as db:
        for _sender in range(2):
            claimed = mails(12)
            soon, later = DomainLimits(limited).moments(db, claimed, NOON)
            assert {row.id for row in claimed} == soon.keys() | later.keys()
            slow += [(soon | later)[row.id] for row in claimed if "low" in row.recipient_email.lower()]
        assert all(second - first >= timedelta(seconds=1) for first, second in pairwise(sorted(slow)))
        forget_turns(db, NOON + timedelta(seconds=10))
        assert db.scalars(select(DomainTurns.domain)).all() == ["slow.fi"]


def test_sign_in_link_does_not_wait_behind_all_that_a_domain_has_been_sent(office: Office) -> None:
    queue_confirmations(office.given, office.own, office.settings, 9, gone=False, domains=1)
    limited = office.settings.model_copy(update={"mail_per_minute_and_domain": 6})
    way = chosen_transport(limited)
    with office.app.app_context():
        Sender(office.own, limited, way).run()
        office.time.shift(timedelta(seconds=1))
        link: dict[str, Any] = {"kind": kinds.SIGN_IN, "priority": kinds.PRIORITIES[kinds.SIGN_IN], "language": "fi"}
        times = {"due_at": clock.now(), "created_at": clock.now()}
        urgent = office.given.row(Message, **link, **times, once="link", recipient_email="late@d0.example.org")
        Sender(office.own, limited, way).run()
    waiting = {row.id: row.due_at for row in office.messages(Message.state == "queued")}
    assert waiting.pop(urgent) < min(waiting.values()) < NOON + timedelta(seconds=11), "the next turn is theirs"


def test_mails_that_have_to_wait_for_long_wait_in_the_queue_each_for_its_own_moment(office: Office) -> None:
    queue_confirmations(office.given, office.own, office.settings, 4, gone=False, domains=1)
    limited = office.settings.model_copy(update={"mail_per_minute_and_domain": 1})
    with office.app.app_context():
        assert Sender(office.own, limited, chosen_transport(limited)).run() == 1
    waiting = [row.due_at - NOON for row in office.messages(Message.state == "queued")]
    assert sorted(waiting) == [timedelta(minutes=number) for number in (1, 2, 3)]
