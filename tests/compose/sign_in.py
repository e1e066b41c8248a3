"""Signing in over TLS, as a browser does it: a form with its token and cookies, and no Referer."""

import re
from urllib.parse import urlencode

from tests.compose.address import Address, Answer

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def sign_in_can_be_asked_for(address: Address) -> None:
    """The form is taken with its token and refused without; its cookies travel over TLS alone."""
    form = address.fetch("/sign-in").expect(200)
    found = _TOKEN.search(form.text)
    assert found, form.text[:2000]
    cookies = form.headers.get_all("Set-Cookie") or []
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies), cookies
    sent = _send(address, cookies, csrf_token=found[1], email="nobody@example.org")
    sent.expect(303)
    assert sent.headers["Location"].endswith("/sign-in/sent")
    _send(address, cookies, email="nobody@example.org").expect(400)


def _send(address: Address, cookies: list[str], **fields: str) -> Answer:
    kept = "; ".join(cookie.split(";", 1)[0] for cookie in cookies)
    return address.fetch(
        "/sign-in",
        "POST",
        urlencode(fields).encode(),
        Cookie=kept,
        Content_Type="application/x-www-form-urlencoded",
    )
