from services.registration.rules.roster import Entry, Roster, Row, joined, of_entries, of_rows

ANNA = Entry("Anna", "anna@example.org", "Koivula")
BERTA = Entry("Berta", "berta@example.org", "")


def test_people_are_numbered_in_their_order() -> None:
    assert list(of_entries([ANNA, BERTA])) == [Row(1, *ANNA), Row(2, *BERTA)]
    assert list(joined(of_entries([ANNA]), of_entries([BERTA, ANNA]))) == [Row(1, *ANNA), Row(2, *BERTA), Row(3, *ANNA)]


def test_columns_of_both_that_were_not_read_are_named_once() -> None:
    one, other = Roster(unread=["Puhelin"]), Roster(unread=["Puhelin", "Rooli"])
    assert joined(one, other).unread == ["Puhelin", "Rooli"]


def test_nobody_is_false() -> None:
    assert not of_entries([])
    assert not of_rows([])
    assert not Roster()


def test_rows_keep_their_numbers_and_what_was_said_of_their_units() -> None:
    rows = [Row(2, *ANNA, unit_is_kept=True), Row(7, *BERTA)]
    roster = of_rows(rows)
    assert list(roster) == rows
    assert [roster.row(index) for index in range(len(roster))] == rows
