"""ECTS credits as people write them."""

import re
from decimal import Decimal


def credits_of(written: str) -> Decimal | None:
    """The number, with a point or a comma; nothing written is 0. None: this is no number of credits."""
    said = written.strip().replace(",", ".")
    if not said:
        return Decimal(0)
    return Decimal(said) if re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", said) else None
