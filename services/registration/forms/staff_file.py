"""The file that somebody gives as a list of staff, as tables; what can't be read is refused with what to do instead."""

from flask_babel import gettext as _

from shared.errors import Refusal
from shared.tables import file
from shared.tables.file import Problem, Unreadable

#: a title, a header and some empty lines beside the 5,000 people
MOST_LINES = 5300


def tables_of(data: bytes) -> list[file.Table] | str:
    """The visible sheets of a file as they stand in it, or its text when it is one of text.

    Raises Refusal, field ``file``, with what to do instead.
    """
    try:
        return file.tables_of(data, MOST_LINES)
    except Unreadable as wrong:
        raise _refusals()[wrong.problem] from wrong


def too_long() -> Refusal:
    """More people than one list takes."""
    return _refusal(
        "too_many_people",
        _("There are more than 5,000 people in it. Divide it into smaller lists and give them in turn."),
    )


def not_a_spreadsheet() -> Refusal:
    """Nothing in it can be read as a table."""
    return _refusal(
        "not_a_spreadsheet",
        _("This file can't be read as a spreadsheet. Save it as .xlsx, .ods or .csv and give it again."),
    )


def _refusals() -> dict[Problem, Refusal]:
    return {
        Problem.OLD_SPREADSHEET: _refusal(
            "old_spreadsheet", _("This is a file of an old kind (.xls). Save it as .xlsx and give it again.")
        ),
        Problem.LOCKED: _refusal(
            "password",
            _("The file is locked with a password. Save it without one, or copy the rows and paste them here."),
        ),
        Problem.TOO_LARGE: _refusal(
            "too_large",
            _("The file is far larger than a list of 5,000 people. Copy the rows with people and paste them here."),
        ),
        Problem.TOO_LONG: too_long(),
        Problem.NOT_A_SPREADSHEET: not_a_spreadsheet(),
    }


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(code, sentence, "file")
