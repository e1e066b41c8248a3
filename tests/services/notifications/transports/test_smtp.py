"""Handing mail to a real server that also says no, later, or nothing at all."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from services.notifications.transports.chosen import chosen_transport
from services.notifications.transports.maildir import MaildirTransport
from services.notifications.transports.smtp import SmtpTransport, SmtpWire
from services.notifications.transports.transport import NeverWorks, TryLater
from tests.support.ports import free_ports

MAIL = b"Subject: hello\r\n\r\n.a line that begins with a dot\r\nsecond line\r\n"


@dataclass
class Moody:
    """A server whose answers a test chooses."""

    to_mail: str = "250 OK"
    to_rcpt: dict[str, str] = field(default_factory=dict)
    to_data: str = "250 kept"
    drops: bool = False
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


def wait_until_hung_up(wire: SmtpWire) -> None:
    """The kept connection's other end says goodbye and closes."""
    assert wire.connection is not None
    assert wire.connection.sock is not None
    while wire.connection.sock.recv(1000):
        pass


def send(url: str, recipient: str = "a@example.org") -> tuple[int | None, str]:
    with chosen_transport(url).opened() as wire:
        return wire.send("kierros@example.org", recipient, MAIL)


def test_send_delivers_every_byte() -> None:
    moody = Moody()
    with serving(moody) as place:
        assert send(f"smtp://{place}") == (250, "kept")
    assert moody.got == [("kierros@example.org", "a@example.org", MAIL)]


def test_one_connection_is_kept_for_a_row_of_mails() -> None:
    moody = Moody(to_rcpt={"b@example.org": "550 5.1.1 nobody here"})
    with serving(moody) as place, SmtpTransport.at(f"smtp://{place}").opened() as wire:
        wire.send("kierros@example.org", "a@example.org", MAIL)
        with pytest.raises(NeverWorks):
            wire.send("kierros@example.org", "b@example.org", MAIL)
        wire.send("kierros@example.org", "c@example.org", MAIL)
    assert [recipient for _from, recipient, _mail in moody.got] == ["a@example.org", "c@example.org"]
    assert moody.connections == 1


@pytest.mark.parametrize(
    ("answer", "failure", "for_all"),
    [
        ("550 5.1.1 nobody here", NeverWorks, None),
        ("452 4.2.2 mailbox full", TryLater, False),
        ("421 4.3.2 closing down", TryLater, True),
    ],
)
def test_answer_to_the_recipient_decides(answer: str, failure: type[Exception], for_all: bool | None) -> None:
    with serving(Moody(to_rcpt={"a@example.org": answer})) as place, pytest.raises(failure) as said:
        send(f"smtp://{place}")
    assert said.value.code == int(answer[:3])  # type: ignore[attr-defined]
    assert said.value.answer == answer[4:]  # type: ignore[attr-defined]
    assert getattr(said.value, "for_all", None) is for_all


@pytest.mark.parametrize(("answer", "failure"), [("554 5.7.1 spam", NeverWorks), ("451 4.3.0 later", TryLater)])
def test_answer_to_the_data_decides(answer: str, failure: type[Exception]) -> None:
    with serving(Moody(to_data=answer)) as place, pytest.raises(failure):
        send(f"smtp://{place}")


def test_server_that_refuses_us_is_trouble_for_all() -> None:
    with serving(Moody(to_mail="550 5.7.1 not you")) as place, pytest.raises(TryLater) as said:
        send(f"smtp://{place}")
    assert said.value.for_all


def test_connection_dropped_in_the_middle_of_a_mail_is_tried_later() -> None:
    with serving(Moody(drops=True)) as place, pytest.raises(TryLater) as said:
        send(f"smtp://{place}")
    assert said.value.for_all


def test_kept_connection_that_the_server_closed_is_made_anew() -> None:
    moody = Moody()
    with serving(moody, timeout=0.2) as place, SmtpTransport.at(f"smtp://{place}").opened() as wire:
        wire.send("kierros@example.org", "a@example.org", MAIL)
        assert isinstance(wire, SmtpWire)
        wait_until_hung_up(wire)
        wire.send("kierros@example.org", "b@example.org", MAIL)
    assert len(moody.got) == 2


def test_no_server_is_trouble_for_all() -> None:
    [port] = free_ports(1)
    with pytest.raises(TryLater) as said:
        send(f"smtp://127.0.0.1:{port}")
    assert said.value.for_all
    assert "can't be reached" in said.value.answer


def test_login_uses_name_and_password_and_a_wrong_one_is_trouble_for_all() -> None:
    def authenticator(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"kierros", b"p@ss/word")
        return AuthResult(success=right, handled=False)

    # the server warns that passwords should travel over TLS alone; this one never leaves the machine
    options: dict[str, Any] = {"authenticator": authenticator, "auth_require_tls": False, "auth_required": True}
    with warnings.catch_warnings(action="ignore"), serving(Moody(), **options) as place:
        assert send(f"smtp://kierros:p%40ss%2Fword@{place}") == (250, "kept")
        with pytest.raises(TryLater) as said:
            send(f"smtp://kierros:wrong@{place}")
    assert said.value.for_all
    assert said.value.code == 535


def test_password_never_travels_in_the_clear() -> None:
    tried: list[Any] = []

    def authenticator(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        tried.append(data)
        return AuthResult(success=True)

    options: dict[str, Any] = {"authenticator": authenticator, "auth_require_tls": False}
    with warnings.catch_warnings(action="ignore"), serving(Moody(), **options) as place:
        # an address of this machine that is no loopback address, so that it passes for another machine
        elsewhere = place.replace("127.0.0.1", "0.0.0.0")
        with pytest.raises(TryLater) as said:
            send(f"smtp://kierros:secret@{elsewhere}")
        assert send(f"smtp://{elsewhere}") == (250, "kept")
    assert said.value.for_all
    assert "no encryption" in said.value.answer
    assert tried == []


def test_certificate_that_nobody_vouches_for_is_not_trusted(tls_context: Any) -> None:
    moody = Moody()
    with serving(moody, tls_context=tls_context) as place, pytest.raises(TryLater) as said:
        send(f"smtp://{place}")
    assert "certificate" in said.value.answer
    assert moody.got == []


def test_maildir_keeps_each_mail_as_it_is(tmp_path: Any) -> None:
    transport = MaildirTransport(tmp_path / "new folder" / "mail")
    with transport.opened() as wire:
        wire.send("kierros@example.org", "a@example.org", MAIL)
        wire.send("kierros@example.org", "b@example.org", MAIL)
    files = list((tmp_path / "new folder" / "mail" / "new").iterdir())
    assert [file.read_bytes() for file in files] == [MAIL, MAIL]


def test_maildir_that_cannot_be_written_is_trouble_for_all(tmp_path: Any) -> None:
    (tmp_path / "file").write_text("in the way")
    with MaildirTransport(tmp_path / "file" / "mail").opened() as wire, pytest.raises(TryLater) as said:
        wire.send("kierros@example.org", "a@example.org", MAIL)
    assert said.value.for_all


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, False)),
        ("smtps://mail.example.org", ("mail.example.org", 465, True)),
        ("smtp://mail.example.org:587", ("mail.example.org", 587, False)),
    ],
)
def test_address_names_the_server(url: str, expected: tuple[str, int, bool]) -> None:
    transport = chosen_transport(url)
    assert isinstance(transport, SmtpTransport)
    assert (transport.host, transport.port, transport.implicit_tls) == expected
