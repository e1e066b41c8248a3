"""DKIM: our domain vouches for each mail (RFC 6376), with dkimpy, which Debian's mail tools build on too."""

from collections.abc import Callable
from email.utils import parseaddr

from shared.settings import Settings

#: what a mail program shows or acts on; RFC 8058 section 4 wants the last two signed as well
_HEADERS = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip

Sign = Callable[[bytes], bytes]


def signing(settings: Settings) -> Sign:
    """What puts our signature before a mail; as it is when there is no key."""
    key = settings.dkim_key
    if key is None:
        return lambda mail: mail
    # it brings a resolver of names along, 3 MB that installations without a key need not hold
    import dkim  # noqa: PLC0415

    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2].encode("idna")
    selector = settings.dkim_selector.encode()

    def sign(mail: bytes) -> bytes:
        signature: bytes = dkim.sign(
            mail, selector, domain, key, canonicalize=(b"relaxed", b"simple"), include_headers=list(_HEADERS)
        )
        return signature + mail

    return sign
