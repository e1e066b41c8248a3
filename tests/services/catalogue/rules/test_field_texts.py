from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.catalogue.rules.field_texts import text_of, value_of

VALUES: list[Any] = [
    "a", "", 0, 24, True, False, Decimal(30), Decimal("2.5"), datetime(2027, 1, 18, 12, tzinfo=UTC), UUID(int=7),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_value_comes_back_as_it_was(value: Any) -> None:
    assert value_of(type(value), text_of(value)) == value
    assert value_of(type(value), text_of(None)) is None


@pytest.mark.parametrize("kind", [int, Decimal, datetime, UUID])
def test_text_that_is_no_such_value_is_refused(kind: type[Any]) -> None:
    with pytest.raises(ValueError, match="x"):
        value_of(kind, "x")
