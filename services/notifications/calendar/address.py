"""E-mail addresses as mail and calendar can carry them: ASCII, checked, comparable."""

import re
from urllib.parse import quote, unquote

import idna

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_MAILTO = re.compile(r"\s*mailto:", re.IGNORECASE)


class UnmailableAddressError(ValueError):
    """The address cannot be written in a mail; the message says why, for a person."""


def mailable(email: str) -> str:
    """The address in ASCII, a domain such as `työ.example.org` as punycode (RFC 5321 4.1.2, RFC 5891).

    Raises UnmailableAddressError: for a letter such as ä before the @ too, which would need SMTPUTF8 (RFC 6531).
    """
    local, at, domain = email.strip().rpartition("@")
    if not at:
        raise UnmailableAddressError(f"{email[:100]!r} is not an e-mail address: it has no @.")
    if not local.isascii():
        raise UnmailableAddressError(f"{email[:100]!r} has letters before the @ that most mail servers do not take.")
    if not _LOCAL_PART.fullmatch(local) or len(local) > 64:
        raise UnmailableAddressError(f"{email[:100]!r} is not an e-mail address: look at what stands before the @.")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UnmailableAddressError(f"{email[:100]!r} has no valid domain after the @.") from error
    if not _DOMAIN.fullmatch(domain) or ".." in domain or len(local) + len(domain) > 253:
        raise UnmailableAddressError(f"{email[:100]!r} has no valid domain after the @.")
    return f"{local}@{domain}"


def mailto(email: str) -> str:
    """The address as a URI (RFC 6068 2)."""
    return "mailto:" + quote(mailable(email), safe="!$&'*+/=@^_`{|}~-.")


def from_uri(uri: str) -> str:
    """The comparable address in a `mailto:` URI of any letter case, or an empty string when it is none."""
    scheme = _MAILTO.match(uri)
    return comparable(unquote(uri[scheme.end() :].partition("?")[0])) if scheme else ""


def comparable(email: str) -> str:
    """The address in the form in which two spellings of one mailbox are equal, or an empty string when it is none."""
    try:
        return mailable(email).lower()
    except UnmailableAddressError:
        return ""
