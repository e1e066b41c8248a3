"""A server's certificate that nobody vouches for."""

import ssl
from pathlib import Path

import aiosmtpd
import pytest


@pytest.fixture(scope="session")
def tls_context() -> ssl.SSLContext:
    """What a server needs to speak TLS with a certificate it signed itself: the one that aiosmtpd tests itself with."""
    folder = Path(aiosmtpd.__file__).parent / "tests" / "certs"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context
