from decimal import Decimal

import pytest
from flask_babel import force_locale

from shared.web.numbers import number
from tests.shared.web import gallery


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [("fi", "1.5", "1,5"), ("sv", "1.5", "1,5"), ("en", "1.5", "1.5"), ("fi", "30.0", "30"), ("en", "0.0", "0")],
)
def test_number_is_written_as_the_reader_writes_it(language: str, value: str, written: str) -> None:
    with gallery.make().test_request_context(), force_locale(language):
        assert number(Decimal(value)) == written
