from typing import Any
from uuid import UUID

import pytest

from services.registration.rules.batch import Places, Standing
from services.registration.rules.room import Limits, Room
from services.registration.rules.roster import Row, of_rows
from services.registration.rules.staff_verdicts import LONGEST_NAME, Choice, Judged, Verdict, is_new, judge
from shared.schema.base import new_id

ORGANISATION = UUID(int=1)


def row(number: int, name: str = "Anna Laine", email: str = "anna@example.org", **more: Any) -> Row:
    return Row(number, name, email, **{"unit": "", **more})


def people(*names: str) -> list[Row]:
    return [row(number, name, f"{name}@example.org") for number, name in enumerate(names, 1)]


def choice(free: int | None, waitlist: bool = True, **standing: str) -> Choice:
    return Choice(
        Places(free, 0, waitlist),
        {f"{name}@example.org": Standing(new_id(), state, new_id()) for name, state in standing.items()},
    )


def whole(rows: list[Row], *choices: Choice, units: frozenset[str] = frozenset()) -> Judged:
    keys = [row.email.lower() if row.email.count("@") == 1 else None for row in rows]
    return judge(of_rows(rows), keys, units, choices)


def judged(rows: list[Row], *choices: Choice) -> list[Verdict]:
    found = whole(rows, *choices)
    return [found.verdict(index) for index in range(len(rows))]


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        (row(1, email=""), ("no_address",)),
        (row(1, email="anna(at)example"), ("bad_address",)),
        (row(1, email="a@example.org, b@example.org c"), ("two_addresses",)),
        (row(1, name=""), ("no_name",)),
        (row(1, name="", email=""), ("no_address", "no_name")),
        (row(1, name="N" * 201), ("long_name",)),
        (row(1, unit="U" * 201), ("long_unit",)),
        (row(1, name="王小明"), ()),
        (row(1, name="N" * 200, unit="U" * 200), ()),
    ],
)
def test_what_stops_a_row_is_named(wrong: Row, problems: tuple[str, ...]) -> None:
    (verdict,) = judged([wrong], choice(5))
    assert (verdict.problems, bool(verdict.chances)) == (problems, not problems)


def test_places_go_in_the_order_given() -> None:
    verdicts = judged(people("anna", "berta", "cecilia"), choice(1), choice(2, waitlist=False), choice(None))
    assert [verdict.chances for verdict in verdicts] == [
        ("place", "place", "place"),
        ("waits", "place", "place"),
        ("waits", "no_place", "place"),
    ]


def test_who_is_registered_already_takes_no_second_place() -> None:
    verdicts = judged(people("anna", "berta", "cecilia"), choice(1, anna="confirmed", berta="waitlisted"))
    assert [verdict.chances for verdict in verdicts] == [("has_place",), ("has_wait",), ("place",)]
    assert [is_new(verdict.chances) for verdict in verdicts] == [False, False, True]


def test_wrong_rows_take_no_place() -> None:
    verdicts = judged([row(1, name=""), row(2, email="berta@example.org")], choice(1))
    assert [verdict.chances for verdict in verdicts] == [(), ("place",)]


def test_the_same_person_twice_is_one_and_two_names_are_asked_about() -> None:
    rows = [row(1), row(2, "LAINE Anna", "Anna@Example.org"), row(3, "Berta Berg")]
    first, second, third = judged(rows, choice(5))
    assert (first.is_ready, first.same_as) == (True, None)
    assert (second.is_ready, second.same_as, second.problems) == (False, 1, ())
    assert (third.same_as, third.problems) == (1, ("shared_address",))


def test_a_wrong_row_is_nobodys_twin() -> None:
    _wrong, right = judged([row(1, name=""), row(2)], choice(5))
    assert right.is_ready


def test_those_who_are_ready_are_told_by_their_places_in_the_list() -> None:
    rows = [row(1, name=""), row(2), row(3), row(4, "Berta Berg", "berta@example.org")]
    found = whole(rows, choice(1), choice(None))
    assert (list(found.ready), dict(found.again), sorted(found.problems)) == ([1, 3], {2: 1}, [0])
    assert found.outcomes() == {("place", "place"): 1, ("waits", "place"): 1}


def test_an_unknown_unit_is_told_once_whatever_its_capital_letters() -> None:
    units = ["KOIVULA", "Koivla", "", "koivla", "Kaisla", "U" * (LONGEST_NAME + 1)]
    rows = [row(number, email=f"{number}@example.org", unit=unit) for number, unit in enumerate(units, 1)]
    rows.append(row(7, email="7@example.org", unit="Lumme", unit_is_kept=True))
    found = whole(rows, choice(9), units=frozenset({"koivula"}))
    assert found.unknown_units() == [("Koivla", 2), ("Kaisla", 1)]
    assert list(found.ready) == [0, 1, 2, 3, 4, 6]
    assert whole(rows, choice(9)).unknown_units() == []


@pytest.mark.parametrize(("waitlist", "word"), [(True, "waits_over_limit"), (False, "over_limit")])
def test_who_is_over_the_organisations_limit_is_told_so(waitlist: bool, word: str) -> None:
    room = Room(5, quotas={ORGANISATION: 1})
    limited = Choice(Places(5, 0, waitlist, Limits(room, lambda _key: ORGANISATION)), {})
    verdicts = judged(people("anna", "berta"), limited)
    assert [verdict.chances for verdict in verdicts] == [("place",), (word,)]
