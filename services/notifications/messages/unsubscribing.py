"""The way out of mail that isn't strictly needed: a link below it, and the same in its header (RFC 2369, RFC 8058)."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.secret_links import HIDDEN, mark
from services.notifications.queries.unsubscribed import scope_of, unwanted
from services.notifications.rules import kinds, problems
from services.notifications.rules.content import Content
from shared.secrets import UNSUBSCRIBE, Secrets
from shared.settings import Settings

#: stands for the link's secret where somebody other than the reader sees the header, which is ASCII
_HIDDEN = "hidden"


def stop_if_unwanted(desk: Desk) -> None:
    """Whoever has unsubscribed since it was queued gets it no more."""
    if desk.message.kind in kinds.UNSUBSCRIBABLE and desk.each(unwanted):
        raise NothingToSay(problems.UNSUBSCRIBED)


def with_way_out(desk: Desk, letter: Letter) -> Letter:
    """The letter with the link to unsubscribe in its small print, where it is such mail."""
    if desk.message.kind not in kinds.UNSUBSCRIBABLE:
        return letter
    note = Note(_("No more of these mails?"), Link(_("Unsubscribe"), mark(UNSUBSCRIBE)))
    return replace(letter, notes=[*letter.notes, note])


def link(message: Row[Any], settings: Settings) -> str:
    """Where the reader of a message unsubscribes from what it is of."""
    token = Secrets(settings.secret_key).signed(UNSUBSCRIBE, f"{scope_of(message)} {message.recipient_email}")
    return settings.public_url("notifications") + "/unsubscribe/" + token


def header(message: Row[Any], content: Content, settings: Settings) -> str | None:
    """The address for the header: the link where the reader sees it in the text, else nobody's; None without a way out.

    It goes by the text, so that whatever shows a mail with its links masked has the header masked too.
    """
    if message.kind not in kinds.UNSUBSCRIBABLE:
        return None
    own = link(message, settings)
    if own in content.text:
        return own
    return settings.public_url("notifications") + f"/unsubscribe/{_HIDDEN}" if HIDDEN in content.text else None
