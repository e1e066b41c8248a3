"""What every way out offers, and the two ways in which it can fail."""

from contextlib import AbstractContextManager
from typing import Protocol


class _Refused(Exception):
    def __init__(self, answer: str, code: int | None = None) -> None:
        super().__init__(answer)
        #: what the server said, or what went wrong, in words
        self.answer = answer
        #: SMTP reply code, when there was one (RFC 5321 section 4.2)
        self.code = code


class TryLater(_Refused):
    """Not now: worth trying again. ``for_all``: the server itself is in trouble, so no other mail gets through."""

    def __init__(self, answer: str, code: int | None = None, *, for_all: bool = False) -> None:
        super().__init__(answer, code)
        self.for_all = for_all


class NeverWorks(_Refused):
    """This mail to this address will not be taken, however often it is tried."""


class Wire(Protocol):
    """An open way out."""

    def send(self, sender: str, recipient: str, mail: bytes) -> tuple[int | None, str]:
        """Hand over one mail; returns the reply's code and words. Raises TryLater or NeverWorks."""


class Transport(Protocol):
    """A way out that can be opened."""

    def opened(self) -> AbstractContextManager[Wire]:
        """Open it for a row of mails. Nothing is connected before the first."""
