"""The order of names in a Finnish or Swedish list: å, ä and ö come last, accented letters stand beside plain ones."""

import unicodedata

_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def name_order(name: str) -> tuple[str, str]:
    """What to sort by; names alike but for case or accents keep an order of their own."""
    small = unicodedata.normalize("NFC", name).casefold().translate(_LAST)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
    return plain, name


def surname_order(name: str) -> tuple[str, str, str, str]:
    """What to sort people by: the last word of the name, then all of it."""
    return *name_order("".join(name.split()[-1:])), *name_order(name)
