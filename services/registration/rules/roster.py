"""The people of a staff list, column by column.

What is asked of thousands of rows is asked of a whole column at once; a row is made when somebody looks at it.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple


class Entry(NamedTuple):
    """A person as written."""

    name: str
    email: str
    unit: str


class Row(NamedTuple):
    """A person as given and mended, on one line each."""

    #: from 1, as they were given; a row that was taken off leaves a gap
    number: int
    name: str
    email: str
    unit: str
    #: somebody said that the unit is right as it is written, though the organisation has none of that name
    unit_is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """Rows in their order; all columns but ``kept`` and ``unread`` are equally long."""

    numbers: Sequence[int] = ()
    names: Sequence[str] = ()
    emails: Sequence[str] = ()
    units: Sequence[str] = ()
    #: numbers of the rows whose unit is right as it is written
    kept: Set[int] = frozenset()
    #: titles of the columns that say more than who and where
    unread: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Row]:
        for line in zip(self.numbers, self.names, self.emails, self.units, strict=True):
            yield Row(*line, line[0] in self.kept)

    def row(self, index: int) -> Row:
        """The one in this place, from 0."""
        number = self.numbers[index]
        return Row(number, self.names[index], self.emails[index], self.units[index], number in self.kept)


def given(names: Sequence[str], emails: Sequence[str], units: Sequence[str]) -> Roster:
    """People as they were read, numbered."""
    return Roster(range(1, len(names) + 1), names, emails, units)


def of_entries(entries: Iterable[Entry]) -> Roster:
    """The same of people one by one."""
    columns = [list(column) for column in zip(*entries, strict=True)]
    return given(*columns) if columns else Roster()


def of_rows(rows: Iterable[Row]) -> Roster:
    """Rows, put into columns."""
    lines = list(rows)
    if not lines:
        return Roster()
    numbers, names, emails, units, _are_kept = (list(column) for column in zip(*lines, strict=True))
    return Roster(numbers, names, emails, units, {row.number for row in lines if row.unit_is_kept})


def joined(one: Roster, other: Roster) -> Roster:
    """The people of both, numbered anew."""
    both = given([*one.names, *other.names], [*one.emails, *other.emails], [*one.units, *other.units])
    return replace(both, unread=[*dict.fromkeys([*one.unread, *other.unread])])
