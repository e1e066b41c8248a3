"""Mail domains by which an organisation's people are recognised."""

#: an organisation has at most so many
MOST = 50

#: where anybody gets an address, in Finland or elsewhere: who has one there works anywhere
PUBLIC = frozenset(
    {
        "aol.com",
        "dnainternet.net",
        "elisanet.fi",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fi",
        "icloud.com",
        "inet.fi",
        "jippii.fi",
        "kolumbus.fi",
        "kotikone.fi",
        "live.com",
        "live.fi",
        "luukku.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "mbnet.fi",
        "me.com",
        "msn.com",
        "netti.fi",
        "outlook.com",
        "phnet.fi",
        "pp.inet.fi",
        "proton.me",
        "protonmail.com",
        "saunalahti.fi",
        "sci.fi",
        "suomi24.fi",
        "welho.com",
        "yahoo.com",
        "yahoo.fi",
    }
)


def is_public(domain: str) -> bool:
    """Whether anybody gets an address in it, or in a domain that it lies under."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in PUBLIC for start in range(len(labels)))
