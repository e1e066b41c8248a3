"""Which column of somebody's spreadsheet says what of a session: by its header in Finnish, Swedish or English."""

from collections.abc import Mapping, Sequence

from services.catalogue.rules.written_rows import CELLS, Cell, WrittenRow

Table = Sequence[Sequence[str]]

#: a header may stand under a title, a date and an empty line
_HEADER_WITHIN = 15
_MOST_COLUMNS = 100
_LONGEST = 24_000
#: letters only, in lower case
_HEADERS: Mapping[Cell, str] = {
    "title": (
        "otsikko tapaaminen tapaamisennimi nimi aihe teema webinaari koulutus "
        "rubrik titel träff träffensnamn namn ämne tema webbinarium title name topic subject session webinar summary"
    ),
    "day": "päivä päivämäärä pvm pv ajankohta datum dag day date startdate startdatum alkupäivä alkamispäivä",
    "starts": (
        "alkaa alku aloitus aloitusaika alkamisaika alkaaklo kello klo aika kellonaika "
        "börjar start starttid starttime starts startsat begins börjarkl klockan kl tid time from"
    ),
    "ends": (
        "päättyy loppuu loppu lopetus päättymisaika loppumisaika päättyyklo "
        "slutar slut sluttid slutarkl ends endsat end endtime until to"
    ),
    "timezone": "aikavyöhyke vyöhyke tidszon zon timezone zone tz",
    "mode": (
        "tapa toteutustapa muoto järjestämistapa pitotapa form sätt genomförande genomförandesätt mode format "
        "howisitheld howheld millätavalla mitensepidetään hurdenhålls"
    ),
    "join_url": (
        "linkki osallistumislinkki kokouslinkki liittymislinkki etälinkki teamslinkki zoomlinkki url "
        "länk länkförattdelta deltagarlänk möteslänk anslutningslänk link joinlink linktojoin "
        "joinurl meetinglink teams zoom"
    ),
    "venue": (
        "paikka tapaamispaikka tila sali osoite tapahtumapaikka "
        "plats lokal sal adress venue place room location address"
    ),
    "presenters": (
        "esittäjä esittäjät esittäjännimi esittäjiennimet kouluttaja kouluttajat kouluttajannimi puhuja puhujat "
        "luennoitsija föreläsare föreläsarensnamn föreläsarnasnamn utbildare talare "
        "presenter presenters presentername presenternames presentersname speaker speakers speakername trainer"
    ),
    "emails": (
        "esittäjänsähköposti esittäjiensähköpostit esittäjänsähköpostiosoite kouluttajansähköposti puhujansähköposti "
        "sähköposti sähköpostiosoite sähköpostit sposti "
        "föreläsarensepost föreläsarnasepost föreläsarensepostadress utbildarensepost epost epostadress epostadresser "
        "presenteremail presenteremails presentersemail presenteremailaddress speakeremail speakeremails email emails "
        "emailaddress mail"
    ),
    "description": (
        "kuvaus mistäonkyse sisältö esittely lisätietoja beskrivning innehåll vaddethandlarom omträffen "
        "description about content abstract "
        "whatitisabout details"
    ),
}
_MEANING: dict[str, Cell] = {word: cell for cell, words in _HEADERS.items() for word in words.split()}


def rows_of(table: Table) -> list[WrittenRow] | None:
    """The rows below the header, empty ones left out; None when no row says where the days or the starts are."""
    for number, row in enumerate(table[:_HEADER_WITHIN]):
        columns = _columns(row)
        if "day" in columns or "starts" in columns:
            return [
                WrittenRow(number=place, cells=cells)
                for place, one in enumerate(table[number + 1 :], start=number + 2)
                if (cells := _cells(one, columns))
            ]
    return None


def _columns(row: Sequence[str]) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for column, cell in enumerate(row[:_MOST_COLUMNS]):
        meaning = _MEANING.get(_letters(cell))
        if meaning is not None:
            found.setdefault(meaning, column)
    return found


def _cells(row: Sequence[str], columns: Mapping[Cell, int]) -> dict[Cell, str]:
    return {cell: text for cell in CELLS if (column := columns.get(cell)) is not None and (text := _plain(row, column))}


def _plain(row: Sequence[str], column: int) -> str:
    text = row[column].strip()[:_LONGEST] if column < len(row) else ""
    # the mark that keeps a spreadsheet program from taking a text for a formula
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _letters(cell: str) -> str:
    return "".join(letter for letter in cell.casefold() if letter.isalpha()) if len(cell) <= 60 else ""
