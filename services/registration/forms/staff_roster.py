"""The people in what somebody pasted or gave as a file."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from services.registration.forms.person_in import MOST_PEOPLE
from services.registration.forms.staff_file import not_a_spreadsheet, tables_of, too_long
from services.registration.rules.roster import Roster
from services.registration.rules.staff_columns import columns_of, has_header, unread
from services.registration.rules.staff_people import people_of, people_of_lines
from shared.errors import Refusal
from shared.tables.file import Table
from shared.tables.text import table_of

PASTED = "pasted"
FILE = "file"
#: a list of people says who and where in far fewer
MOST_COLUMNS = 100
#: names of files whose content is to be text
_TEXTS = (".csv", ".tsv", ".txt")


def roster_of_text(text: str) -> Roster:
    """People pasted from a spreadsheet, written line by line, or copied from a mail's recipients. Raises Refusal."""
    return _not_too_many(_of_text(text, PASTED), PASTED)


def roster_of_file(data: bytes, name: str = "") -> Roster:
    """The people in a file of this name. Raises Refusal with what to do instead."""
    tables = tables_of(data)
    if not isinstance(tables, str):
        return _not_too_many(_of_sheets(tables), FILE)
    if "@" not in tables and "." in name and not name.casefold().endswith(_TEXTS) and tables.strip():
        # whatever a file called a spreadsheet or a picture holds, it is no list of people
        raise not_a_spreadsheet()
    return _not_too_many(_of_text(tables, FILE), FILE)


def _of_text(text: str, field: str) -> Roster:
    table = _narrow(table_of(text))
    lines = [line for line in text.splitlines() if line.strip()]
    if not has_header(table) and _is_of_recipients(lines):
        return people_of_lines(lines)
    return _of_table(table) or _nobody(field, bool(lines))


def _of_sheets(tables: Sequence[Table]) -> Roster:
    """The first sheet that has addresses: beside it stand others with instructions and choices."""
    for table in tables:
        if found := _of_table(_narrow(table)):
            return found
    return _nobody(FILE, any(any(row) for table in tables for row in table))


def _narrow(table: Table) -> Table:
    """Without what stands beyond any list's columns: to look through a million of them takes minutes."""
    is_wide = max(map(len, table), default=0) > MOST_COLUMNS
    return [row[:MOST_COLUMNS] for row in table] if is_wide else table


def _of_table(table: Table) -> Roster:
    columns = columns_of(table)
    return replace(people_of(table, columns), unread=unread(table, columns)) if columns else Roster()


def _is_of_recipients(lines: Sequence[str]) -> bool:
    """Whether lines hold "Name <address>", several addresses each, or an address with no delimiter in sight."""
    if not any("@" in line for line in lines):
        return False
    text = "\n".join(lines)
    in_brackets = sum("<" in line and "@" in line.partition("<")[2] for line in lines)
    return in_brackets * 2 > len(lines) or text.count("@") * 2 > len(lines) * 3 or not set("\t;,|") & set(text)


def _not_too_many(found: Roster, field: str) -> Roster:
    if len(found) > MOST_PEOPLE:
        refusal = too_long()
        raise Refusal(refusal.code, refusal.sentence, field)
    return found


def _nobody(field: str, says_something: bool) -> Roster:
    if not says_something:
        raise Refusal("empty_list", _("There is nobody in it."), field)
    raise Refusal(
        "no_addresses",
        _("No column of e-mail addresses was found. Each row needs a name and an e-mail address."),
        field,
    )
