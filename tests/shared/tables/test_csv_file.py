import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from shared.tables.cells import Row
from shared.tables.csv_file import as_csv


def opened(file: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_table_comes_back_as_it_was_given() -> None:
    rows: list[Row] = [["Åsa Öhman-Ruiz", 3], ["王小明", None], ['says "hi"; then\r\nleaves', 0]]
    assert opened(as_csv(["Name", "Number"], rows)) == [
        ["Name", "Number"],
        ["Åsa Öhman-Ruiz", "3"],
        ["王小明", ""],
        ['says "hi"; then\r\nleaves', "0"],
    ]


def test_file_says_that_it_is_utf8() -> None:
    assert as_csv(["Nimi"], []).startswith(b"\xef\xbb\xbfNimi")


@pytest.mark.parametrize("text", ["=1+1", "+358", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_begins_a_formula_is_made_text(text: str) -> None:
    assert opened(as_csv([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["O'Brien", "a=b", "anna@example.org", "Oulu-Kempele"])
def test_other_text_is_left_alone(text: str) -> None:
    assert opened(as_csv(["x"], [[text]]))[1] == [text]


def test_negative_numbers_are_numbers() -> None:
    assert opened(as_csv(["x"], [[-1]]))[1] == ["-1"]


def test_instants_are_in_the_zone() -> None:
    winter = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
    assert opened(as_csv(["At"], [[winter]], "Europe/Helsinki"))[1] == ["2027-01-11 12:00:00"]
