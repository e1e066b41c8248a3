"""The one address, as a visitor or a program outside reaches it: over TLS, with the proxy's own certificate checked."""

import json
import os
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.compose.engine import inside

ORIGIN = os.environ.get("KIERROS_ORIGIN", "https://localhost")
AUTHORITY = "/var/lib/caddy/caddy/pki/authorities/local/root.crt"
API = {"catalogue": "/api/v1", "registration": "/registration/api/v1", "notifications": "/notifications/api/v1"}


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, whatever its status."""

    status: int
    headers: Message
    text: str

    def expect(self, *statuses: int, text: str = "") -> "Answer":
        """Itself, if it has one of these statuses and holds this text."""
        assert self.status in statuses, f"{self.status} where {statuses} was due\n{self.text[:2000]}"
        assert text in self.text, f"without {text!r}:\n{self.text[:4000]}"
        return self


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer to look at."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Address:
    """The address and, once made, an API key for it."""

    def __init__(self) -> None:
        trust = ssl.create_default_context(cadata=inside("proxy", "cat", AUTHORITY))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust), _NoRedirects()
        )
        self.key = ""

    def fetch(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Any request. ``path`` begins with a slash, or is a whole address; headers are named with underscores."""
        request = urllib.request.Request(path if "://" in path else ORIGIN + path, data=body, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.headers, refusal.read().decode())

    def call(self, service: str, method: str, path: str, **fields: Any) -> dict[str, Any]:
        """A call of a service's JSON API that has to succeed; its answer's JSON."""
        body = json.dumps(fields).encode() if fields or method == "POST" else None
        answer = self.fetch(
            API[service] + path, method, body, Authorization=f"Bearer {self.key}", Content_Type="application/json"
        )
        found: dict[str, Any] = json.loads(answer.expect(200, 201).text)
        return found
