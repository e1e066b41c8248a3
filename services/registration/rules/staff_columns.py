"""Which column of somebody's spreadsheet holds what: by its header in three languages, or by what stands in it."""

from collections.abc import Sequence
from typing import NamedTuple

Table = Sequence[Sequence[str]]

#: a header may stand under a title, a date and an empty line
_HEADER_WITHIN = 15
#: looked at to tell what a column without a header holds
_SAMPLE = 200
#: columns named that nothing is taken from, and characters of each name
_MOST_UNREAD, _LONGEST_TITLE = 30, 60
#: letters only, in lower case
_HEADERS = {
    "email": (
        "sähköposti sähköpostiosoite sähköpostiosoitteet sposti spostiosoite meili email emailaddress mail mailaddress "
        "epost epostadress mejl mejladress mailadress"
    ),
    "name": (
        "nimi kokonimi henkilö henkilönimi henkilönnimi osallistuja osallistujannimi työntekijä työntekijännimi "
        "ilmoittautuja namn fullständigtnamn helanamnet deltagare deltagarensnamn medarbetare person anställd name "
        "fullname displayname participant participantname employee employeename attendee"
    ),
    "first": (
        "etunimi etunimet kutsumanimi förnamn tilltalsnamn firstname firstnames givenname givennames forename forenames"
    ),
    "last": "sukunimi efternamn släktnamn lastname surname familyname",
    "unit": (
        "yksikkö yksikönnimi työyksikkö palveluyksikkö osasto toimipiste toimipaikka työpaikka työpiste tiimi "
        "enhet enhetensnamn arbetsenhet avdelning arbetsplats arbetsställe verksamhetsställe team unit workunit "
        "department workplace ward section site"
    ),
}
#: "Sähköposti (työ)"
_ADDRESSES = ("sähköposti", "email", "epost")
_MEANING = {word: meaning for meaning, words in _HEADERS.items() for word in words.split()}


class Columns(NamedTuple):
    """Column numbers from 0; None: there is no such column."""

    email: int
    name: int | None
    first: int | None
    last: int | None
    unit: int | None
    #: the first row that holds a person
    starts: int


def columns_of(table: Table) -> Columns | None:
    """Where everything stands; None when no column holds addresses."""
    return _by_header(table) or _by_content(table)


def unread(table: Table, columns: Columns) -> list[str]:
    """What the other columns are called, by their first cell where they have no header; empty ones are none."""
    header = table[columns.starts - 1] if columns.starts else ()
    rows = table[columns.starts :]
    found: list[str] = []
    for column in range(max((len(row) for row in rows), default=0)):
        first = next((cell for row in rows if (cell := _cell(row, column))), "")
        if first and column not in columns[:-1]:
            title = " ".join((_cell(header, column) or first).split())
            found.append(title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…")
    return found[:_MOST_UNREAD]


def has_header(table: Table) -> bool:
    """Whether a row names what stands below it."""
    return _by_header(table) is not None


def _by_header(table: Table) -> Columns | None:
    for number, row in enumerate(table[:_HEADER_WITHIN]):
        said: dict[str, int] = {}
        for column, cell in enumerate(row):
            meaning = _meaning(cell)
            if meaning is not None:
                said.setdefault(meaning, column)
        if "email" not in said and ("name" in said or {"first", "last"} <= said.keys()):
            email = _most_addresses(table[number + 1 :][:_SAMPLE])
            said |= {} if email is None else {"email": email}
        if "email" in said:
            others = {meaning: said.get(meaning) for meaning in ("name", "first", "last", "unit")}
            return _completed(table, Columns(said["email"], **others, starts=number + 1))
    return None


def _meaning(cell: str) -> str | None:
    letters = _letters(cell)
    return _MEANING.get(letters) or ("email" if letters.startswith(_ADDRESSES) else None)


def _most_addresses(sample: Table) -> int | None:
    """The column in which most addresses stand; None: there are none."""
    width = max((len(row) for row in sample), default=0)
    hits = [sum("@" in _cell(row, column) for row in sample) for column in range(width)]
    return hits.index(max(hits)) if any(hits) else None


def _completed(table: Table, said: Columns) -> Columns:
    """A header may name only the addresses."""
    if said.name is None and said.first is None and said.last is None:
        guessed = _around(table, said.email, said.starts, {said.unit})
        return said._replace(name=guessed.name, first=guessed.first, last=guessed.last, unit=said.unit or guessed.unit)
    return said


def _by_content(table: Table) -> Columns | None:
    email = _most_addresses(table[:_SAMPLE])
    if email is None:
        return None
    # a header in words we don't know says nothing that looks like an address
    return _around(table, email, 1 if _is_header(table, email) else 0, set())


def _is_header(table: Table, email: int) -> bool:
    return "@" not in "".join(table[0]) and any("@" in _cell(row, email) for row in table[1:2])


def _around(table: Table, email: int, starts: int, taken: set[int | None]) -> Columns:
    """Names and units beside the addresses, by what they look like."""
    sample = table[starts : starts + _SAMPLE]
    width = max((len(row) for row in sample), default=0)
    texts = {
        column: cells
        for column in range(width)
        if column != email
        and column not in taken
        and len(cells := [cell for row in sample if (cell := _cell(row, column))]) * 2 >= len(sample)
        and sum(_is_words(cell) for cell in cells) * 2 > len(cells)
    }
    order = list(texts)
    name = first = last = None
    if len(order) > 1 and all(_single(texts[column]) for column in order[:2]) and order[1] == order[0] + 1:
        first, last = order[:2]
    elif order:
        several = [column for column in order if not _single(texts[column])] or order
        name = max(several, key=lambda column: (len(set(texts[column])), -column))
    unit = next((column for column in order if column not in (name, first, last)), None)
    return Columns(email, name, first, last, unit, starts)


def _single(cells: list[str]) -> bool:
    return sum(" " not in cell for cell in cells) * 5 >= len(cells) * 4


def _is_words(cell: str) -> bool:
    return "@" not in cell and any(letter.isalpha() for letter in cell) and sum(map(str.isdigit, cell)) * 2 < len(cell)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _letters(cell: str) -> str:
    # a header is short; long text is not worth looking at letter by letter
    return "".join(letter for letter in cell.casefold() if letter.isalpha()) if len(cell) <= 40 else ""
