"""Mail to a mail server (SMTP, RFC 5321): one connection for a row of mails, encrypted whenever the server can."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from services.notifications.transports.transport import NeverWorks, TryLater, Wire

TIMEOUT_SECONDS = 20.0
_ACCEPTED = range(200, 300)
_CLOSING = 421
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server: ``smtp://[user:password@]host[:port]``, or ``smtps://`` to speak TLS from the first byte."""

    host: str
    port: int
    implicit_tls: bool = False
    user: str = ""
    password: str = ""

    @classmethod
    def at(cls, url: str) -> "SmtpTransport":
        """The server that an address names."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or _DEFAULT_PORTS[parts.scheme],
            implicit_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """A connection that is made with the first mail and kept for the others."""
        wire = SmtpWire(self)
        try:
            yield wire
        finally:
            wire.close()

    def connect(self) -> smtplib.SMTP:
        """A connection, encrypted and signed in as far as asked. Raises TryLater for all."""
        try:
            return self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise TryLater(
                "The mail server did not accept our name and password.", error.smtp_code, for_all=True
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise TryLater(
                f"The mail server's certificate is not good: {error.verify_message}", for_all=True
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(f"The mail server can't be reached: {_words(error)}", for_all=True) from error

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        name = socket.gethostname() or "localhost"
        if self.implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, name, timeout=TIMEOUT_SECONDS)
        try:
            connection.ehlo_or_helo_if_needed()
            is_encrypted = self.implicit_tls
            if not is_encrypted and connection.has_extn("starttls"):
                connection.starttls(context=context)
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
            raise TryLater("The mail server offers no encryption, so our password was not sent to it.", for_all=True)
        connection.login(self.user, self.password)


class SmtpWire:
    """One connection at a time; a kept one that the server has closed meanwhile is made anew."""

    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self.connection: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, mail: bytes) -> tuple[int | None, str]:
        """Hand over one mail. Raises TryLater or NeverWorks."""
        try:
            connection = self._begin(sender)
            _expect(connection.rcpt(recipient))
            code, answer = connection.data(mail)
        except smtplib.SMTPDataError as error:
            self.close()
            raise _refusal(error.smtp_code, _text(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise TryLater(f"The connection to the mail server broke: {_words(error)}", for_all=True) from error
        except (TryLater, NeverWorks):
            self._reset()
            raise
        if code not in _ACCEPTED:
            self._reset()
            raise _refusal(code, _text(answer))
        return code, _text(answer)

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _begin(self, sender: str) -> smtplib.SMTP:
        """Name the sender; the first moment in which a kept connection shows that the server has closed it."""
        kept = self.connection
        if kept is not None:
            with suppress(OSError, smtplib.SMTPException):
                if kept.mail(sender)[0] in _ACCEPTED:
                    return kept
            self.close()
        self.connection = self._transport.connect()
        code, answer = self.connection.mail(sender)
        if code not in _ACCEPTED:
            # about us, not about this mail
            raise TryLater(f"The mail server does not take mail from {sender}: {_text(answer)}", code, for_all=True)
        return self.connection

    def _reset(self) -> None:
        """Drop what was begun, so that the next mail starts clean."""
        if self.connection is None:
            return
        try:
            self.connection.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _is_loopback(host: str) -> bool:
    """Whether what is sent there never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _expect(reply: tuple[int, bytes]) -> None:
    if reply[0] not in _ACCEPTED:
        raise _refusal(reply[0], _text(reply[1]))


def _refusal(code: int, answer: str) -> TryLater | NeverWorks:
    """4yz is for now, 5yz for good (RFC 5321 section 4.2.1); with 421 the server closes down for everybody."""
    if code >= 500:
        return NeverWorks(answer, code)
    return TryLater(answer, code, for_all=code == _CLOSING)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_error)
    return _text(str(error)) or type(error).__name__
