from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from services.catalogue.queries.public_filters import Wish
from services.catalogue.routes.narrowing import LONGEST_SEARCH, read


def test_days_are_those_of_the_installations_zone() -> None:
    wish = read(MultiDict({"since": "2027-03-27", "until": "2027-03-28"}), "Europe/Helsinki").wish
    # the clocks are put forward within it
    assert wish.starts_from == datetime(2027, 3, 26, 22, tzinfo=UTC)
    assert wish.starts_before == datetime(2027, 3, 28, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "zebra"}, {"language": "de"}, {"mode": "hybrid"}, {"region": " "}, {"region": "x" * 201},
        {"places": "no"}, {"since": "1999-12-31"}, {"until": "9999-12-31"}, {"until": "2027-02-29"}, {"since": "١"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(said: dict[str, str]) -> None:
    asked = read(MultiDict({"q": " nepsy ", **said}), "UTC")
    assert asked.address == {"q": "nepsy"}
    assert asked.wish == Wish()


def test_words_are_cut_to_what_a_search_holds() -> None:
    assert len(read(MultiDict({"q": "x" * 1000}), "UTC").words) == LONGEST_SEARCH
