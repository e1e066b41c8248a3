"""A real IMAP server in a process of its own, with one empty mailbox, and a client that puts mail into it."""

import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from tests.support.ports import free_ports
from tests.support.tls import Certificate

USER, PASSWORD = "kierros", "p@ss/wörd:1"
STARTS_WITHIN_SECONDS = 30


@dataclass
class ImapServer:
    """Where it listens."""

    host: str
    port: int
    certificate: Certificate | None

    @property
    def url(self) -> str:
        """As the setting names it."""
        return f"imap://{USER}:p%40ss%2Fw%C3%B6rd%3A1@{self.host}:{self.port}/"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Somebody else who looks into the mailbox."""
        with IMAPClient(self.host, self.port, ssl=False) as client:
            if self.certificate:
                client.starttls(ssl.create_default_context(cafile=str(self.certificate.authority)))
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
def imap_server(host: str = "localhost", certificate: Certificate | None = None) -> Iterator[ImapServer]:
    """Listens until the block ends. With a certificate it wants STARTTLS before anything else."""
    (port,) = free_ports(1)
    tls = ["--cert", str(certificate.file), "--key", str(certificate.key)] if certificate else ["--no-tls"]
    command = [str(Path(sys.executable).with_name("pymap")), "--port", str(port), "--host", host, *tls]
    user = ["--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen([*command, "--no-service", "managesieve", "dict", *user])
    try:
        _wait(host, port)
        yield ImapServer(host, port, certificate)
    finally:
        server.terminate()
        server.wait()


def _wait(host: str, port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            IMAPClient(host, port, ssl=False).logout()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
