"""A real IMAP server in a process of its own, with one empty mailbox, and a client that puts mail into it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from tests.support.ports import free_ports

USER, PASSWORD = "kierros", "p@ss/wörd:1"
STARTS_WITHIN_SECONDS = 30


@dataclass
class ImapServer:
    """Where it listens."""

    port: int

    @property
    def url(self) -> str:
        """As the setting names it."""
        return f"imap://{USER}:p%40ss%2Fw%C3%B6rd%3A1@localhost:{self.port}/"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Somebody else who looks into the mailbox."""
        with IMAPClient("localhost", self.port, ssl=False) as client:
            client.plain_login(USER, PASSWORD)
            client.select_folder("INBOX")
            yield client

    def put(self, *mails: bytes) -> None:
        """Mail arrives."""
        with self.client() as client:
            for mail in mails:
                client.append("INBOX", mail)

    def clear(self) -> None:
        """Nothing is left in it."""
        with self.client() as client:
            client.delete_messages(client.search("ALL"))
            client.expunge()

    def flags(self) -> list[set[bytes]]:
        """The flags of each mail, in the order they came."""
        with self.client() as client:
            found = client.get_flags(client.search("ALL"))
            return [set(found[uid]) - {b"\\Recent"} for uid in sorted(found)]


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Listens until the block ends."""
    (port,) = free_ports(1)
    command = [str(Path(sys.executable).with_name("pymap")), "--port", str(port), "--host", "localhost", "--no-tls"]
    user = ["--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen([*command, "--no-service", "managesieve", "dict", *user])
    try:
        _wait(port)
        yield ImapServer(port)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            IMAPClient("localhost", port, ssl=False).logout()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
