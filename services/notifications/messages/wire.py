"""A stored message as the mail that goes out, and the links that only its reader gets."""

from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection, Row

from services.notifications.calendar.mime import MailParts, assemble
from services.notifications.messages import unsubscribing
from services.notifications.messages.desk import mail_address, mail_name
from services.notifications.messages.secret_links import FEED_PAGE, purposes
from services.notifications.messages.shelf import Shelf
from services.notifications.queries import inbound, last_told, registration_facts, session_facts
from services.notifications.queries.announcement import announcement
from services.notifications.queries.feed import person_feeds
from services.notifications.rules import kinds
from services.notifications.rules.content import Content
from shared.secrets import FEED, OWN_PAGE, PRESENTER_PAGE, SIGN_IN, UNSUBSCRIBE, Secrets
from shared.settings import Settings

#: the purpose of the key that identifiers are proven with
_MESSAGE = "message"
_PROOF_DIGITS = 24


def assemble_mail(
    shelf: Shelf, message: Row[Any], content: Content, settings: Settings, *, proven: bool = True
) -> bytes:
    """The whole mail. ``content`` has its links filled in, or masked for whoever is not its reader.

    ``proven`` is False for whoever is not its reader too: see ``message_id``.
    """
    identified = message_id if proven else _named
    db = shelf.db
    series = shelf.once(session_facts.series, message.series_id) if message.series_id else None
    above = [identified(one, settings) for one in last_told.thread(db, message)]
    return assemble(
        MailParts(
            from_email=mail_address(settings),
            from_name=series.organiser if series else mail_name(settings),
            to_email=message.recipient_email,
            to_name=message.recipient_name,
            subject=content.subject,
            date=message.prepared_at,
            message_id=identified(message.id, settings),
            text=content.text,
            html=content.html,
            reply_to=_answers_go_to(db, message) or mail_address(settings),
            in_reply_to=above[-1] if above else None,
            references=tuple(above),
            list_unsubscribe=unsubscribing.header(message, content, settings),
            one_click=True,
            calendar=content.calendar,
            method=content.method,  # type: ignore[arg-type]
        )
    )


def _answers_go_to(db: Connection, message: Row[Any]) -> str | None:
    """Whoever wrote what it passes on; other mail is answered to the installation, which reads calendars' answers."""
    if message.kind in kinds.ABOUT_INBOUND:
        return inbound.writer(db, message.subject_id)
    if message.kind not in (kinds.ANNOUNCEMENT, kinds.ANNOUNCEMENT_TEST):
        return None
    found = announcement(db, message.journal_id)
    return found.reply_to if found else None


def message_of(identifier: str, settings: Settings) -> UUID | None:
    """The message that ``message_id`` made this identifier of; None for anybody else's, whatever its letter case."""
    written, _dot, _rest = identifier.strip("<>").partition(".")
    try:
        found = UUID(written)
    except ValueError:
        return None
    ours = message_id(found, settings).lower().encode()
    return found if compare_digest(ours, identifier.lower().encode("utf-8", "replace")) else None


def message_id(identifier: UUID, settings: Settings) -> str:
    """The same for every attempt, so that a repeat after a crash can be told from a second mail.

    It holds a proof that only the mail itself shows, so that nobody else can say that it came back.
    """
    proof = Secrets(settings.secret_key).keyed_hash(_MESSAGE, str(identifier))[:_PROOF_DIGITS]
    return _named(f"{identifier}.{proof}", settings)


def _named(local: UUID | str, settings: Settings) -> str:
    host = urlsplit(settings.catalogue_url).hostname or "localhost"
    return f"<{local}@{host.strip('[]').replace(':', '-')}>"


def links_of(shelf: Shelf, message: Row[Any], content: Content, settings: Settings) -> dict[str, str]:
    """The secret links that this message's reader gets, made from what the message is about and nothing else."""
    secrets = Secrets(settings.secret_key)
    wanted = purposes(content)
    links = {}
    if SIGN_IN in wanted and message.kind == kinds.SIGN_IN:
        links[SIGN_IN] = settings.public_url("catalogue") + "/sign-in/" + secrets.token(SIGN_IN, message.subject_id)
    if OWN_PAGE in wanted and message.subject_id:
        version = shelf.each(registration_facts.link_versions, message)
        if version is not None:
            token = secrets.token(OWN_PAGE, message.subject_id, version)
            links[OWN_PAGE] = settings.public_url("registration") + "/own/" + token
    if wanted & {FEED, FEED_PAGE, PRESENTER_PAGE}:
        feed = shelf.each(person_feeds, message)
        if feed is not None:
            token = secrets.token(FEED, feed.id, feed.version)
            links[FEED_PAGE] = settings.public_url("notifications") + f"/feeds/person/{token}"
            links[FEED] = links[FEED_PAGE] + ".ics"
            # one person is one feed: renewing the one link renews the other
            page = secrets.token(PRESENTER_PAGE, feed.id, feed.version)
            links[PRESENTER_PAGE] = settings.public_url("catalogue") + f"/presenting/{page}"
    if UNSUBSCRIBE in wanted:
        links[UNSUBSCRIBE] = unsubscribing.link(message, settings)
    return links
