"""Certificates that somebody vouches for, or nobody."""

import pytest

from tests.support.tls import Certificate, certificate


@pytest.fixture(scope="session")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A server's certificate that nobody vouches for."""
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(unknown: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """The same where this machine trusts whoever signed it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(unknown.authority))
    return unknown
