from decimal import Decimal

import pytest

from services.registration.rules.credits import credits_of


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", Decimal(0)),
        (" 5 ", Decimal(5)),
        ("2,5", Decimal("2.5")),
        ("999.9", Decimal("999.9")),
        ("2.55", None),
        ("1000", None),
        ("-1", None),
        ("viisi", None),
    ],
)
def test_credits_are_read_as_people_write_them(written: str, found: Decimal | None) -> None:
    assert credits_of(written) == found
