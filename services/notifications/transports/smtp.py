"""Mail to one mail server (SMTP, RFC 5321): a connection that is kept open, encrypted whenever the server can."""

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from services.notifications.rules import problems
from services.notifications.transports import patience
from services.notifications.transports.transport import NeverWorks, Taken, TryLater

_ACCEPTED = range(200, 300)
_CLOSING = 421
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


class ServerTrouble(TryLater):
    """The server itself is in trouble, not this mail alone. ``is_down``: it can't even be reached."""

    def __init__(self, answer: str, code: int | None = None, *, server: str = "", is_down: bool = False) -> None:
        super().__init__(answer, code, server=server)
        self.is_down = is_down

    @property
    def problem(self) -> str:
        """Not what it says of this mail, but that it is in trouble."""
        return self.answer if self.answer.startswith(problems.BROKE) else f"{problems.TROUBLE} {self.answer}"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: ``smtp://[user:password@]host[:port]``, or ``smtps://`` to speak TLS from the first byte."""

    host: str
    port: int
    implicit_tls: bool = False
    user: str = ""
    #: not in the repr: that ends up in logs and tracebacks
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str) -> "SmtpServer":
        """The server that an address names."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or _DEFAULT_PORTS[parts.scheme],
            implicit_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @property
    def name(self) -> str:
        """What it is called where people read of it."""
        return f"{self.host}:{self.port}"

    def connect(self) -> smtplib.SMTP:
        """A connection, encrypted and signed in as far as asked. Raises ServerTrouble."""
        try:
            return self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise self._down("The mail server did not accept our name and password.", error.smtp_code) from error
        except ssl.SSLCertVerificationError as error:
            raise self._down(f"The mail server's certificate is not good: {error.verify_message}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise self._down(f"The mail server can't be reached: {words(error)}") from error

    def _down(self, answer: str, code: int | None = None) -> ServerTrouble:
        return ServerTrouble(answer, code, server=self.name, is_down=True)

    def _connect(self) -> smtplib.SMTP:
        name = socket.gethostname() or "localhost"
        if self.implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=patience.TIMEOUT_SECONDS, context=_trust()
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, name, timeout=patience.TIMEOUT_SECONDS)
        try:
            patience.notice_when_gone(connection)
            connection.ehlo_or_helo_if_needed()
            is_encrypted = self.implicit_tls
            if not is_encrypted and connection.has_extn("starttls"):
                connection.starttls(context=_trust())
                connection.ehlo()
                is_encrypted = True
            if self.user:
                self._sign_in(connection, is_encrypted)
        except BaseException:
            connection.close()
            raise
        return connection

    def _sign_in(self, connection: smtplib.SMTP, is_encrypted: bool) -> None:
        """Whoever stands between could have taken STARTTLS out of the server's offer (RFC 3207 section 6)."""
        if not (is_encrypted or _is_loopback(self.host)):
            raise self._down("The mail server offers no encryption, so our password was not sent to it.")
        connection.login(self.user, self.password)


class SmtpConnection:
    """One connection to one server; a kept one that the server has closed meanwhile is made anew."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._kept: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
        """Hand over one mail. Raises TryLater or NeverWorks; ServerTrouble when it is not about this mail.

        ``envelope_id`` comes back with bounces where the server can do that (RFC 3461 section 4.4): letters, digits, -.
        """
        try:
            connection = self._begin(sender, envelope_id)
            self._expect(connection.rcpt(recipient))
            with patience.waiting_for_word(connection):
                code, answer = connection.data(mail)
        except smtplib.SMTPDataError as error:
            self.close()
            raise self._refusal(error.smtp_code, text(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            broke = f"{problems.BROKE} {words(error)}"
            raise ServerTrouble(broke, server=self.server.name) from error
        except (TryLater, NeverWorks):
            self._reset()
            raise
        if code not in _ACCEPTED:
            self._reset()
            raise self._refusal(code, text(answer))
        return Taken(code, text(answer), self.server.name)

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        connection, self._kept = self._kept, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _drop(self) -> None:
        """Without a word: whoever broke off would keep us waiting for an answer."""
        connection, self._kept = self._kept, None
        if connection is not None:
            with suppress(OSError):
                connection.close()

    def _begin(self, sender: str, envelope_id: str) -> smtplib.SMTP:
        """Name the sender; the first moment in which a kept connection shows that the server has closed it."""
        kept = self._kept
        if kept is not None:
            with suppress(OSError, smtplib.SMTPException):
                if kept.mail(sender, _options(kept, envelope_id))[0] in _ACCEPTED:
                    return kept
            self.close()
        connection = self._kept = self.server.connect()
        code, answer = connection.mail(sender, _options(connection, envelope_id))
        if code not in _ACCEPTED:
            # about us, not about this mail
            said = f"The mail server does not take mail from {sender}: {text(answer)}"
            raise ServerTrouble(said, code, server=self.server.name, is_down=True)
        return connection

    def _reset(self) -> None:
        """Drop what was begun, so that the next mail starts clean."""
        if self._kept is None:
            return
        try:
            self._kept.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _expect(self, reply: tuple[int, bytes]) -> None:
        if reply[0] not in _ACCEPTED:
            raise self._refusal(reply[0], text(reply[1]))

    def _refusal(self, code: int, answer: str) -> TryLater | NeverWorks:
        """4yz is for now, 5yz for good (RFC 5321 section 4.2.1); with 421 the server closes down for everybody."""
        if code >= 500:
            return NeverWorks(answer, code, server=self.server.name)
        if code == _CLOSING:
            return ServerTrouble(answer, code, server=self.server.name, is_down=True)
        return TryLater(answer, code, server=self.server.name)


@cache
def _trust() -> ssl.SSLContext:
    """Whom this machine trusts; reading that takes longer than sending a hundred mails."""
    return ssl.create_default_context()


def _options(connection: smtplib.SMTP, envelope_id: str) -> tuple[str, ...]:
    return (f"ENVID={envelope_id}", "RET=HDRS") if connection.has_extn("dsn") else ()


def _is_loopback(host: str) -> bool:
    """Whether what is sent there never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def text(answer: bytes | str) -> str:
    """A reply in one line, as a database can keep it."""
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(said.replace("\0", "").split())


def words(error: Exception) -> str:
    """What an error says."""
    if isinstance(error, smtplib.SMTPResponseException):
        return text(error.smtp_error)
    return text(str(error)) or type(error).__name__
