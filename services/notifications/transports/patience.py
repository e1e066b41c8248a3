"""How long a mail server may take: for most answers moments, but minutes to say whether it has a mail."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

TIMEOUT_SECONDS = 20.0
#: it may look into a mail for so long; who goes earlier makes a second one of each (RFC 5321 section 4.5.3.2.6)
ANSWER_SECONDS = 600.0
_NOTICED = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 2, "TCP_USER_TIMEOUT": 20_000}


def notice_when_gone(connection: smtplib.SMTP) -> None:
    """A machine or a network that is gone is noticed in half a minute, however long an answer is waited for."""
    if connection.sock is None:
        return
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _NOTICED.items():
        # not every system knows each of them
        option = getattr(socket, name, None)
        if option is not None:
            connection.sock.setsockopt(socket.IPPROTO_TCP, option, value)


@contextmanager
def waiting_for_word(connection: smtplib.SMTP) -> Iterator[None]:
    """While a mail is handed over."""
    _wait_for(connection, ANSWER_SECONDS)
    try:
        yield
    finally:
        _wait_for(connection, TIMEOUT_SECONDS)


def _wait_for(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)
