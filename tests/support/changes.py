"""A change of a series, for pages that tell of it."""

from uuid import UUID

from sqlalchemy import select

from shared.schema.catalogue import Series
from shared.schema.changes import Change, ChangedField
from shared.schema.journal import JournalLine
from tests.support.factories import NOON, Given


def change_of(given: Given, series_id: UUID) -> UUID:
    """The last one: the language that it has now was chosen then."""
    change = given.row(Change, series_id=series_id, at=NOON)
    with given.database.reading() as db:
        language = db.scalar(select(Series.language).where(Series.id == series_id))
    given.row_without_id(ChangedField, change_id=change, field="language", before="sv", after=language)
    line = {"kind": "series.changed", "actor": "system", "at": NOON, "series_id": series_id}
    given.row_without_id(JournalLine, **line, detail={"fields": ["language"], "change": str(change)})
    return change
