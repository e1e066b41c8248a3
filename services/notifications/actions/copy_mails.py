"""What a series' copy takes along of what is kept here: its rules for reminders, and its organiser's own words.

The catalogue's journal line says so. Handled once or again, early or late, it never writes over what stands there.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

from services.notifications.actions import own_words as words_of
from services.notifications.queries import own_words, reminder_rules
from services.notifications.queries.own_words import Which
from shared import journal
from shared.database import locks
from shared.journal import Subject
from shared.schema.base import new_id
from shared.schema.reminders import ReminderRule


def copy_mails(db: Connection, line: Row[Any]) -> None:
    """Do it, if that was wanted: ``detail`` has under "mails" each offering's id and that of its copy."""
    if "mails" in line.detail:
        offers = {UUID(old): UUID(new) for old, new in line.detail["mails"].items()}
        _copy_rules(db, line, offers)
        _copy_words(db, line)


def _copy_rules(db: Connection, line: Row[Any], offers: dict[UUID, UUID]) -> None:
    """A rule for an offering that didn't come along stays behind."""
    locks.hold(db, "reminders", line.series_id)
    if reminder_rules.of_series(db, line.series_id).are_own:
        return
    own = select(ReminderRule.__table__).where(ReminderRule.series_id == UUID(line.detail["from"]))
    copies = [
        {**row, "id": new_id(), "series_id": line.series_id, "offering_id": offers.get(row["offering_id"])}
        for row in db.execute(own.order_by(ReminderRule.id)).mappings()
        if row["offering_id"] is None or row["offering_id"] in offers
    ]
    if copies:
        db.execute(insert(ReminderRule), copies)
        subject = Subject(series_id=line.series_id, detail={"what": "copied"})
        journal.append(db, "reminders.changed", line.actor, subject)


def _copy_words(db: Connection, line: Row[Any]) -> None:
    """The words in use; their history stays behind."""
    for (kind, language), words in own_words.of_series(db, UUID(line.detail["from"])).items():
        which = Which(line.series_id, kind, language)
        if own_words.newest(db, which) is None:
            words_of.save(db, line.actor, which, words)
