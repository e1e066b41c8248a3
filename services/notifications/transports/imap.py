"""Reading a mailbox (IMAP, RFC 9051): what is unseen, one mail at a time. Nothing of its address gets into a log."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from imapclient import FLAGGED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

ANSWER_SECONDS = 30
#: as much of a mail as is looked at, and a little more
READ_AT_MOST = 1_100_000
_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailboxTrouble(Exception):
    """The mailbox can't be read now; the text says why, and holds no secret."""


@dataclass(frozen=True)
class MailboxAddress:
    """Where a mailbox is, and who reads it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_tls: bool

    @property
    def needs_starttls(self) -> bool:
        """Whether the password would cross a network in the clear."""
        return not self.is_tls and self.host not in _ON_THIS_MACHINE


def address_of(url: str) -> MailboxAddress:
    """Of `imaps://user:password@host[:port]/[folder]`, user and password percent-encoded. Raises ValueError."""
    parts = urlsplit(url)
    if not parts.hostname or not parts.username:
        raise ValueError("names no host or no user")
    is_tls = parts.scheme == "imaps"
    return MailboxAddress(
        host=parts.hostname,
        port=parts.port or (993 if is_tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_tls=is_tls,
    )


class Mailbox:
    """An open folder."""

    def __init__(self, client: IMAPClient, validity: int) -> None:
        self._client = client
        #: while it stays the same, a UID names the same mail (RFC 9051 section 2.3.1.1)
        self.validity = validity

    def unseen(self) -> list[int]:
        """The UIDs of what nobody has taken in yet, in the order it came."""
        return sorted(self._client.search("UNSEEN"))

    def read(self, uid: int) -> bytes | None:
        """A mail, or the beginning of a large one; it stays unseen. None when it is gone."""
        found = self._client.fetch([uid], [f"BODY.PEEK[]<0.{READ_AT_MOST}>"]).get(uid, {})
        return next((bytes(value) for name, value in found.items() if name.startswith(b"BODY[]")), None)

    def done(self, uid: int) -> None:
        """It is taken in."""
        self._client.add_flags([uid], [SEEN])

    def set_aside(self, uid: int) -> None:
        """It can't be taken in: left to a person."""
        self._client.add_flags([uid], [SEEN, FLAGGED])


@contextmanager
def opened(address: MailboxAddress) -> Iterator[Mailbox]:
    """The folder, until the block ends. Raises MailboxTrouble, also for what goes wrong within the block."""
    try:
        client = IMAPClient(
            address.host,
            address.port,
            ssl=address.is_tls,
            ssl_context=ssl.create_default_context() if address.is_tls else None,
            timeout=ANSWER_SECONDS,
        )
    except (OSError, IMAPClientError) as error:
        raise MailboxTrouble(f"it can't be reached ({type(error).__name__})") from error
    try:
        yield _signed_in(client, address)
    except LoginError as refused:
        raise MailboxTrouble("it refuses the user name or the password") from refused
    except (OSError, IMAPClientError) as error:
        raise MailboxTrouble(f"the connection broke off ({type(error).__name__})") from error
    finally:
        with suppress(OSError, IMAPClientError):
            client.logout()


def _signed_in(client: IMAPClient, address: MailboxAddress) -> Mailbox:
    if address.needs_starttls:
        if not client.has_capability("STARTTLS"):
            raise MailboxTrouble("it offers no encryption: use imaps://")
        client.starttls(ssl.create_default_context())
    if (address.user + address.password).isascii():
        client.login(address.user, address.password)
    else:
        # LOGIN takes no letters such as ä (RFC 9051 section 6.2.3), PLAIN does (RFC 4616)
        client.plain_login(address.user, address.password)
    selected = client.select_folder(address.folder)
    return Mailbox(client, int(selected.get(b"UIDVALIDITY", 0)))
