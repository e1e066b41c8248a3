"""A change of a series, for pages that tell of it."""

from uuid import UUID

from sqlalchemy import select

from shared.schema.catalogue import Series
from shared.schema.changes import Change, ChangedField
from shared.schema.journal import JournalLine
from tests.support.factories import NOON, Given


def change_of(given: Given, series_id: UUID) -> UUID:
    """The last one: the language that it has now was chosen then, with a link for colleagues in the same save."""
    change = given.row(Change, series_id=series_id, at=NOON)
    with given.database.reading() as db:
        language = db.scalar(select(Series.language).where(Series.id == series_id))
    given.row_without_id(ChangedField, change_id=change, field="language", before="sv", after=language)
    line = {"actor": "system", "at": NOON, "series_id": series_id, "request_id": "save"}
    detail = {"fields": ["language"], "change": str(change)}
    given.row_without_id(JournalLine, **line, kind="series.changed", detail=detail)
    given.row_without_id(JournalLine, **line, kind="series.link_made")
    return change
