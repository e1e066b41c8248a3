import pytest

from services.registration.rules.roster import Entry
from services.registration.rules.staff_columns import columns_of, has_header, unread
from services.registration.rules.staff_people import people_of
from tests.services.registration.rosters import entries

ANNA = Entry("Anna Laine", "anna@example.org", "Koivula")


def read(*rows: str) -> list[Entry]:
    table = [row.split("|") for row in rows]
    columns = columns_of(table)
    assert columns is not None
    return entries(people_of(table, columns))


@pytest.mark.parametrize(
    "header",
    [
        "Nimi|Sähköposti|Yksikkö",
        "NIMI:|Sähköpostiosoite|Työyksikkö",
        "Namn|E-post|Enhet",
        "Deltagare|E-postadress|Avdelning",
        "Name|E-mail|Unit",
        "Full name|Email address|Department",
        "Osallistujan nimi|Sähköposti (työ)|Osasto",
        "Nimi|Yhteystieto|Yksikkö",
    ],
)
def test_columns_are_known_by_their_headers(header: str) -> None:
    assert read(header, "Anna Laine|anna@example.org|Koivula") == [ANNA]


@pytest.mark.parametrize(
    "header", ["Sukunimi|Etunimi|Yksikkö|Sposti", "Efternamn|Förnamn|Enhet|Mejl", "Last name|First name|Unit|Mail"]
)
def test_a_name_may_stand_in_two_columns(header: str) -> None:
    assert read(header, "Laine|Anna|Koivula|anna@example.org") == [ANNA]


def test_a_header_may_stand_under_a_title() -> None:
    assert read(
        "Ilmoittautuvat 2027||", "||", "Nro|Nimi|Email|Puh|Yksikkö", "1|Anna Laine|anna@example.org|040|Koivula"
    ) == [ANNA]


@pytest.mark.parametrize(
    "row",
    [
        "Anna Laine|anna@example.org|Koivula",
        "anna@example.org|Anna Laine|Koivula",
        "1|Anna Laine|Koivula|anna@example.org|040 123 4567",
        "Anna|Laine|anna@example.org|Koivula",
        "Laine, Anna|anna@example.org|Koivula",
        "Koivula|Anna Laine <anna@example.org>",
    ],
)
def test_without_a_header_content_tells(row: str) -> None:
    assert [(entry.email, entry.name) for entry in read(row)] in (
        [("anna@example.org", "Anna Laine")],
        [("anna@example.org", "Koivula")],
    )
    if not row.startswith("Koivula"):
        assert read(row) == [ANNA]


def test_a_unit_before_the_name_is_told_by_its_repeating() -> None:
    rows = ["Hoivakoti Koivula|Anna Laine|anna@example.org", "Hoivakoti Koivula|Berta Berg|berta@example.org"]
    assert [entry.name for entry in read(*rows)] == ["Anna Laine", "Berta Berg"]
    assert {entry.unit for entry in read(*rows)} == {"Hoivakoti Koivula"}


def test_a_header_in_unknown_words_is_nobody() -> None:
    assert read("Nom|Courriel|Service", "Anna Laine|anna@example.org|Koivula") == [ANNA]


def test_names_stay_as_they_are() -> None:
    names = ["Sinéad O'Brien", "Åsa Öhman-Ruiz", "王小明", "N" * 200]
    rows = [f"{name}|p{number}@example.org" for number, name in enumerate(names)]
    assert [entry.name for entry in read("Nimi|Sähköposti", *rows)] == names


def test_rows_of_nobody_are_passed_over_and_people_without_address_stay() -> None:
    found = read("Nimi|Sähköposti|Yksikkö", "||", "||Koivula", "Anna Laine|anna@example.org|Koivula", "Berta", "|x|")
    assert [(entry.name, entry.email) for entry in found] == [ANNA[:2], ("Berta", ""), ("", "x")]


def test_nothing_with_addresses_is_no_list() -> None:
    assert columns_of([["Nimi", "Yksikkö"], ["Anna", "Koivula"]]) is None
    assert columns_of([]) is None
    assert not has_header([["anna@example.org"]])


def test_columns_that_nothing_is_taken_from_are_named() -> None:
    table = [
        ["Nimi", "Sähköposti", "Puhelin", "", "Tyhjä", "K" * 70],
        ["Anna", "anna@example.org", "", "", "", "x"],
        ["Berta", "berta@example.org", "040", " ", "", "", "viimeinen"],
    ]
    columns = columns_of(table)
    assert columns is not None
    assert unread(table, columns) == ["Puhelin", f"{'K' * 60}…", "viimeinen"]
