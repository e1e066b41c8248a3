"""The Finnish business identity code, Y-tunnus."""

from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus


class BadBusinessId(ValueError):
    """The text is no Y-tunnus: its length, its characters or its check digit are wrong."""


def normalise(written: str) -> str:
    """The code as ``NNNNNNN-C``. Raises BadBusinessId unless its check digit is right."""
    try:
        return str(ytunnus.format(ytunnus.validate(written)))
    except ValidationError as wrong:
        raise BadBusinessId(str(wrong)) from wrong
