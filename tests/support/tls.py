"""A server's certificate and who vouches for it, and a door that speaks TLS before a server that doesn't."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.support.ports import free_ports

#: of this machine, and yet as far away as any other for who asks whether a host is this machine
HOST = "127.0.0.2"


@dataclass(frozen=True)
class Certificate:
    """For HOST and localhost. Whoever trusts what lies in ``authority`` takes it for good."""

    file: Path
    key: Path
    authority: Path

    @property
    def context(self) -> ssl.SSLContext:
        """What a server needs to speak TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def certificate(folder: Path) -> Certificate:
    """A new one, signed by an authority that nobody else has heard of."""
    authority = trustme.CA()
    issued = authority.issue_cert(HOST, "localhost")
    made = Certificate(folder / "server.pem", folder / "server.key", folder / "authority.pem")
    issued.private_key_pem.write_to_path(made.key)
    made.file.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    authority.cert_pem.write_to_path(made.authority)
    return made


@contextmanager
def tls_door(port: int, behind: str, context: ssl.SSLContext) -> Iterator[int]:
    """A port of HOST where TLS is spoken from the first byte; what it carries goes on to that port ``behind`` it."""
    [door] = free_ports(1)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(behind, port)
        await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))

    async def stand_open() -> None:
        async with await asyncio.start_server(pass_on, HOST, door, ssl=context):
            opened.set()
            await asyncio.to_thread(closed.wait)

    opened, closed = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(stand_open()), daemon=True)
    thread.start()
    opened.wait()
    try:
        yield door
    finally:
        closed.set()
        thread.join()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
