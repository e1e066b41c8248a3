"""The way out that ``KIERROS_MAIL_URL`` names."""

from pathlib import Path

from services.notifications.transports.maildir import MaildirTransport
from services.notifications.transports.servers import SmtpTransport
from services.notifications.transports.smtp import SmtpServer
from services.notifications.transports.transport import Transport
from shared.settings import Settings


def chosen_transport(settings: Settings) -> Transport:
    """A folder, or one or several servers in the order in which they are asked; settings let nothing else through."""
    if settings.mail_url.startswith("maildir:"):
        return MaildirTransport(Path(settings.mail_url.removeprefix("maildir:")))
    return SmtpTransport([SmtpServer.at(url) for url in settings.mail_url.split()], settings.mail_connections)
