"""What is derived from the installation's secret key: links that let someone in, and keyed hashes.

A link's token is computed from what it opens, so nothing that opens a door is stored: a reader of the database
without the key can't make one, and whoever sends a mail can make the link at the moment of sending.
"""

import base64
import binascii
import hashlib
import hmac
from functools import cache
from uuid import UUID

MAC_BYTES = 16
SIGN_IN = "sign-in"
OWN_PAGE = "own-page"
FEED = "feed"
PRESENTER_PAGE = "presenter-page"
STAFF_FEED = "staff-feed"
UNSUBSCRIBE = "unsubscribe"
MATERIALS = "materials"
DRAFT = "draft"


class Secrets:
    """Derives tokens and hashes from one secret key; each purpose has a key of its own."""

    def __init__(self, secret_key: str) -> None:
        self._root = secret_key.encode()

    def key_for(self, purpose: str) -> bytes:
        """32 bytes that belong to one purpose (HMAC-SHA-256 as in RFC 5869's extract step)."""
        return _key(self._root, purpose)

    def token(self, purpose: str, subject: UUID, version: int = 0) -> str:
        """The secret part of a link: 43 characters of base64url; a higher version makes a new one."""
        raw = subject.bytes + self._mac(purpose, subject, version)
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def opens(self, purpose: str, token: str, subject: UUID, version: int = 0) -> bool:
        """Whether the token is the one for this subject and version, compared in constant time."""
        return hmac.compare_digest(self.token(purpose, subject, version).encode(), token.encode("utf-8", "replace"))

    def signed(self, purpose: str, text: str) -> str:
        """The secret part of a link that says itself what it is about, in base64url: nothing of it is stored."""
        raw = text.encode()
        return base64.urlsafe_b64encode(raw + self._mac_of(purpose, raw)).decode().rstrip("=")

    def text_of(self, purpose: str, token: str) -> str | None:
        """What such a link is about; None when it is none of ours, or for another purpose."""
        raw = _decoded(token)
        if raw is None or len(raw) <= MAC_BYTES:
            return None
        said, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
        return said.decode() if hmac.compare_digest(self._mac_of(purpose, said), mac) else None

    def keyed_hash(self, purpose: str, text: str) -> str:
        """64 hex digits: equal for equal texts, of no use without the key. For addresses we only compare."""
        return self._made_of(purpose, text.encode()).hexdigest()

    def _mac(self, purpose: str, subject: UUID, version: int) -> bytes:
        return self._mac_of(purpose, subject.bytes + version.to_bytes(4, "big"))

    def _mac_of(self, purpose: str, said: bytes) -> bytes:
        return self._made_of(purpose, said).digest()[:MAC_BYTES]

    def _made_of(self, purpose: str, said: bytes) -> hmac.HMAC:
        made = _keyed(self._root, purpose).copy()
        made.update(said)
        return made


@cache
def _key(root: bytes, purpose: str) -> bytes:
    return hmac.digest(root, purpose.encode(), "sha256")


@cache
def _keyed(root: bytes, purpose: str) -> hmac.HMAC:
    """Kept, since hmac.digest() lets go of the interpreter: who makes many links among other threads would wait each
    time to get it back."""
    return hmac.new(_key(root, purpose), digestmod="sha256")


def subject_of(token: str) -> UUID | None:
    """What a token claims to open; None when it is no token. Proves nothing: ask ``Secrets.opens`` next."""
    raw = _decoded(token)
    return UUID(bytes=raw[:16]) if raw is not None and len(raw) == 16 + MAC_BYTES else None


def _decoded(token: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        return None


def plain_hash(secret: str) -> str:
    """SHA-256 as 64 hex digits: enough for secrets that are long and random, such as API keys."""
    return hashlib.sha256(secret.encode()).hexdigest()
