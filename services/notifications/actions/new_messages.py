"""Putting messages into the queue, each once: many by one INSERT … SELECT, or a single one."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal, null, select
from sqlalchemy.dialects import postgresql

from services.notifications.queries.row_id import row_id
from services.notifications.rules.kinds import PRIORITIES
from shared.schema.base import Base
from shared.schema.notifications import Message
from shared.schema.registration import ERASED_KEY

PRIORITY_OF_OTHERS = 5


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """What a queued message says of itself; each value a constant or an SQL expression over the rows selected from."""

    kind: Any
    once: Any
    recipient_email: Any
    recipient_name: Any
    language: Any
    journal_id: Any
    series_id: Any = None
    session_id: Any = None
    offering_id: Any = None
    subject_id: Any = None
    sequence: Any = None
    priority: Any = None
    #: None: now
    due_at: Any = None


def add_messages(
    db: Connection, now: datetime, message: NewMessage, rows: Select[Any] | FromClause | None = None
) -> int:
    """Queue a message for each of ``rows`` (one when there are none); one that is there already stays as it is.

    ``rows`` gives the FROM and WHERE; what it selects is replaced. Returns how many are new.
    """
    said = {field.name: getattr(message, field.name) for field in fields(message)}
    if said["priority"] is None:
        said["priority"] = PRIORITIES.get(message.kind, PRIORITY_OF_OTHERS)
    if said["due_at"] is None:
        said["due_at"] = now
    said |= {
        "id": row_id(db.dialect),
        "state": "queued",
        "is_due": said["due_at"] <= now,
        "turn": 0 if rows is None else _turn(db, message.recipient_email, said["due_at"]),
        "attempts": 0,
        "created_at": now,
    }
    columns = {name: _expression(name, value) for name, value in said.items()}
    source = select() if rows is None else rows if isinstance(rows, Select) else select().select_from(rows)
    if rows is not None:
        # a line about somebody can come to its turn after they were erased
        source = source.where(~message.recipient_email.startswith(ERASED_KEY))
    return insert_once(
        db, Message, source.with_only_columns(*columns.values(), maintain_column_froms=True), list(columns)
    )


def insert_once(db: Connection, table: type[Base], rows: Select[Any], names: list[str]) -> int:
    """INSERT … SELECT that leaves out what a unique constraint knows already; returns how many rows are new."""
    # SQLite takes ON CONFLICT after a SELECT for a join condition unless a WHERE stands before it
    filtered = rows if rows.whereclause is not None else rows.where(literal(1) == 1)
    # SQLite knows PostgreSQL's ON CONFLICT
    statement = postgresql.insert(table).from_select(names, filtered, include_defaults=False).on_conflict_do_nothing()
    return db.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _turn(db: Connection, email: ColumnElement[str], due_at: Any) -> ColumnElement[int]:
    """Its place among those of this act that go to the same domain: whoever writes to fifty thousand holds up nobody
    else, and no domain that takes its time holds up the others."""
    if db.dialect.name == "postgresql":
        domain: ColumnElement[str] = func.split_part(email, "@", 2)
    else:
        domain = func.substr(email, func.instr(email, "@"))
    order = [email] if isinstance(due_at, datetime) else [due_at, email]
    return func.row_number().over(partition_by=domain, order_by=order) - 1


def _expression(name: str, value: Any) -> Any:
    if value is None:
        return null().label(name)
    if hasattr(value, "label"):
        return value.label(name)
    return literal(value, Message.__table__.c[name].type).label(name)
