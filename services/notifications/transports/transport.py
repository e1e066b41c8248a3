"""What every way out offers, and the ways in which it can fail."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol


class Taken(NamedTuple):
    """How a mail was taken: the reply's code (None for a folder), its words, and who said them."""

    code: int | None
    answer: str
    server: str = ""


class _Refused(Exception):
    def __init__(self, answer: str, code: int | None = None, *, server: str = "") -> None:
        super().__init__(answer)
        #: what the server said, or what went wrong, in words
        self.answer = answer
        #: SMTP reply code, when there was one (RFC 5321 section 4.2)
        self.code = code
        #: which one it was
        self.server = server

    @property
    def problem(self) -> str:
        """As the ledger keeps it: reply code and words, as servers' reports have them."""
        return f"{self.code} {self.answer}" if self.code else self.answer


class TryLater(_Refused):
    """Not now: worth trying again."""


class NeverWorks(_Refused):
    """This mail to this address will not be taken, however often it is tried."""


class NoWayOut(Exception):
    """No server is asked at the moment, since each has just failed: the mail was not tried at all."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"no mail server is asked before {until:%H:%M:%S}")
        self.until = until


class Wire(Protocol):
    """An open way out."""

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
        """Hand over one mail. Raises TryLater, NeverWorks or NoWayOut."""


class Transport(Protocol):
    """A way out that can be opened, as often at once as ``connections`` says."""

    connections: int

    def opened(self) -> AbstractContextManager[Wire]:
        """Open it for a row of mails. Nothing is connected before the first."""

    def closed_until(self) -> datetime | None:
        """Until when there is no way out; None when there is one."""
