import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from services.registration.forms.staff_roster import MOST_COLUMNS, roster_of_file, roster_of_text
from services.registration.rules.roster import Entry
from shared.errors import Refusal
from tests.services.registration.rosters import entries

pytestmark = pytest.mark.usefixtures("english")
ROWS = [
    ("Nimi", "Sähköposti", "Yksikkö"),
    ("Åsa Öhman-Ruiz", "asa@example.org", "Koivula"),
    ("王小明", "w@example.org", ""),
]
PEOPLE = [Entry("Åsa Öhman-Ruiz", "asa@example.org", "Koivula"), Entry("王小明", "w@example.org", "")]
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def english(app: Flask) -> Any:
    with app.test_request_context("/?lang=en"):
        yield


@pytest.fixture
def database_url(sqlite_template: Any) -> str:
    """Nothing here asks a database anything."""
    return f"sqlite:///{sqlite_template}"


def xlsx(rows: Any = ROWS, top: int = 0, also: Any = None) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Lista")
        for number, row in enumerate(rows):
            sheet.write_row(top + number, 0, row)
        if also:
            also(book, sheet)
    return data.getvalue()


def packed(**files: bytes | str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def ods(rows: str, **more: bytes | str) -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='L'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return packed(mimetype=ODS_TYPE, content_xml=content, **{"META-INF__manifest_xml": manifest, **more})


def ods_row(*cells: str, repeated: int = 1, columns: int = 1) -> str:
    kind = f'table:number-columns-repeated="{columns}" office:value-type="string"'
    texts = "".join(f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{texts}</table:table-row>'


def refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        roster_of_file(data)
    assert refused.value.field == "file"
    return refused.value.code


def test_xlsx_is_read() -> None:
    assert entries(roster_of_file(xlsx())) == PEOPLE


def test_ods_is_read_though_it_ends_in_a_million_empty_rows() -> None:
    rows = "".join(ods_row(*row) for row in ROWS)
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048570">{nothing}</table:table-row>'
    assert entries(roster_of_file(ods(rows + end))) == PEOPLE


def test_a_cell_merged_over_rows_counts_for_each() -> None:
    rows = [("Yksikkö", "Nimi", "Sähköposti"), ("", "Anna Laine", "a@example.org"), ("", "Berta Berg", "b@example.org")]
    data = xlsx(
        rows,
        top=2,
        also=lambda _book, sheet: (sheet.merge_range("A1:C2", "Lista"), sheet.merge_range("A4:A5", "Koivula")),
    )
    assert [entry.unit for entry in roster_of_file(data)] == ["Koivula", "Koivula"]


def test_the_sheet_with_addresses_is_found_and_hidden_ones_are_not_looked_at() -> None:
    def more(book: Any, sheet: Any) -> None:
        book.add_worksheet("Oikea").write_row(0, 0, ("Anna Laine", "a@example.org"))
        hidden = book.add_worksheet("Vanha")
        hidden.write_row(0, 0, ("Berta Berg", "b@example.org"))
        hidden.hide()

    assert [entry.name for entry in roster_of_file(xlsx([("Täytä toinen sivu",)], also=more))] == ["Anna Laine"]


def test_numbers_and_dates_are_texts() -> None:
    (entry,) = entries(roster_of_file(xlsx([("Nimi", "Email", "Yksikkö"), (1, "a@example.org", 3.0)])))
    assert entry == Entry("1", "a@example.org", "3")


def test_control_characters_become_spaces() -> None:
    (entry,) = roster_of_file(b'Nimi;Email\n"An\x07na\nLaine";a@example.org')
    assert entry.name == "An na Laine"


def test_more_than_5000_people_are_refused() -> None:
    many = [(f"Anna {n}", f"a{n}@example.org") for n in range(5001)]
    assert refusal(xlsx(many)) == "too_many_people"
    assert len(roster_of_file(xlsx(many[:5000]))) == 5000
    with pytest.raises(Refusal, match="5,000"):
        roster_of_text("\n".join("\t".join(row) for row in many))


def test_fifty_thousand_rows_are_refused() -> None:
    assert refusal(xlsx([("Anna", "a@example.org")] * 50_000)) == "too_many_people"


def test_locked_files_are_refused() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")) == "password"
    assert refusal(b"\xd0\xcf\x11\xe0" + bytes(600)) == "old_spreadsheet"
    entry = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    assert refusal(ods(ods_row(*ROWS[1]), **{"META-INF__manifest_xml": entry})) == "password"


def test_a_zip_bomb_is_refused_whatever_size_it_claims() -> None:
    bomb = packed(xl__workbook_xml=bytes(60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refusal(bomb) == "too_large"
    claims = (60 * 1024 * 1024).to_bytes(4, "little")
    assert refusal(bomb.replace(claims, (1000).to_bytes(4, "little"))) == "too_large"


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "SZ10000"])
def test_a_cell_in_the_far_corner_is_refused(cell: str) -> None:
    assert refusal(xlsx(also=lambda _book, sheet: sheet.write(cell, "x"))) == "too_large"


def test_a_cell_that_stands_for_millions_is_refused() -> None:
    assert refusal(ods(ods_row("x", repeated=1_000_000, columns=16_000))) == "too_large"
    assert (
        refusal(
            ods(ods_row("x", columns=10_000) + "<table:table-row table:number-rows-repeated='900000'/>" + ods_row("x"))
        )
        == "too_large"
    )


@pytest.mark.parametrize(
    "data",
    [
        packed(word__document_xml="<w/>"),
        packed(xl__workbook_xml="<workbook", content_xml="<"),
        b"PK\x03\x04" + bytes(100),
        xlsx()[:-200],
        bytes(range(256)) * 4,
    ],
)
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    assert refusal(data) == "not_a_spreadsheet"


def test_a_file_that_is_called_a_spreadsheet_and_is_none_is_refused() -> None:
    for name in ("lista.xlsx", "kuva.PNG", "lista.docx"):
        with pytest.raises(Refusal) as refused:
            roster_of_file(b"something has gone wrong with it", name)
        assert refused.value.code == "not_a_spreadsheet"
    with pytest.raises(Refusal, match="No column of e-mail addresses"):
        roster_of_file(b"Nimi;Osoite\nAnna;Katu 1", "lista.csv")
    assert entries(roster_of_file(b"Anna Laine;a@example.org", "lista.xls")) == [
        Entry("Anna Laine", "a@example.org", "")
    ]


def test_a_picture_with_words_in_it_is_refused() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"Software: a@example.org drew this " * 90) == "not_a_spreadsheet"


def test_a_damaged_spreadsheet_is_refused_wherever_it_is_damaged() -> None:
    whole = xlsx()
    for place in range(0, len(whole), 37):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            roster_of_file(damaged)
        except Refusal as refused:
            assert refused.field == "file"  # noqa: PT017 - some damage is harmless


def test_nobody_and_no_addresses_are_told_apart() -> None:
    assert refusal(xlsx([])) == "empty_list"
    assert refusal(b"") == "empty_list"
    assert refusal(xlsx([("Nimi", "Yksikkö"), ("Anna", "Koivula")])) == "no_addresses"
    assert refusal(xlsx([("Nimi", "Sähköposti")])) == "no_addresses"


@pytest.mark.parametrize(
    "text",
    [
        "Anna Laine <a@example.org>\nBerta Berg <b@example.org>",
        "Anna Laine <a@example.org>; Berta Berg <b@example.org>",
        "Laine, Anna <a@example.org>; Berg, Berta <b@example.org>",
        "Anna Laine a@example.org\nBerta Berg b@example.org",
        "Anna Laine\ta@example.org\nBerta Berg\tb@example.org",
        "Anna Laine, a@example.org\nBerta Berg, b@example.org",
        "Nimi;Sähköposti\nAnna Laine;a@example.org\nBerta Berg;b@example.org",
    ],
)
def test_pasted_lists_are_read_as_people_write_them(text: str) -> None:
    assert [entry[:2] for entry in entries(roster_of_text(text))] == [
        ("Anna Laine", "a@example.org"),
        ("Berta Berg", "b@example.org"),
    ]


def test_bare_addresses_are_people_without_names() -> None:
    assert [entry.email for entry in roster_of_text("a@example.org, b@example.org; c@example.org")] == [
        f"{letter}@example.org" for letter in "abc"
    ]


def test_columns_far_to_the_right_are_not_looked_through() -> None:
    far = "\t" * (MOST_COLUMNS - 1)
    assert len(roster_of_text(f"Nimi{far}Email\nAnna{far}a@example.org")) == 1
    with pytest.raises(Refusal, match="No column of e-mail addresses"):
        roster_of_text(f"Nimi{far}\tEmail\nAnna{far}\ta@example.org")
