"""How numbers are written in the reader's language."""

from decimal import Decimal

from flask_babel import format_decimal


def number(value: Decimal) -> str:
    """Return "1,5" in Finnish and Swedish, "1.5" in English; "30" without decimals that say nothing."""
    return str(format_decimal(value))
