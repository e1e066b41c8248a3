"""Registration that closes soon: put by for the digest of each contact whose organisation has nobody in it yet."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, literal, select

from services.notifications.actions.new_messages import insert_once
from services.notifications.queries.due_reminders import closings
from services.notifications.queries.reminded import contacts
from services.notifications.queries.row_id import row_id, words
from services.notifications.rules.reminders import CLOSING, Rule, latest
from shared.database import Database
from shared.schema.accounts import Account
from shared.schema.organisations import Organisation
from shared.schema.reminders import DigestItem
from shared.web import dates


def collect_closings(database: Database, default_language: str, now: datetime) -> int:
    """Put by what is due now; returns how many items are new. Each contact hears of a deadline once by each rule."""
    with database.reading() as db:
        due = [one for one in _due(db, now) if _is_to_tell(db, *one)]
    total = 0
    for rule, offering in due:
        with database.writing() as db:
            total += _put_by(db, rule, offering, default_language, now)
    return total


def _due(db: Connection, now: datetime) -> list[tuple[Rule, Any]]:
    """Of several rules that are overdue for one deadline, the one meant to come last."""
    offerings: dict[UUID, Any] = {}
    rules: dict[UUID, list[tuple[datetime, Rule]]] = defaultdict(list)
    for rule, offering in closings(db, now):
        offerings[offering.of] = offering
        rules[offering.of].append((offering.closes_at + timedelta(minutes=rule.offset_minutes), rule))
    return [(latest(of_one)[0][0], offerings[offering_id]) for offering_id, of_one in rules.items()]


def _is_to_tell(db: Connection, rule: Rule, offering: Any) -> bool:
    of_offering = (DigestItem.offering_id == offering.of) & (DigestItem.kind == CLOSING)
    told = select(DigestItem.id).where(of_offering, DigestItem.once.startswith(f"{_key(rule, offering)}:"))
    if db.scalar(told.limit(1)) is not None:
        return False
    return db.execute(contacts(offering.of).limit(1)).first() is not None


def _put_by(db: Connection, rule: Rule, offering: Any, default_language: str, now: datetime) -> int:
    table = DigestItem.__table__.c
    said: dict[str, Any] = {
        "id": row_id(db.dialect),
        "once": words(_key(rule, offering), Organisation.id, Account.email),
        "kind": literal(CLOSING),
        "recipient_email": Account.email,
        "recipient_name": Account.name,
        "language": func.coalesce(Account.language, default_language),
        "organisation_id": Organisation.id,
        "series_id": literal(offering.within, table.series_id.type),
        "offering_id": literal(offering.of, table.offering_id.type),
        "created_at": literal(now, table.created_at.type),
    }
    rows = contacts(offering.of).with_only_columns(*said.values())
    return insert_once(db, DigestItem, rows, list(said))


def _key(rule: Rule, offering: Any) -> str:
    """How ``once`` begins for each contact: a deadline that was put off is told of anew."""
    return f"{CLOSING}:{rule.told_as}:{offering.of}:{dates.machine(offering.closes_at, 'UTC')}"
