"""Mail into a Maildir on this machine: the embedded default."""

import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.notifications.transports.transport import TryLater, Wire

#: what the folder answers, before the name of the file
KEPT = "Kept in the folder for mail as"


class MaildirTransport:
    """Delivers as Maildir does: written under ``tmp``, then moved to ``new``, so nobody sees half a mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """The folder, made when it is missing."""
        yield self

    def send(self, sender: str, recipient: str, mail: bytes) -> tuple[int | None, str]:  # noqa: ARG002 - a folder has no envelope
        """Keep one mail. Raises TryLater when the disk will not take it."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            key = mailbox.Maildir(self._folder, create=True).add(mail)
        except OSError as error:
            raise TryLater(
                f"The folder for mail could not be written: {error.strerror or error}", for_all=True
            ) from error
        return None, f"{KEPT} {key}"
