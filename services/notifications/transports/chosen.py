"""The way out that ``KIERROS_MAIL_URL`` names."""

from pathlib import Path

from services.notifications.transports.maildir import MaildirTransport
from services.notifications.transports.smtp import SmtpTransport
from services.notifications.transports.transport import Transport


def chosen_transport(mail_url: str) -> Transport:
    """``maildir:PATH``, ``smtp://…`` or ``smtps://…``; settings let nothing else through."""
    if mail_url.startswith("maildir:"):
        return MaildirTransport(Path(mail_url.removeprefix("maildir:")))
    return SmtpTransport.at(mail_url)
