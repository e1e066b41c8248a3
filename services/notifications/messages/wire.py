"""A stored message as the mail that goes out, and the links that only its reader gets."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection, Row, select

from services.notifications.calendar.mime import MailParts, assemble
from services.notifications.messages.desk import mail_address, mail_name
from services.notifications.messages.secret_links import purposes
from services.notifications.queries import last_told, registration_facts, session_facts
from services.notifications.queries.announcement import announcement
from services.notifications.rules import kinds
from services.notifications.rules.content import Content
from shared.schema.notifications import Feed
from shared.secrets import FEED, OWN_PAGE, SIGN_IN, Secrets
from shared.settings import Settings


def assemble_mail(db: Connection, message: Row[Any], content: Content, settings: Settings) -> bytes:
    """The whole mail. ``content`` has its links filled in, or masked for whoever is not its reader."""
    series = session_facts.series(db, message.series_id) if message.series_id else None
    above = [message_id(one, settings) for one in last_told.thread(db, message)]
    return assemble(
        MailParts(
            from_email=mail_address(settings),
            from_name=series.organiser if series else mail_name(settings),
            to_email=message.recipient_email,
            to_name=message.recipient_name,
            subject=content.subject,
            date=message.prepared_at,
            message_id=message_id(message.id, settings),
            text=content.text,
            html=content.html,
            reply_to=_answers_go_to(db, message) or mail_address(settings),
            in_reply_to=above[-1] if above else None,
            references=tuple(above),
            calendar=content.calendar,
            method=content.method,  # type: ignore[arg-type]
        )
    )


def _answers_go_to(db: Connection, message: Row[Any]) -> str | None:
    """The organiser who wrote it; all other mail is answered to the installation, which reads calendars' answers."""
    if message.kind not in (kinds.ANNOUNCEMENT, kinds.ANNOUNCEMENT_TEST):
        return None
    found = announcement(db, message.journal_id)
    return found.reply_to if found else None


def message_id(identifier: UUID, settings: Settings) -> str:
    """The same for every attempt, so that a repeat after a crash can be told from a second mail."""
    host = urlsplit(settings.catalogue_url).hostname or "localhost"
    return f"<{identifier}@{host.strip('[]').replace(':', '-')}>"


def links_of(db: Connection, message: Row[Any], content: Content, settings: Settings) -> dict[str, str]:
    """The secret links that this message's reader gets, made from what the message is about and nothing else."""
    secrets = Secrets(settings.secret_key)
    wanted = purposes(content)
    links = {}
    if SIGN_IN in wanted and message.kind == kinds.SIGN_IN:
        links[SIGN_IN] = settings.public_url("catalogue") + "/sign-in/" + secrets.token(SIGN_IN, message.subject_id)
    if OWN_PAGE in wanted and message.subject_id:
        version = registration_facts.link_version(db, message.subject_id)
        if version is not None:
            token = secrets.token(OWN_PAGE, message.subject_id, version)
            links[OWN_PAGE] = settings.public_url("registration") + "/own/" + token
    if FEED in wanted:
        feed = db.execute(select(Feed.id, Feed.version).where(Feed.email == message.recipient_email)).one_or_none()
        if feed is not None:
            token = secrets.token(FEED, feed.id, feed.version)
            links[FEED] = settings.public_url("notifications") + f"/feeds/person/{token}.ics"
    return links
