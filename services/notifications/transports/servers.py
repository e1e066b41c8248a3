"""Several mail servers in order: the first one that is well is asked, one that is down is left alone for a while."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog

from services.notifications.rules.breaker import Breaker
from services.notifications.transports.smtp import ServerTrouble, SmtpConnection, SmtpServer
from services.notifications.transports.transport import NeverWorks, NoWayOut, Taken, TryLater, Wire
from shared import clock

log = structlog.get_logger(__name__)


class SmtpTransport:
    """Shared by all connections of a process, so that what one finds out about a server saves the others the try."""

    def __init__(self, servers: Sequence[SmtpServer], connections: int = 1) -> None:
        self.connections = connections
        self._servers = servers
        self._breakers = {server: Breaker() for server in servers}
        self._deciding = threading.Lock()

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """A connection to whichever server is asked, made with the first mail and kept for the others."""
        wire = _Wire(self)
        try:
            yield wire
        finally:
            wire.close()

    def closed_until(self) -> datetime | None:
        """When the first server is asked again, if none is now."""
        now = clock.now()
        with self._deciding:
            times = [breaker.asked_again_at for breaker in self._breakers.values() if breaker.is_open(now)]
        return min(time for time in times if time) if len(times) == len(self._servers) else None

    def next_one(self) -> SmtpServer | None:
        """The first server that is asked now."""
        now = clock.now()
        with self._deciding:
            return next((server for server in self._servers if not self._breakers[server].is_open(now)), None)

    def worked(self, server: SmtpServer) -> None:
        """It took a mail, or refused one as a server that is well does."""
        with self._deciding:
            self._breakers[server].worked()

    def failed(self, server: SmtpServer, trouble: ServerTrouble) -> None:
        """It is in trouble."""
        with self._deciding:
            breaker = self._breakers[server]
            breaker.failed(clock.now(), is_down=trouble.is_down)
            asked_again_at = breaker.asked_again_at
        log.warning("mail_server_in_trouble", server=server.name, answer=trouble.answer, asked_again_at=asked_again_at)


class _Wire:
    """One connection at a time, to the server that is to be asked."""

    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self._connection: SmtpConnection | None = None

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
        """By the first server that takes it: one that can't be reached had no mail of ours, so the next one may."""
        trouble: ServerTrouble | None = None
        while True:
            connection = self._chosen()
            if connection is None:
                if trouble is not None:
                    raise trouble
                raise NoWayOut(self._transport.closed_until() or clock.now())
            try:
                taken = connection.send(sender, recipient, mail, envelope_id)
            except ServerTrouble as failure:
                self._transport.failed(connection.server, failure)
                if not failure.is_down:
                    # it broke on the way, and may have the mail: another server has to wait for its turn
                    raise
                trouble = failure
            except (TryLater, NeverWorks):
                self._transport.worked(connection.server)
                raise
            else:
                self._transport.worked(connection.server)
                return taken

    def close(self) -> None:
        """Say goodbye."""
        if self._connection is not None:
            self._connection.close()

    def _chosen(self) -> SmtpConnection | None:
        server = self._transport.next_one()
        if self._connection is not None and self._connection.server != server:
            self._connection.close()
            self._connection = None
        if self._connection is None and server is not None:
            self._connection = SmtpConnection(server)
        return self._connection
