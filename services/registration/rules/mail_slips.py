"""A slip of the pen in a well-known mail domain: gmial.com, hotmail.con."""

from difflib import get_close_matches

#: where most people of Finland and of the world have mail of their own; and others like them, which are no slips
_COMMON = (
    "gmail.com", "hotmail.com", "hotmail.fi", "outlook.com", "icloud.com", "yahoo.com", "protonmail.com",
    "elisanet.fi", "kolumbus.fi", "luukku.com", "netti.fi", "pp.inet.fi", "saunalahti.fi", "suomi24.fi", "welho.com",
)  # fmt: skip
_OTHERS = frozenset((
    "aol.com", "email.com", "fastmail.com", "googlemail.com", "hotmail.co.uk", "hotmail.de", "hotmail.fr",
    "hotmail.no", "hotmail.se", "inet.fi", "mail.com", "mail.fi", "outlook.fi", "outlook.se", "proton.me",
    "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.se", "ymail.com",
))  # fmt: skip
#: one slip in nine letters (``difflib.SequenceMatcher.ratio``)
ALIKE = 0.87


def meant(address: str) -> str | None:
    """The address that may have been meant; None: there is nothing odd about this one."""
    name, _at, domain = address.rpartition("@")
    written = domain.lower()
    if written in _COMMON or written in _OTHERS:
        return None
    near = get_close_matches(written, _COMMON, n=1, cutoff=ALIKE)
    return f"{name}@{near[0]}" if near else None
