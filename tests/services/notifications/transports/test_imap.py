"""A mailbox over TLS, from the first byte or from STARTTLS on, on a real IMAP server with a real certificate."""

from collections.abc import Iterator

import pytest

from services.notifications.transports.imap import MailboxTrouble, address_of, opened
from tests.services.notifications.incoming.returned import letter
from tests.support.imap_server import ImapServer, imap_server
from tests.support.tls import HOST, Certificate, tls_door


@pytest.fixture(scope="module")
def server(unknown: Certificate) -> Iterator[ImapServer]:
    """Offers STARTTLS."""
    with imap_server(HOST, unknown) as listening:
        listening.put(letter("Yksi"))
        yield listening


def read(url: str) -> list[bool]:
    with opened(address_of(url)) as mailbox:
        return [b"Yksi" in (mailbox.read(uid) or b"") for uid in mailbox.unseen()]


def test_mailbox_is_read_once_starttls_has_hidden_the_password(server: ImapServer, trusted: Certificate) -> None:
    assert trusted.authority.exists()
    assert read(server.url) == [True]


def test_mailbox_is_read_over_tls_from_the_first_byte(server: ImapServer, trusted: Certificate) -> None:
    with tls_door(server.port, HOST, trusted.context) as door:
        assert read(server.url.replace("imap:", "imaps:").replace(str(server.port), str(door))) == [True]


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_server_that_nobody_vouches_for_gets_no_password(server: ImapServer, unknown: Certificate, scheme: str) -> None:
    with tls_door(server.port, HOST, unknown.context) as door:
        port = {"imap": server.port, "imaps": door}[scheme]
        url = server.url.replace("imap:", f"{scheme}:").replace(str(server.port), str(port))
        with pytest.raises(MailboxTrouble, match="CertVerification"):
            read(url)
