"""Handing mail to a real server that also says no, later, or nothing at all."""

import asyncio
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from services.notifications.transports import patience
from services.notifications.transports.smtp import ServerTrouble, SmtpConnection, SmtpServer
from services.notifications.transports.transport import NeverWorks, Taken, TryLater
from tests.support.ports import free_ports
from tests.support.tls import HOST, Certificate, tls_door

MAIL = b"Subject: hello\r\n\r\n.a line that begins with a dot\r\nsecond line\r\n"


@dataclass
class Moody:
    """A server whose answers a test chooses."""

    to_mail: str = "250 OK"
    to_rcpt: dict[str, str] = field(default_factory=dict)
    to_data: str = "250 kept"
    drops: bool = False
    #: how long it takes for a mail
    takes_seconds: float = 0.0
    got: list[tuple[str, str, bytes]] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.to_mail.startswith("2"):
            envelope.mail_from = address
        return self.to_mail

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.to_rcpt.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.takes_seconds)
        if self.drops:
            server.transport.close()
            return "250 nobody hears this"
        if self.to_data.startswith("2"):
            self.got.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return self.to_data


@contextmanager
def serving(handler: Moody, **options: Any) -> Iterator[str]:
    [port] = free_ports(1)
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def connected(url: str) -> Iterator[SmtpConnection]:
    connection = SmtpConnection(SmtpServer.at(url))
    try:
        yield connection
    finally:
        connection.close()


def wait_until_hung_up(connection: SmtpConnection) -> None:
    """The kept connection's other end says goodbye and closes."""
    kept = connection._kept
    assert kept is not None
    assert kept.sock is not None
    while kept.sock.recv(1000):
        pass


def send(url: str, recipient: str = "a@example.org") -> Taken:
    with connected(url) as connection:
        return hand_over(connection, recipient)


def hand_over(connection: SmtpConnection, recipient: str) -> Taken:
    return connection.send("kierros@example.org", recipient, MAIL, "one")


def test_send_delivers_every_byte() -> None:
    moody = Moody()
    with serving(moody) as place:
        assert send(f"smtp://{place}") == (250, "kept", place)
    assert moody.got == [("kierros@example.org", "a@example.org", MAIL)]


def test_server_that_looks_into_each_mail_for_long_gets_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "TIMEOUT_SECONDS", 0.2)
    moody = Moody(takes_seconds=0.5)
    with serving(moody) as place, connected(f"smtp://{place}") as connection:
        for _mail in range(2):
            assert hand_over(connection, "a@example.org").code == 250
        kept = connection._kept
        assert kept is not None
        assert kept.sock is not None
        assert kept.sock.gettimeout() == patience.TIMEOUT_SECONDS, "all else is said at once"
        assert kept.sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), "one that is gone is noticed"
    assert len(moody.got) == 2
    assert moody.connections == 1


def test_one_connection_is_kept_for_a_row_of_mails() -> None:
    moody = Moody(to_rcpt={"b@example.org": "550 5.1.1 nobody here"})
    with serving(moody) as place, connected(f"smtp://{place}") as connection:
        hand_over(connection, "a@example.org")
        with pytest.raises(NeverWorks):
            hand_over(connection, "b@example.org")
        hand_over(connection, "c@example.org")
    assert [recipient for _from, recipient, _mail in moody.got] == ["a@example.org", "c@example.org"]
    assert moody.connections == 1


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("550 5.1.1 nobody here", NeverWorks),
        ("452 4.2.2 mailbox full", TryLater),
        ("421 4.3.2 closing down", ServerTrouble),
    ],
)
def test_answer_to_the_recipient_decides(answer: str, failure: type[Exception]) -> None:
    with serving(Moody(to_rcpt={"a@example.org": answer})) as place, pytest.raises(failure) as said:
        send(f"smtp://{place}")
    assert said.value.code == int(answer[:3])  # type: ignore[attr-defined]
    assert said.value.answer == answer[4:]  # type: ignore[attr-defined]
    assert type(said.value) is failure


@pytest.mark.parametrize(("answer", "failure"), [("554 5.7.1 spam", NeverWorks), ("451 4.3.0 later", TryLater)])
def test_answer_to_the_data_decides(answer: str, failure: type[Exception]) -> None:
    with serving(Moody(to_data=answer)) as place, pytest.raises(failure):
        send(f"smtp://{place}")


def test_server_that_refuses_us_is_no_use_for_any_mail() -> None:
    with serving(Moody(to_mail="550 5.7.1 not you")) as place, pytest.raises(ServerTrouble) as said:
        send(f"smtp://{place}")
    assert said.value.is_down


def test_connection_dropped_in_the_middle_of_a_mail_is_tried_later() -> None:
    with serving(Moody(drops=True)) as place, pytest.raises(ServerTrouble) as said:
        send(f"smtp://{place}")
    assert not said.value.is_down, "it may have the mail"


def test_kept_connection_that_the_server_closed_is_made_anew() -> None:
    moody = Moody()
    with serving(moody, timeout=0.2) as place, connected(f"smtp://{place}") as connection:
        hand_over(connection, "a@example.org")
        wait_until_hung_up(connection)
        hand_over(connection, "b@example.org")
    assert len(moody.got) == 2


def test_server_that_is_not_there_is_down() -> None:
    [port] = free_ports(1)
    with pytest.raises(ServerTrouble) as said:
        send(f"smtp://127.0.0.1:{port}")
    assert said.value.is_down
    assert "can't be reached" in said.value.answer


def test_login_uses_name_and_password_and_a_wrong_one_is_no_use() -> None:
    def authenticator(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"kierros", b"p@ss/word")
        return AuthResult(success=right, handled=False)

    # the server warns that passwords should travel over TLS alone; this one never leaves the machine
    options: dict[str, Any] = {"authenticator": authenticator, "auth_require_tls": False, "auth_required": True}
    with warnings.catch_warnings(action="ignore"), serving(Moody(), **options) as place:
        assert send(f"smtp://kierros:p%40ss%2Fword@{place}").code == 250
        with pytest.raises(ServerTrouble) as said:
            send(f"smtp://kierros:wrong@{place}")
    assert said.value.is_down
    assert said.value.code == 535


def test_bounces_are_asked_to_name_the_mail_where_the_server_can() -> None:
    said: list[str] = []

    class Dsn(SMTP):
        """Knows RFC 3461, as far as it takes its words."""

        async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - the library's name
            said.append(str(arg))
            await super().smtp_MAIL(str(arg).partition(" ENVID=")[0])

    class Serving(Controller):
        def factory(self) -> SMTP:
            return Dsn(self.handler)

    class Offering(Moody):
        async def handle_EHLO(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
        ) -> list[str]:
            offered = await super().handle_EHLO(server, session, envelope, hostname, responses)
            return [*offered[:-1], "250-DSN", offered[-1]]

    [port] = free_ports(1)
    controller = Serving(Offering(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        send(f"smtp://127.0.0.1:{port}")
    finally:
        controller.stop()
    assert said[0].endswith(" ENVID=one RET=HDRS")


def test_password_never_travels_in_the_clear() -> None:
    tried: list[Any] = []

    def authenticator(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        tried.append(data)
        return AuthResult(success=True)

    options: dict[str, Any] = {"authenticator": authenticator, "auth_require_tls": False}
    with warnings.catch_warnings(action="ignore"), serving(Moody(), **options) as place:
        # an address of this machine that is no loopback address, so that it passes for another machine
        elsewhere = place.replace("127.0.0.1", "0.0.0.0")
        with pytest.raises(ServerTrouble) as said:
            send(f"smtp://kierros:secret@{elsewhere}")
        assert send(f"smtp://{elsewhere}").code == 250
    assert said.value.is_down
    assert "no encryption" in said.value.answer
    assert tried == []


def test_mail_goes_over_tls_to_whom_somebody_vouches_for(trusted: Certificate) -> None:
    moody = Moody()
    options: dict[str, Any] = {"require_starttls": True, "tls_context": trusted.context}
    with serving(moody, **options) as place:
        starttls = place.replace("127.0.0.1", "localhost")
        assert send(f"smtp://{starttls}").code == 250
    with serving(moody) as place:
        behind, _colon, port = place.partition(":")
        with tls_door(int(port), behind, trusted.context) as door:
            assert send(f"smtps://{HOST}:{door}").code == 250
    assert len(moody.got) == 2


def test_certificate_that_nobody_vouches_for_is_not_trusted(unknown: Certificate) -> None:
    moody = Moody()
    with serving(moody, tls_context=unknown.context) as place, pytest.raises(TryLater) as said:
        send(f"smtp://{place}")
    assert "certificate" in said.value.answer
    assert moody.got == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, False)),
        ("smtps://mail.example.org", ("mail.example.org", 465, True)),
        ("smtp://mail.example.org:587", ("mail.example.org", 587, False)),
    ],
)
def test_address_names_the_server(url: str, expected: tuple[str, int, bool]) -> None:
    server = SmtpServer.at(url)
    assert (server.host, server.port, server.implicit_tls) == expected


def test_password_is_not_among_what_a_log_shows_of_a_server() -> None:
    server = SmtpServer.at("smtp://reader:s3cret@mail.example")
    assert (server.user, server.password) == ("reader", "s3cret")
    assert "s3cret" not in repr(server)
