"""The people in a table of texts, or on lines of text, as they were written."""

import re
from collections.abc import Sequence

from services.registration.rules.names import tidy, tidy_all
from services.registration.rules.roster import Entry, Roster, given, of_entries
from services.registration.rules.staff_columns import Columns, Table

#: a cell longer than this is no name and no address; enough is kept to see what it was
_LONGEST_CELL = 300

#: what parts names, addresses and units on one line
_AROUND = " \t,;<>()\"'"

#: in Outlook's way, "Anna Laine <anna@example.org>", or an address with a name beside it
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


def people_of(table: Table, columns: Columns) -> Roster:
    """The people of a table, in their order; rows that say nothing of anybody are passed over."""
    rows = table[columns.starts :]

    def column(number: int | None) -> Sequence[str]:
        if number is None:
            return [""] * len(rows)
        # one by one, never the whole table turned: one row of a million cells would make every row as long
        return tidy_all([row[number] if number < len(row) else "" for row in rows], _LONGEST_CELL)

    names = _names(column(columns.name), column(columns.first), column(columns.last))
    emails, units = column(columns.email), column(columns.unit)
    together = "".join(emails)
    if "" in emails or " " in together or "<" in together:
        found = map(Entry._make, zip(names, emails, units, strict=True))
        return of_entries(_apart(one) for one in found if one.name or one.email)
    return given(names, emails, units)


def people_of_lines(lines: Sequence[str]) -> Roster:
    """People written line by line, or one after another as a mail program writes its recipients."""
    found: list[Entry] = []
    for line in map(tidy, lines):
        rest, here = 0, len(found)
        for address in _ADDRESS.finditer(line):
            name = line[rest : address.start()].strip(_AROUND)[:_LONGEST_CELL]
            found.append(Entry(_turned(name), address.group().rstrip(".")[:_LONGEST_CELL], ""))
            rest = address.end()
        after = line[rest:].strip(_AROUND)[:_LONGEST_CELL]
        if not rest and after:
            found.append(Entry(after, "", ""))
        elif after and len(found) == here + 1 and found[here].name:
            # "Anna Laine anna@example.org Koivula"
            found[here] = found[here]._replace(unit=after)
    return of_entries(found)


def _names(whole: Sequence[str], firsts: Sequence[str], lasts: Sequence[str]) -> list[str]:
    """Of one column, or of two where it says nothing."""
    if not any(whole):
        return [f"{first} {last}".strip() for first, last in zip(firsts, lasts, strict=True)]
    names = [_turned(name) if ", " in name else name for name in whole]
    return [name or f"{first} {last}".strip() for name, first, last in zip(names, firsts, lasts, strict=True)]


def _apart(entry: Entry) -> Entry:
    """An address with the person's name in the same cell; with two addresses it stays, for somebody to choose."""
    if not entry.email and "@" in entry.name:
        # a line without the delimiter that the others have
        said = people_of_lines([entry.name])
        return Entry(said.names[0], said.emails[0], entry.unit or said.units[0]) if len(said) == 1 else entry
    found = _ADDRESS.search(entry.email) if " " in entry.email or "<" in entry.email else None
    if found is None or any(one.casefold() != found[0].casefold() for one in _ADDRESS.findall(entry.email)):
        return entry
    name = entry.name or _turned(entry.email[: found.start()].strip(_AROUND))
    return entry._replace(name=name, email=found.group())


def _turned(name: str) -> str:
    """ "Laine, Anna Maria" as "Anna Maria Laine"; what is no such thing stays."""
    last, comma, first = name.partition(", ")
    return f"{first.strip()} {last}" if comma and first.strip() and " " not in last and "," not in first else name
