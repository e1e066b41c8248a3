import pytest

from shared.tables.text import delimiter_of, table_of, text_of

ROWS = [["Nimi", "Sähköposti"], ["Åsa Öhman-Ruiz", "asa@example.org"]]


@pytest.mark.parametrize("delimiter", "\t;,|")
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850"]
)
def test_usual_encodings_and_delimiters_are_read(encoding: str, delimiter: str) -> None:
    text = text_of("\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding))
    assert text is not None
    assert table_of(text) == ROWS


def test_letters_beyond_latin_are_read() -> None:
    assert text_of("王小明;wang@example.org".encode()) == "王小明;wang@example.org"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 10, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01", b"\xff\xfe\x00"]
)
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert text_of(data) is None


def test_quotes_hold_delimiters_and_line_breaks() -> None:
    assert table_of('"Laine; Anna";a@example.org\r\n"O""Brien\n";b@example.org') == [
        ["Laine; Anna", "a@example.org"],
        ['O"Brien\n', "b@example.org"],
    ]


def test_a_lone_quote_or_an_endless_cell_loses_nothing() -> None:
    long = "x" * 200_000
    assert table_of(f"{long};a@example.org") == [[long, "a@example.org"]]
    assert "a@example.org" in str(table_of('6" Anna\ta@example.org\nBerta\tb@example.org'))


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    assert table_of("sep=;\nNimi;Sähköposti\nÅsa Öhman-Ruiz;asa@example.org") == ROWS


def test_the_delimiter_of_most_lines_counts() -> None:
    assert delimiter_of('"Laine, Anna";a@example.org\n"Berg, Berta";b@example.org') == ";"
    assert delimiter_of("anna@example.org") is None
