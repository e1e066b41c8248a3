"""Whose messages the asker may read, sent and come back."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.queries import inbound_list, ledger
from services.notifications.queries.ledger import Reach
from shared.errors import NotThere
from shared.rules.partners import Right
from shared.web.viewer import known_viewer


def reach(right: Right = Right.MANAGE) -> Reach:
    """The asker's, on routes for organisers and administrators; a service has checked itself whom it acts for."""
    asker = known_viewer()
    return Reach(None if asker.service else asker.organises, asker.is_administrator, right)


def readable_message(db: Connection, message_id: UUID, right: Right = Right.PEOPLE) -> Row[Any]:
    """A message that the asker may read, or whatever ``right`` says; of others they don't learn that they exist. Raises
    NotThere."""
    row = ledger.one(db, reach(right), message_id)
    if row is None:
        raise NotThere("no_message", _("There is no such message."))
    return row


def readable_inbound(db: Connection, inbound_id: UUID) -> Row[Any]:
    """A mail that came back and that the asker may read. Raises NotThere."""
    row = inbound_list.one(db, reach(), inbound_id)
    if row is None:
        raise NotThere("no_inbound", _("There is no such mail."))
    return row
