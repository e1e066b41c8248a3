"""Writing what an installation tells of its accessibility and of people's data."""

import hashlib
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert

from services.catalogue.queries import statements
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict
from shared.schema.statements import Statement


def write(db: Connection, actor: str, kind: str, texts: Mapping[str, str], seen: str) -> None:
    """Keep these texts by language; an empty one, or none, goes back to the standard text. ``seen``: what they were
    made from, as ``stamp`` says. Raises Conflict when somebody else wrote meanwhile."""
    locks.hold_name(db, f"statements:{kind}")
    before = statements.texts(db, kind)
    if seen != stamp(before):
        raise Conflict(
            "stale",
            _("Somebody else changed this while you had it open. Look at what it is now, then save yours again."),
        )
    after = {language: text for language, text in texts.items() if text}
    if after == before:
        return
    db.execute(delete(Statement).where(Statement.kind == kind))
    now = clock.now()
    rows = [{"kind": kind, "language": language, "text": text, "changed_at": now} for language, text in after.items()]
    if rows:
        db.execute(insert(Statement), rows)
    journal.append(db, "statement.changed", actor, journal.Subject(detail={"kind": kind}))


def stamp(texts: Mapping[str, str]) -> str:
    """The texts in one word, to tell whether they are still those that somebody saw."""
    return hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]
