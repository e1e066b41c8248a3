"""Money and indicators as people write them."""

import re
from decimal import Decimal

MOST_CENTS = 10**13
_MONEY = re.compile(r"(\d{1,11})(?:[.,](\d{2}))?")
_INDICATOR = re.compile(r"(.+?)\s*[:\t]\s*(\d{1,9})")


def cents_of(written: str) -> int | None:
    """Cents of euros such as "982 468", "982468,50" or "982 468 €"; None for anything else."""
    plain = re.sub(r"[\s\u00a0\u202f€]", "", written).removesuffix("EUR")
    found = _MONEY.fullmatch(plain)
    return int(found[1]) * 100 + int(found[2] or 0) if found else None


def euros_of(cents: int | None) -> Decimal | None:
    """The same as euros, for writing."""
    return None if cents is None else Decimal(cents) / 100


def indicator_of(line: str) -> tuple[str, int] | None:
    """Name and target of a line such as "Clients: 180"; None for anything else."""
    found = _INDICATOR.fullmatch(line.strip())
    return (found[1], int(found[2])) if found else None
