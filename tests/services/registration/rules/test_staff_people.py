import tracemalloc

from services.registration.rules.roster import Entry
from services.registration.rules.staff_columns import Columns
from services.registration.rules.staff_people import people_of, people_of_lines
from tests.services.registration.rosters import entries


def test_a_row_may_be_shorter_than_its_header() -> None:
    table = [["Anna", "anna@example.org"], ["Berta", "berta@example.org", "Koivula"]]
    columns = Columns(email=1, name=0, first=None, last=None, unit=2, starts=0)
    assert [row.unit for row in people_of(table, columns)] == ["", "Koivula"]
    assert [row.unit for row in people_of(table[:1], columns)] == [""]


def test_a_name_in_two_columns_may_lack_one_and_one_in_a_column_of_its_own_goes_first() -> None:
    table = [
        ["", "Anna", "Laine", "a@example.org"],
        ["", "Anna", "", "b@example.org"],
        ["A L", "x", "y", "c@example.org"],
    ]
    columns = Columns(email=3, name=0, first=1, last=2, unit=None, starts=0)
    assert [row.name for row in people_of(table, columns)] == ["Anna Laine", "Anna", "A L"]


def test_an_address_with_its_name_in_one_cell_is_parted() -> None:
    table = [["Laine, Anna <a@example.org>"], ["b@example.org"]]
    columns = Columns(email=0, name=None, first=None, last=None, unit=None, starts=0)
    assert entries(people_of(table, columns)) == [
        Entry("Anna Laine", "a@example.org", ""),
        Entry("", "b@example.org", ""),
    ]


def test_two_addresses_in_a_cell_stay_for_somebody_to_choose() -> None:
    table = [["Anna", "a@example.org; b@example.org"], ["Berta", "Berta <c@example.org> C@example.org"]]
    columns = Columns(email=1, name=0, first=None, last=None, unit=None, starts=0)
    assert [row.email for row in people_of(table, columns)] == ["a@example.org; b@example.org", "c@example.org"]


def test_a_line_without_the_delimiter_of_the_others_is_parted() -> None:
    table = [["Anna Laine", "a@example.org", "Koivula"], ["Berta Berg b@example.org Lepola"], ["c@x.fi d@x.fi"]]
    columns = Columns(email=1, name=0, first=None, last=None, unit=2, starts=0)
    assert entries(people_of(table, columns))[1:] == [
        Entry("Berta Berg", "b@example.org", "Lepola"),
        Entry("c@x.fi d@x.fi", "", ""),
    ]


def test_a_unit_follows_the_address_on_a_line() -> None:
    assert entries(people_of_lines(["Anna Laine anna@example.org Koivula", "Berta <b@example.org>,"])) == [
        Entry("Anna Laine", "anna@example.org", "Koivula"),
        Entry("Berta", "b@example.org", ""),
    ]


def test_recipients_of_a_mail_are_people() -> None:
    lines = [
        'Anna Laine <anna@example.org>; "Öhman, Åsa" <asa@example.org>,',
        "cecilia@example.org Cecilia is last",
        "berta@example.org, diana@example.org",
        "Elsa without one",
    ]
    assert [(entry.name, entry.email) for entry in people_of_lines(lines)] == [
        ("Anna Laine", "anna@example.org"),
        ("Åsa Öhman", "asa@example.org"),
        ("", "cecilia@example.org"),
        ("", "berta@example.org"),
        ("", "diana@example.org"),
        ("Elsa without one", ""),
    ]


def test_one_endless_row_does_not_make_all_of_them_long() -> None:
    columns = Columns(email=1, name=0, first=None, last=None, unit=None, starts=0)
    table = [["Anna", f"a{number}@example.org"] for number in range(2_000)] + [
        ["Berta", "b@example.org", *[""] * 100_000]
    ]
    tracemalloc.start()
    assert len(people_of(table, columns)) == 2_001
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * 1024 * 1024
