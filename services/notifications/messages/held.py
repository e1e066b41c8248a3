"""Mails about a session whose move may still be undone: written once it is sure."""

from datetime import datetime

from services.notifications.messages.desk import Desk
from services.notifications.queries import session_facts
from services.notifications.rules import kinds


def held_until(desk: Desk) -> datetime | None:
    """Until when a mail waits; None for one that can go. News about somebody's place never waits."""
    message = desk.message
    if message.session_id is None or message.kind in kinds.NEWS or message.kind in kinds.ASKED_FOR:
        return None
    session = desk.once(session_facts.session, message.session_id)
    if session is None or session.told_from is None or session.told_from <= desk.now:
        return None
    return session.told_from
