"""E-mail addresses: one normal form, so that several spellings are one person."""

import re
from collections.abc import Sequence
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from shared.schema.base import EMAIL_LENGTH


class BadAddress(ValueError):
    """The text is no e-mail address that mail can be sent to."""


#: what nearly all have before the @ (RFC 5322 section 3.2.3, dot-atom, without its rare characters)
_PLAIN = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*", re.ASCII | re.IGNORECASE)
#: such addresses, in small letters, each on a line
_PLAIN_LINES = re.compile(r"(?:[a-z0-9_+-]++(?:\.[a-z0-9_+-]++)*+@[a-z0-9.-]++\n)*+", re.ASCII)
#: RFC 5321 section 4.5.3.1.1
_LONGEST_LOCAL_PART = 64


def normalise(written: str) -> str:
    """The address in lower case with its domain in ASCII (RFC 5891), as SMTP without extensions can carry it.

    Raises BadAddress with the reason, in English, for anything else: also for letters outside ASCII before the @.
    """
    local, _at, domain = written.strip().rpartition("@")
    if len(local) <= _LONGEST_LOCAL_PART and _PLAIN.fullmatch(local):
        address = f"{local.lower()}@{_domain(domain)}"
    else:
        address = _checked(written.strip())
    if len(address) > EMAIL_LENGTH:
        raise BadAddress(f"longer than {EMAIL_LENGTH} characters")
    return address


def normal_forms(written: Sequence[str]) -> list[str | None]:
    """The same for many; None for what is no address. Where all of them are plain, they are read at once."""
    text = "\n".join([*written, ""])
    small = text.lower()
    forms = small.split("\n")[:-1]
    are_plain = (
        text.isascii()
        and len(forms) == len(written)
        and max(map(len, forms), default=0) <= _LONGEST_LOCAL_PART
        and _PLAIN_LINES.fullmatch(small)
        # each has one @ by now
        and all(map(_is_normal, set(small.replace("@", "\n").split("\n")[1:-1:2])))
    )
    return list(forms) if are_plain else [_normal_form(one) for one in written]


def _is_normal(domain: str) -> bool:
    try:
        return _domain(domain) == domain
    except BadAddress:
        return False


def _normal_form(written: str) -> str | None:
    try:
        return normalise(written)
    except BadAddress:
        return None


def normalise_domain(written: str) -> str:
    """A mail domain in lower case and ASCII (RFC 5891); an @ before it is left out. Raises BadAddress."""
    domain = written.strip().removeprefix("@")
    if "@" in domain:
        raise BadAddress("an address, not a domain")
    return _domain(domain)


@lru_cache(maxsize=4_000)
def _domain(written: str) -> str:
    """The domain's normal form, remembered: colleagues share theirs, and reading it is nearly all of the work."""
    return _checked(f"a@{written}").removeprefix("a@")


def _checked(written: str) -> str:
    try:
        found = validate_email(written, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as wrong:
        raise BadAddress(str(wrong)) from wrong
    return (found.ascii_email or found.normalized).lower()
