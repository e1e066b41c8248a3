"""Several servers in order, and what is done about one that is down."""

from datetime import timedelta

import pytest
import time_machine

from services.notifications.transports.servers import SmtpTransport
from services.notifications.transports.smtp import ServerTrouble, SmtpServer
from services.notifications.transports.transport import NeverWorks, NoWayOut, Taken, TryLater
from tests.services.notifications.transports.test_smtp import MAIL, Moody, serving
from tests.support.factories import NOON
from tests.support.ports import free_ports


def nobody() -> str:
    [port] = free_ports(1)
    return f"smtp://127.0.0.1:{port}"


def transport(*urls: str) -> SmtpTransport:
    return SmtpTransport([SmtpServer.at(url) for url in urls])


def send(way: SmtpTransport, recipient: str = "a@example.org") -> Taken:
    with way.opened() as wire:
        return wire.send("kierros@example.org", recipient, MAIL, "one")


def test_first_server_is_asked_first() -> None:
    first, second = Moody(), Moody()
    with serving(first) as one, serving(second) as two:
        assert send(transport(f"smtp://{one}", f"smtp://{two}")).server == one
    assert second.got == []


def test_second_server_takes_what_the_first_cannot_be_asked_for() -> None:
    with serving(Moody()) as two:
        assert send(transport(nobody(), f"smtp://{two}")).server == two


def test_server_that_closes_down_for_everybody_is_passed_over_at_once() -> None:
    first = Moody(to_rcpt={"a@example.org": "421 4.3.2 closing down"})
    with serving(first) as one, serving(Moody()) as two:
        assert send(transport(f"smtp://{one}", f"smtp://{two}")).server == two


def test_mail_that_the_first_may_have_is_not_given_to_the_second() -> None:
    first, second = Moody(drops=True), Moody()
    with serving(first) as one, serving(second) as two, pytest.raises(TryLater):
        send(transport(f"smtp://{one}", f"smtp://{two}"))
    assert second.got == []


def test_refusal_of_one_mail_is_no_trouble_of_the_server() -> None:
    with serving(Moody(to_rcpt={"b@example.org": "550 5.1.1 nobody here"})) as one:
        way = transport(f"smtp://{one}")
        for _time in range(5):
            with pytest.raises(NeverWorks):
                send(way, "b@example.org")
        assert way.closed_until() is None


def test_server_that_is_down_is_left_alone_and_asked_again() -> None:
    with time_machine.travel(NOON, tick=False) as time:
        first = Moody()
        with serving(first) as one:
            way = transport(f"smtp://{one}")
            first.to_mail = "451 4.3.0 not now"
            with pytest.raises(ServerTrouble):
                send(way)
            asked = first.connections
            with pytest.raises(NoWayOut) as closed:
                send(way)
            assert first.connections == asked, "it is not asked"
            assert closed.value.until == way.closed_until()
            first.to_mail = "250 OK"
            time.shift(timedelta(seconds=6))
            assert send(way).code == 250


def test_first_server_is_asked_again_once_it_is_well() -> None:
    with time_machine.travel(NOON, tick=False) as time:
        first = Moody(to_mail="451 4.3.0 not now")
        with (
            serving(first) as one,
            serving(Moody()) as two,
            transport(f"smtp://{one}", f"smtp://{two}").opened() as wire,
        ):
            said = "kierros@example.org", "a@example.org", MAIL, "one"
            assert wire.send(*said).server == two
            first.to_mail = "250 OK"
            assert wire.send(*said).server == two, "it is left alone for a while"
            time.shift(timedelta(seconds=6))
            assert wire.send(*said).server == one
