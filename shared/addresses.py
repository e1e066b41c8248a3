"""E-mail addresses: one normal form, so that several spellings are one person."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from shared.schema.base import EMAIL_LENGTH


class BadAddress(ValueError):
    """The text is no e-mail address that mail can be sent to."""


@lru_cache(maxsize=4_000)
def normalise(written: str) -> str:
    """The address in lower case with its domain in ASCII (RFC 5891), as SMTP without extensions can carry it.

    Raises BadAddress with the reason, in English, for anything else: also for letters outside ASCII before the @.
    """
    try:
        found = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as wrong:
        raise BadAddress(str(wrong)) from wrong
    address = (found.ascii_email or found.normalized).lower()
    if len(address) > EMAIL_LENGTH:
        raise BadAddress(f"longer than {EMAIL_LENGTH} characters")
    return address
