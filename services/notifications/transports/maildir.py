"""Mail into a Maildir on this machine: the embedded default."""

import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from services.notifications.transports.transport import Taken, TryLater, Wire
from shared import clock

#: what the folder answers, before the name of the file
KEPT = "Kept in the folder for mail as"
PAUSE = timedelta(seconds=30)


class MaildirTransport:
    """Delivers as Maildir does: written under ``tmp``, then moved to ``new``, so nobody sees half a mail."""

    connections = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._closed_until: datetime | None = None

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """The folder, made when it is missing."""
        yield self

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:  # noqa: ARG002 - a folder has no envelope
        """Keep one mail. Raises TryLater when the disk will not take it."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            key = mailbox.Maildir(self._folder, create=True).add(mail)
        except OSError as error:
            self._closed_until = clock.now() + PAUSE
            raise TryLater(f"The folder for mail could not be written: {error.strerror or error}") from error
        return Taken(None, f"{KEPT} {key}")

    def closed_until(self) -> datetime | None:
        """A disk that is full is so for all mails."""
        until = self._closed_until
        return until if until is not None and until > clock.now() else None
