"""API: sessions brought into a series from a file, or from rows as a file has them."""

from typing import Annotated, Literal, Self
from uuid import UUID

from flask_babel import gettext as _
from pydantic import Base64Bytes, BaseModel, Field, model_validator
from sqlalchemy import Connection

from services.catalogue.actions.bring_sessions import bring_sessions
from services.catalogue.forms.session_file import rows_of_file
from services.catalogue.forms.session_rows import ReadRow, read_rows
from services.catalogue.queries import brought, workspace_series
from services.catalogue.queries.brought import Meets
from services.catalogue.routes.api_fields import Input
from services.catalogue.routes.permission import route_to_manage
from services.catalogue.rules.written_rows import MOST_ROWS, WrittenRow
from shared import clock
from shared.errors import Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("import")

Text = Annotated[str, Field(max_length=20_000)]
Number = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class RowIn(Input):
    """A session as a spreadsheet has it: every cell a text, read as the file's cells are."""

    title: Text = ""
    day: Annotated[Text, Field(description="2027-01-17 or 17.1.2027")] = ""
    starts: Annotated[Text, Field(description="14:00")] = ""
    ends: Annotated[Text, Field(description="16:00, or with another day before it")] = ""
    timezone: Text = ""
    mode: Text = ""
    join_url: Text = ""
    venue: Text = ""
    presenters: Annotated[Text, Field(description="names with semicolons between")] = ""
    emails: Annotated[Text, Field(description="as many addresses, in the same order")] = ""
    description: Text = ""


class ImportIn(Input):
    """What to bring: a file or rows. What was brought before is known again and left as it is."""

    file: Base64Bytes | None = Field(default=None, description="an .ics, .xlsx, .ods or .csv file, in base64")
    rows: Annotated[list[RowIn], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    take: Annotated[list[Number] | None, Field(max_length=MOST_ROWS, description="numbers of rows; null: all")] = None
    offering_ids: Annotated[list[UUID], Field(max_length=100, description="these cover the new sessions too")] = Field(
        default_factory=list
    )
    dry_run: Annotated[bool, Field(description="say what would become of it, and add nothing")] = False

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.file) == bool(self.rows):
            raise ValueError(_("Give either a file or rows."))
        return self

    def written(self, zone: str) -> list[WrittenRow]:
        """The rows as they are written. Raises Refusal for a file that can't be read."""
        if self.file:
            return rows_of_file(self.file, zone)
        return [
            WrittenRow.model_validate({"number": number, "cells": row.model_dump(exclude_defaults=True)})
            for number, row in enumerate(self.rows, start=1)
        ]


class CellProblem(BaseModel):
    """A cell that can't be read, and why."""

    cell: str
    sentence: str


class ImportedRow(BaseModel):
    """A row: ``new`` ones are or would be added, those that are ``there`` were brought before or taken out of here."""

    number: int
    state: Literal["new", "there", "wrong"]
    session_id: UUID
    title: str
    starts_at: DateTimeText | None
    ends_at: DateTimeText | None
    problems: list[CellProblem]
    warnings: list[str]


class ImportOut(BaseModel):
    """Every row, and the ids of the sessions that were added."""

    rows: list[ImportedRow]
    added: list[UUID]


@api.writes(
    "POST",
    "/series/<slug>/sessions/import",
    Access.ORGANISER,
    "Bring sessions from a file or from rows",
    Shape(ImportIn, None, ImportOut),
)
def bring(db: Connection, slug: str, body: ImportIn) -> ImportOut:
    """All that are taken or none: one with a problem among them refuses everything."""
    route_to_manage(db, slug)
    series = workspace_series.series(db, slug)
    rows = body.written(series.timezone)
    found = read_rows(rows, series, brought.own(db, series.id, rows))
    there = brought.there(db, [row.id for row in found])
    good = [row for row in found if row.brought and row.id not in there]
    meets = brought.oddities(db, series, good, clock.now())
    added = []
    if not body.dry_run:
        taken = [row for row in found if body.take is None or row.written.number in body.take]
        wanted = [_good(row) for row in taken if row.id not in there]
        if wanted or not taken:
            sessions = [one.brought for one in wanted if one.brought]
            added = bring_sessions(db, known_viewer().actor, series.id, sessions, body.offering_ids)
    return ImportOut(rows=[_shown(row, row.id in there, meets.get(row.id, Meets())) for row in found], added=added)


def _good(row: ReadRow) -> ReadRow:
    for cell, sentence in row.problems.items():
        raise Refusal("wrong_cell", sentence, f"rows.{row.written.number}.{cell}")
    return row


def _shown(row: ReadRow, is_there: bool, meets: Meets) -> ImportedRow:
    session = row.brought.session if row.brought else None
    zone = (session.timezone if session else None) or "UTC"
    return ImportedRow(
        number=row.written.number,
        state="there" if is_there else "new" if session else "wrong",
        session_id=row.id,
        title=(session.title if session else None) or row.written.text("title"),
        starts_at=machine(session.starts_at, zone) if session else None,
        ends_at=machine(session.ends_at, zone) if session else None,
        problems=[CellProblem(cell=cell, sentence=sentence) for cell, sentence in row.problems.items()],
        warnings=meets.odd,
    )
