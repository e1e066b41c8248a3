"""The rows of a file that sessions are brought from: a calendar, a spreadsheet or text."""

from flask_babel import gettext as _

from services.catalogue.rules import calendar_events, session_columns
from services.catalogue.rules.calendar_events import NotACalendar
from services.catalogue.rules.written_rows import MOST_ROWS, WrittenRow
from shared.errors import Refusal
from shared.tables.file import Problem, Unreadable, tables_of
from shared.tables.text import table_of

#: a title, a header, empty lines and a school's whole calendar
_MOST_LINES = 5_000
_CALENDAR = b"BEGIN:VCALENDAR"


def rows_of_file(data: bytes, zone: str) -> list[WrittenRow]:
    """What the file holds, at least one row and at most as many as may be brought at once. Raises Refusal."""
    found = _of_calendar(data, zone) if _CALENDAR in data[:2_000].upper() else _of_tables(data)
    if not found:
        raise _refusal("empty_file", _("There are no sessions in it."))
    if len(found) > MOST_ROWS:
        raise _refusal(
            "too_many_rows",
            _("There are more than %(most)s sessions in it. Divide it into smaller files.", most=MOST_ROWS),
        )
    return found


def _of_calendar(data: bytes, zone: str) -> list[WrittenRow]:
    try:
        return calendar_events.rows_of(data, zone)
    except NotACalendar as wrong:
        raise _refusal(
            "not_a_calendar", _("This file can't be read as a calendar. Export it once more and give it again.")
        ) from wrong


def _of_tables(data: bytes) -> list[WrittenRow]:
    """The first sheet that has a header: beside it stand others with instructions."""
    try:
        tables = tables_of(data, _MOST_LINES)
    except Unreadable as wrong:
        raise _unreadable(wrong.problem) from wrong
    if isinstance(tables, str):
        tables = [table_of(tables)]
    if not any(any(row) for table in tables for row in table):
        return []
    for table in tables:
        rows = session_columns.rows_of(table)
        if rows is not None:
            return rows
    raise _refusal(
        "no_header",
        _("No row says which column is which. Put “Day”, “Starts” and “Ends” above the columns, as in the template."),
    )


def _unreadable(problem: Problem) -> Refusal:
    sentences: dict[Problem, str] = {
        Problem.OLD_SPREADSHEET: _("This is a file of an old kind (.xls). Save it as .xlsx and give it again."),
        Problem.LOCKED: _("The file is locked with a password. Save it without one and give it again."),
        Problem.TOO_LARGE: _("The file is far too large. Copy the rows with sessions into a new one."),
        Problem.TOO_LONG: _("The file is far too large. Copy the rows with sessions into a new one."),
        Problem.NOT_A_SPREADSHEET: _("This file can't be read. Give a calendar (.ics), .xlsx or .csv."),
    }
    return _refusal(problem, sentences[problem])


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(code, sentence, "file")
